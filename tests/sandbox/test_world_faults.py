"""Faults on demand, in the world: what is taken from the bot, and what comes back when the fault is cleared."""

import asyncio
from typing import Any

import discord
import pytest
from discord.ext import commands

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused


async def test_a_permission_is_lost_in_a_whole_server_and_comes_back(
    bot: PlainBot, control: Control, film: dict[str, Any], sandbox: Sandbox
):
    """A bot denied Send Messages gets 403 with 50013 in every channel, threads too, until it is granted again.

    Source: discord-api-docs topics/permissions.mdx, "Permission Overwrites"
    """
    general = film["channels"][0]["id"]
    body = {"kind": "permissions_lost", "server": "film", "permissions": ["SEND_MESSAGES", "SEND_MESSAGES_IN_THREADS"]}
    _, thread = await bot.rest("POST", f"/channels/{general}/threads", {"name": "t", "type": 11})
    fault = (await control.call("POST", "/faults", body))["fault"]
    assert (fault["hits"], fault["left"], fault["undoable"]) == (1, 0, True)
    for channel in (general, thread["id"]):
        status, refusal = await bot.send(channel, {"content": "x"})
        assert (status, refusal["code"]) == (403, 50013)
    assert [overwrite["deny"] for overwrite in (await bot.event("CHANNEL_UPDATE"))["permission_overwrites"]] != []
    await bot.event("GUILD_ROLE_UPDATE")
    await control.call("DELETE", f"/faults/{fault['id']}")
    assert (await bot.send(general, {"content": "x"}))[0] == 200
    assert sandbox.world.named_server("film").named_channel("general").overwrites == {}


async def test_a_permission_is_lost_in_one_channel(
    plain: PlainBot, control: Control, film: dict[str, Any], sandbox: Sandbox
):
    """What is denied in one channel is denied there alone, and other overwrites stay as they were.

    Source: discord-api-docs topics/permissions.mdx, "Permission Overwrites"
    """
    other = (await control.call("POST", "/servers/film/channels", {"name": "other"}))["id"]
    sandbox.faults.add("permissions_lost", server="film", channel="general", permissions=["ATTACH_FILES"])
    general = film["channels"][0]["id"]
    assert (await plain.send(general, {}, files=[("a.txt", b"a")]))[0] == 403
    assert (await plain.send(general, {"content": "x"}))[0] == 200
    assert (await plain.send(other, {}, files=[("a.txt", b"a")]))[0] == 200
    sandbox.faults.clear()
    assert (await plain.send(general, {}, files=[("a.txt", b"a")]))[0] == 200


async def test_an_administrator_loses_that_as_well(plain: PlainBot, control: Control, sandbox: Sandbox):
    """Nothing can be denied to an administrator, so that goes first, and comes back last.

    Source: discord-api-docs topics/permissions.mdx, "Permission Hierarchy"
    """
    body = {"name": "mine", "channels": ["set"], "bot_permissions": ["ADMINISTRATOR"]}
    channel = (await control.call("POST", "/servers", body))["channels"][0]["id"]
    sandbox.faults.add("permissions_lost", server="mine", permissions=["VIEW_CHANNEL"])
    status, refusal = await plain.rest("GET", f"/channels/{channel}")
    assert (status, refusal["code"]) == (403, 50001)
    sandbox.faults.clear()
    assert (await plain.rest("GET", f"/channels/{channel}"))[0] == 200


