"""Servers that are unavailable. Source: discord-api-docs events/gateway-events.mdx, "Guild Create", "Guild Delete"."""

import asyncio

import discord
import pytest
from discord.ext import commands

from bot.sandbox import Sandbox

from .clients import Control, Json, PlainBot, Refused

OUTAGE = "/servers/film/outage"


async def test_an_outage_is_no_farewell(bot: PlainBot, control: Control, film: Json):
    """A server in an outage sends GUILD_DELETE with `unavailable`; without it the bot was removed.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Delete"
    """
    shown = await control.call("POST", OUTAGE, {})
    assert shown["available"] is False
    assert await bot.event("GUILD_DELETE") == {"id": film["id"], "unavailable": True}
    await control.call("DELETE", OUTAGE)
    await control.call("DELETE", "/servers/film/bot")
    assert await bot.event("GUILD_DELETE") == {"id": film["id"]}


async def test_a_server_that_is_back_is_sent_whole(bot: PlainBot, control: Control, film: Json):
    """A server that becomes available again sends GUILD_CREATE.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create"
    """
    await bot.event("GUILD_CREATE")
    await control.call("POST", OUTAGE, {})
    shown = await control.call("DELETE", OUTAGE)
    assert shown["available"] is True
    created = await bot.event("GUILD_CREATE")
    assert (created["id"], created["unavailable"]) == (film["id"], False)
    assert len(created["channels"]) == 3


async def test_a_session_that_starts_in_an_outage_is_told(plain: PlainBot, control: Control, film: Json):
    """READY names every server as unavailable; one in an outage then sends GUILD_DELETE, and GUILD_CREATE later.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create", scenario 1
    """
    await control.call("POST", OUTAGE, {})
    ready = await plain.connect()
    assert ready["guilds"] == [{"id": film["id"], "unavailable": True}]
    assert await plain.event("GUILD_DELETE") == {"id": film["id"], "unavailable": True}
    assert await plain.told_so_far("GUILD_CREATE") == []
    await control.call("DELETE", OUTAGE)
    assert (await plain.event("GUILD_CREATE"))["id"] == film["id"]


async def test_a_bot_may_join_an_unavailable_server(bot: PlainBot, control: Control, film: Json):
    """During an outage GUILD_CREATE of a server just joined may carry an unavailable guild.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create" (an unavailable Guild)
    """
    await bot.event("GUILD_CREATE")
    await control.call("DELETE", "/servers/film/bot")
    await control.call("POST", OUTAGE, {})
    await control.call("POST", "/servers/film/bot", {})
    assert await bot.event("GUILD_CREATE") == {"id": film["id"], "unavailable": True}


async def test_nothing_of_an_unavailable_server_can_be_reached(plain: PlainBot, control: Control, film: Json):
    """REST calls on an unavailable server answer with a server error.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "HTTP Response Codes" (which of 5xx: not published)
    """
    await control.call("POST", OUTAGE, {})
    general = film["channels"][0]["id"]
    for method, path in (
        ("GET", f"/guilds/{film['id']}"),
        ("GET", f"/guilds/{film['id']}/members/search?query=ann"),
        ("GET", f"/channels/{general}"),
        ("GET", f"/channels/{general}/messages"),
    ):
        assert await plain.rest(method, path) == (500, {"message": "500: Internal Server Error", "code": 0})
    status, _ = await plain.send(general, {"content": "anybody?"})
    assert status == 500
    await control.call("DELETE", OUTAGE)
    status, _ = await plain.send(general, {"content": "there you are"})
    assert status == 200


async def test_other_servers_go_on(bot: PlainBot, control: Control, film: Json):
    """An outage of one server leaves the others alone."""
    other = await control.call("POST", "/servers", {"name": "other", "channels": ["lobby"]})
    await control.call("POST", OUTAGE, {})
    said = {"channel": "lobby", "content": "still here"}
    await control.call("POST", "/servers/other/people/owner/messages", said)
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "still here"
    status, _ = await bot.send(other["channels"][0]["id"], {"content": "good"})
    assert status == 200


async def test_people_can_do_nothing_there_either(control: Control, film: Json):
    """What a person would do in an unavailable server is refused, and says how it ends."""
    await control.call("POST", OUTAGE, {})
    with pytest.raises(Refused, match="end its outage") as refused:
        await control.say("hello?")
    assert refused.value.status == 503


async def test_direct_messages_go_on(bot: PlainBot, control: Control, film: Json):
    """An outage of a server leaves the direct messages of its people alone."""
    _, direct = await bot.rest("POST", "/users/@me/channels", {"recipient_id": film["owner"]["id"]})
    await control.call("POST", OUTAGE, {})
    status, _ = await bot.send(direct["id"], {"content": "are you there?"})
    assert status == 200
    await control.say("yes", channel="dm", who="owner")
    said = [message["content"] for message in await bot.told_so_far("MESSAGE_CREATE")]
    assert said == ["are you there?", "yes"]


async def test_events_of_an_unavailable_server_are_lost(bot: PlainBot, sandbox: Sandbox, control: Control, film: Json):
    """No event of a server comes while it is unavailable, nor afterwards.

    Source: discord-api-docs events/gateway.mdx, "Guild Availability" (state comes again with GUILD_CREATE)
    """
    await control.call("POST", OUTAGE, {})
    await control.call("POST", "/servers/film/people", {"name": "eve"})
    await control.call("DELETE", OUTAGE)
    assert await bot.told_so_far("GUILD_MEMBER_ADD") == []
    assert (await bot.told_so_far("GUILD_CREATE"))[-1]["member_count"] == 5


@pytest.mark.parametrize("method", ["POST", "DELETE"])
async def test_an_outage_begins_and_ends_once(control: Control, film: Json, method: str):
    """Beginning twice, or ending what never began, is a mistake."""
    if method == "POST":
        await control.call("POST", OUTAGE, {})
    with pytest.raises(Refused, match="unavailable"):
        await control.call(method, OUTAGE, {})


async def test_discord_py_sees_the_outage(client: commands.Bot, control: Control, film: Json):
    """discord.py keeps an unavailable server and hears when it is back."""
    seen: asyncio.Queue[str] = asyncio.Queue()

    @client.listen()
    async def on_guild_available(guild: discord.Guild) -> None:
        seen.put_nowait(f"{guild.name} is there")

    @client.listen()
    async def on_guild_unavailable(guild: discord.Guild) -> None:
        seen.put_nowait(f"{guild.name} is away")

    @client.listen()
    async def on_guild_remove(guild: discord.Guild) -> None:
        seen.put_nowait(f"{guild.name} was left")

    running = asyncio.create_task(client.start("sandbox-token"))
    async with asyncio.timeout(10):
        assert await seen.get() == "film is there"
        await control.call("POST", OUTAGE, {})
        assert await seen.get() == "film is away"
        assert [guild.unavailable for guild in client.guilds] == [True]
        await control.call("DELETE", OUTAGE)
        assert await seen.get() == "film is there"
    await client.close()
    await running
