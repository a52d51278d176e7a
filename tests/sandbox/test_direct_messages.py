"""Direct messages with the bot: who can be written to, and commands and buttons there."""

from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .clients import VALIDATORS, Control, PlainBot, Refused, button, row

ANYWHERE = {"name": "help", "description": "Helps", "contexts": [0, 1]}
SERVERS_ONLY = {"name": "vote", "description": "Votes", "contexts": [0]}
DIRECT_ONLY = {"name": "mine", "description": "Shows what is mine", "contexts": [1]}


@pytest.fixture
async def direct(plain: PlainBot, control: Control, film: dict[str, Any]) -> str:
    """The id of ann's direct messages with the bot."""
    ann = next(p for p in (await control.call("GET", "/servers"))["servers"][0]["people"] if p["name"] == "ann")
    return (await plain.rest("POST", "/users/@me/channels", {"recipient_id": ann["id"]}))[1]["id"]


def use(control: Control, command: str, channel: str = "dm") -> Any:
    return control.as_person("POST", "commands", {"channel": channel, "command": command})


async def test_closed_direct_messages_refuse_the_bot(plain: PlainBot, control: Control, direct: str):
    """Who has closed their direct messages cannot be written to: 50007.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 50007
    """
    assert (await plain.send(direct, {"content": "psst"}))[0] == 200
    await control.call("PATCH", "/servers/film/people/ann", {"dm": False})
    status, answer = await plain.send(direct, {"content": "psst"})
    assert (status, answer["code"]) == (403, 50007)
    await control.call("PATCH", "/servers/film/people/ann", {"dm": True})
    assert (await plain.send(direct, {"content": "psst"}))[0] == 200


async def test_a_person_writes_first(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A person can write to the bot before it ever wrote to them; the event names no server."""
    await control.say("hello?", channel="dm")
    heard = await bot.event("MESSAGE_CREATE")
    assert (heard["content"], "guild_id" in heard, "member" in heard) == ("hello?", False, False)


async def test_direct_messages_are_seen_by_their_person_alone(plain: PlainBot, control: Control, direct: str):
    """Nobody reads another's direct messages."""
    _, sent = await plain.send(direct, {"content": "psst", "components": [row(button())]})
    with pytest.raises(Refused, match="could see"):
        await control.as_person("POST", "presses", {"message": sent["id"], "custom_id": "go"}, who="ben")


async def test_a_command_in_direct_messages(bot: PlainBot, control: Control, direct: str):
    """An interaction in a DM has `user` instead of `member`, no server, context 1, and "0" as its owner.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Structure"
    """
    await bot.register(ANYWHERE)
    seen, interaction = await bot.answer(use(control, "help"), 4, {"content": "like so"})
    assert interaction["user"]["username"] == "ann"
    assert not {"member", "guild", "guild_id", "guild_locale"} & set(interaction)
    assert (interaction["context"], interaction["authorizing_integration_owners"]) == (1, {"0": "0"})
    assert int(interaction["app_permissions"]) == 1 << 15 | 1 << 14 | 1 << 17 | 1 << 18
    assert interaction["channel_id"] == direct
    assert [message["content"] for message in seen["messages"]] == ["like so"]


async def test_a_button_in_direct_messages(bot: PlainBot, control: Control, direct: str):
    """Buttons work in direct messages."""
    _, sent = await bot.send(direct, {"content": "panel", "components": [row(button())]})
    press = control.as_person("POST", "presses", {"message": sent["id"], "custom_id": "go"})
    seen, interaction = await bot.answer(press, 7, {"content": "pressed"})
    assert (interaction["message"]["id"], "guild_id" in interaction) == (sent["id"], False)
    assert seen["messages"][-1]["content"] == "pressed"


async def test_a_command_is_offered_where_its_contexts_say(bot: PlainBot, control: Control, direct: str):
    """A command is offered only in its contexts.

    Source: discord-api-docs interactions/application-commands.mdx, "Interaction Contexts"
    """
    await bot.register(ANYWHERE, SERVERS_ONLY, DIRECT_ONLY)
    with pytest.raises(Refused) as refused:
        await use(control, "vote")
    assert refused.value.status == 404
    with pytest.raises(Refused) as refused:
        await use(control, "mine", "general")
    assert refused.value.status == 404
    await bot.answer(use(control, "mine"), 4, {"content": "this"})
    await bot.answer(use(control, "vote", "general"), 4, {"content": "that"})


async def test_a_servers_command_is_not_offered_in_direct_messages(bot: PlainBot, control: Control, film: Any):
    """Commands of one server do not exist in direct messages.

    Source: discord-api-docs interactions/application-commands.mdx, "Making a Guild Command"
    """
    path = f"/applications/{bot.id}/guilds/{film['id']}/commands"
    assert (await bot.rest("POST", path, {"name": "local", "description": "Only here"}))[0] == 201
    with pytest.raises(Refused) as refused:
        await use(control, "local")
    assert refused.value.status == 404


async def test_hints_say_whose_direct_messages_changed(control: Control, session: aiohttp.ClientSession, direct: str):
    """The events stream of the page tells of direct messages too, which are no server's."""
    ann = await control.call("GET", "/servers/film/people/ann")
    async with session.ws_connect(f"{control.root}/events") as stream:
        await control.say("x", channel="dm")
        hint = await stream.receive_json(timeout=5)
    VALIDATORS["events.changed"].validate(hint)
    assert hint == {"op": "changed", "server": None, "channel": direct, "person": ann["id"]}


async def test_a_file_for_somebody_is_kept_whole_whatever_a_server_allows(
    plain: PlainBot, direct: str, sandbox: Sandbox
):
    """A server's lower limit is no reason to lose bytes of a file that goes elsewhere."""
    for server in sandbox.world.servers.values():
        server.upload_limit = 1_000
    _, sent = await plain.send(direct, {}, [("a.bin", bytes(5_000))])
    assert sent["attachments"][0]["size"] == 5_000