async def test_a_lost_channel_is_gone_for_good(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A deleted channel answers 10003 and cannot be brought back.

    Source: discord-api-docs resources/channel.mdx, "Delete/Close Channel"
    """
    body = {"kind": "channel_lost", "server": "film", "channel": "general"}
    fault = (await control.call("POST", "/faults", body))["fault"]
    assert (await bot.event("CHANNEL_DELETE"))["name"] == "general"
    assert fault["undoable"] is False
    [cleared] = (await control.call("DELETE", "/faults"))["cleared"]
    assert cleared["undoable"] is False
    status, refusal = await bot.rest("GET", f"/channels/{film['channels'][0]['id']}")
    assert (status, refusal["code"]) == (404, 10003)


async def test_a_lost_message_is_gone_for_good(bot: PlainBot, sandbox: Sandbox, general: str):
    """A deleted message answers 10008.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    message = (await bot.send(general, {"content": "x"}))[1]["id"]
    assert sandbox.faults.add("message_lost", message=message).undo is None
    assert (await bot.event("MESSAGE_DELETE"))["id"] == message
    status, refusal = await bot.rest("PATCH", f"/channels/{general}/messages/{message}", {"content": "y"})
    assert (status, refusal["code"]) == (404, 10008)


async def test_a_lost_server_takes_the_bot_back(bot: PlainBot, sandbox: Sandbox, film: dict[str, Any]):
    """Thrown out, a bot hears GUILD_DELETE without `unavailable`; invited again, GUILD_CREATE.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Delete"
    """
    await bot.event("GUILD_CREATE")
    fault = sandbox.faults.add("server_lost", server="film")
    assert "unavailable" not in await bot.event("GUILD_DELETE")
    assert (await bot.rest("GET", f"/guilds/{film['id']}"))[0] == 404
    sandbox.faults.clear(fault)
    assert (await bot.event("GUILD_CREATE"))["id"] == film["id"]
    assert (await bot.send(film["channels"][0]["id"], {"content": "x"}))[0] == 200


async def test_an_outage_ends_when_it_is_cleared(bot: PlainBot, sandbox: Sandbox, film: dict[str, Any]):
    """During an outage a server is unavailable, which is not having been thrown out of it.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Delete"
    """
    await bot.event("GUILD_CREATE")
    fault = sandbox.faults.add("server_outage", server="film")
    assert (await bot.event("GUILD_DELETE"))["unavailable"] is True
    assert (await bot.send(film["channels"][0]["id"], {"content": "x"}))[0] >= 500
    sandbox.faults.clear(fault)
    assert (await bot.event("GUILD_CREATE"))["id"] == film["id"]
    assert (await bot.send(film["channels"][0]["id"], {"content": "x"}))[0] == 200


async def test_links_expire_all_or_those_of_one_message(
    plain: PlainBot, control: Control, sandbox: Sandbox, general: str
):
    """An expired link answers 404; a message read again carries fresh ones.

    Source: discord-api-docs reference.mdx, "Signed Attachment CDN URLs"
    """

    async def fetched(message: dict[str, Any]) -> int:
        async with plain.session.get(message["attachments"][0]["url"]) as response:
            return response.status

    first, second = [await control.say("x", files=[("file", "a.txt", b"a")]) for _ in range(2)]
    sandbox.faults.add("links_expired", message=first["id"])
    assert (await fetched(first), await fetched(second)) == (404, 200)
    assert sandbox.faults.add("links_expired").undo is None
    assert (await fetched(first), await fetched(second)) == (404, 404)
    _, fresh = await plain.rest("GET", f"/channels/{general}/messages/{first['id']}")
    assert await fetched(fresh) == 200


async def test_who_is_not_there_cannot_be_thrown_out(control: Control, film: dict[str, Any], sandbox: Sandbox):
    """Faults that would do nothing are refused."""
    sandbox.faults.add("server_lost", server="film")
    for kind in ("server_lost", "server_outage"):
        with pytest.raises(Refused) as refused:
            await control.call("POST", "/faults", {"kind": kind, "server": "film"})
        assert refused.value.sentence == 'The bot is not in "film".'


async def test_discord_py_knows_what_it_may_no_longer_do(pointed: Sandbox, sandbox: Sandbox, general: str):
    """Its own reckoning of permissions follows the events, and its errors say the rest."""
    client = commands.Bot("!", intents=discord.Intents.default(), guild_ready_timeout=0.05)
    ready = asyncio.Event()

    @client.listen()
    async def on_guild_available(_: discord.Guild) -> None:
        ready.set()

    await client.login("sandbox-token")
    running = asyncio.create_task(client.connect())
    async with asyncio.timeout(5):
        await ready.wait()
    channel = client.get_channel(int(general))
    assert isinstance(channel, discord.TextChannel)
    assert channel.permissions_for(channel.guild.me).send_messages
    updated = asyncio.create_task(client.wait_for("guild_channel_update", timeout=5))
    await asyncio.sleep(0)
    fault = sandbox.faults.add("permissions_lost", server="film", channel="general", permissions=["SEND_MESSAGES"])
    await updated
    assert not channel.permissions_for(channel.guild.me).send_messages
    with pytest.raises(discord.Forbidden) as refused:
        await channel.send("hello")
    assert refused.value.code == 50013
    sandbox.faults.clear(fault)
    await channel.send("hello")
    await client.close()
    await running
