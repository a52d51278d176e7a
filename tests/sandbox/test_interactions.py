"""Interactions and the bot's answers."""

from collections.abc import AsyncIterator, Awaitable
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, faults
from .conformance import rule

EPHEMERAL, LOADING, V2 = 64, 128, 1 << 15
COMMAND = {"name": "ping", "description": "Says pong"}
PAGE = "discord-api-docs interactions/receiving-and-responding.mdx"


@pytest.fixture
async def ready(bot: PlainBot) -> PlainBot:
    """A connected bot with one command."""
    await bot.register(COMMAND)
    return bot


def ping(control: Control, **more: Any) -> Awaitable[Any]:
    return control.as_person("POST", "commands", {"channel": "general", "command": "ping", **more})


async def test_an_interaction_carries_what_discord_sends(ready: PlainBot, control: Control, film: dict[str, Any]):
    """An interaction in a server says who, where, with what permissions and under which upload limit.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Structure"
    """
    seen, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    assert interaction["application_id"] == ready.id
    assert (interaction["type"], interaction["version"], interaction["context"]) == (2, 1, 0)
    assert interaction["guild"] == {"id": film["id"], "locale": "en-US", "features": []}
    assert interaction["channel"]["id"] == interaction["channel_id"]
    assert int(interaction["channel"]["permissions"]) & 1 << 11
    assert interaction["member"]["user"]["username"] == "ann"
    assert int(interaction["member"]["permissions"]) & 1 << 31
    assert int(interaction["app_permissions"]) & 1 << 34
    assert interaction["authorizing_integration_owners"] == {"0": film["id"]}
    assert interaction["attachment_size_limit"] == film["upload_limit"]
    assert interaction["entitlements"] == []
    assert interaction["data"]["name"] == "ping"
    assert seen["interaction"] == {"id": interaction["id"], "acknowledged": 4}


async def test_a_commands_answer_is_a_message_of_its_own_kind(ready: PlainBot, control: Control):
    """The answer to a command is a message of type 20 that names its application and interaction.

    Source: discord-api-docs resources/message.mdx, "Message Types" and "Message Interaction Metadata Object"
    """
    seen, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    answer = seen["messages"][-1]
    assert (answer["type"], answer["content"]) == (20, "pong")
    assert answer["webhook_id"] == answer["application_id"] == ready.id
    assert answer["interaction_metadata"]["id"] == interaction["id"]
    assert answer["interaction_metadata"]["user"]["username"] == "ann"


async def test_an_ephemeral_answer_is_seen_by_its_person_alone(ready: PlainBot, control: Control, general: str):
    """An ephemeral answer is seen by its person alone: it has no event and no place in the history.

    Source: discord-api-docs resources/message.mdx, "Message Flags"
    """
    seen, _ = await ready.answer(ping(control), 4, {"content": "psst", "flags": EPHEMERAL})
    assert [m["content"] for m in seen["ephemeral"]] == ["psst"]
    assert seen["messages"] == []
    assert (await control.see(who="ben"))["ephemeral"] == []
    assert (await ready.rest("GET", f"/channels/{general}/messages"))[1] == []
    whisper = seen["ephemeral"][0]["id"]
    assert (await ready.rest("GET", f"/channels/{general}/messages/{whisper}"))[1]["code"] == 10008


async def test_a_second_acknowledgement_is_refused(ready: PlainBot, control: Control):
    """An interaction is answered once: a second answer is refused with 40060.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    status, body = await ready.callback(interaction, 4, {"content": "again"})
    assert (status, body["code"]) == (400, 40060)


async def test_an_unknown_token_is_refused(ready: PlainBot):
    """An interaction that does not exist cannot be answered: 10062.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    status, body = await ready.callback({"id": "1", "token": "none"}, 4, {"content": "x"})
    assert (status, body["code"]) == (404, 10062)


@pytest.fixture
async def impatient(session: aiohttp.ClientSession) -> AsyncIterator[tuple[PlainBot, Control]]:
    """A bot in a sandbox whose people wait 0.05 s, and 0.1 s for what was deferred."""
    sandbox = Sandbox(first_answer_seconds=0.05, final_answer_seconds=0.1)
    await sandbox.start()
    control, bot = Control(session, sandbox), PlainBot(session, sandbox)
    await control.call("POST", "/servers", {"name": "film", "channels": ["general"]})
    await control.call("POST", "/servers/film/people", {"name": "ann"})
    await bot.connect()
    await bot.register(COMMAND)
    yield bot, control
    await bot.socket.close()
    await sandbox.stop()


async def test_an_answer_after_the_window_comes_too_late(impatient: tuple[PlainBot, Control]):
    """Without a first answer within 3 seconds (here 0.05) an interaction cannot be answered any more: 10062.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback"
    """
    bot, control = impatient
    acting, interaction = await bot.begin(ping(control))
    with pytest.raises(Refused, match="did not respond") as refused:
        await acting
    assert refused.value.status == 504
    status, body = await bot.callback(interaction, 4, {"content": "late"})
    assert (status, body["code"]) == (404, 10062)


async def test_a_deferral_that_is_never_kept_is_told(impatient: tuple[PlainBot, Control]):
    """wait=final: 504 when what was deferred does not come."""
    bot, control = impatient
    acting, interaction = await bot.begin(ping(control))
    await bot.callback(interaction, 5)
    with pytest.raises(Refused, match="deferred"):
        await acting


async def test_moving_the_clock_does_not_kill_an_open_interaction(ready: PlainBot, control: Control, sandbox: Sandbox):
    """The three seconds are the person's patience: real time, whatever the clock is told."""
    acting, interaction = await ready.begin(ping(control))
    sandbox.clock.advance(60 * 1_000_000)
    assert (await ready.callback(interaction, 4, {"content": "pong"}))[0] == 200
    await acting


async def test_a_token_dies_after_fifteen_minutes(ready: PlainBot, control: Control, sandbox: Sandbox):
    """The token of an interaction serves for 15 minutes: 50027.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Followup Messages"
    """
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    sandbox.clock.advance(14 * 60 * 1_000_000)
    assert (await ready.hook("PATCH", interaction, "@original", {"content": "still"}))[0] == 200
    sandbox.clock.advance(2 * 60 * 1_000_000)
    for method, message in (("PATCH", "@original"), ("POST", "")):
        status, body = await ready.hook(method, interaction, message, {"content": "late"})
        assert (status, body["code"]) == (401, 50027)


async def test_follow_ups_need_a_first_answer(ready: PlainBot, control: Control):
    """There is no follow-up before the interaction has its first answer: 10015.

    Source: https://github.com/discordjs/discord.js/issues/6883
    """
    acting, interaction = await ready.begin(ping(control))
    assert (await ready.hook("POST", interaction, body={"content": "early"}))[1]["code"] == 10015
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_a_deferral_shows_as_loading_until_it_is_kept(ready: PlainBot, control: Control):
    """A deferred answer (type 5) shows as loading until it is edited, which people do not see as an edit.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback Type"
    """
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, 5)
    assert (status, body["interaction"]["response_message_loading"]) == (200, True)
    assert "resource" not in body
    assert (await control.see())["messages"][-1]["flags"] & LOADING
    assert not acting.done()
    await ready.hook("PATCH", interaction, "@original", {"content": "done"})
    kept = (await acting)["messages"][-1]
    assert (kept["content"], kept["flags"], kept["edited_timestamp"]) == ("done", 0, None)


async def test_wait_ack_returns_at_the_first_answer(ready: PlainBot, control: Control):
    """wait=ack does not wait for what was deferred."""
    acting, interaction = await ready.begin(ping(control, wait="ack"))
    await ready.callback(interaction, 5)
    assert (await acting)["interaction"]["acknowledged"] == 5


async def test_the_first_follow_up_keeps_the_deferral(ready: PlainBot, control: Control):
    """The first follow-up to a deferral edits the deferred message and ignores its own ephemeral flag.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Create Followup Message"
    """
    acting, interaction = await ready.begin(ping(control))
    _, deferred = await ready.callback(interaction, 5)
    _, first = await ready.hook("POST", interaction, body={"content": "kept", "flags": EPHEMERAL})
    assert first["id"] == deferred["interaction"]["response_message_id"]
    assert first["flags"] & EPHEMERAL == 0
    seen = await acting
    assert [m["content"] for m in seen["messages"]] == ["kept"]
    _, second = await ready.hook("POST", interaction, body={"content": "more", "flags": EPHEMERAL})
    assert second["flags"] & EPHEMERAL
    assert second["interaction_metadata"]["original_response_message_id"] == first["id"]
    assert [m["content"] for m in (await control.see())["ephemeral"]] == ["more"]


async def test_an_ephemeral_deferral_stays_ephemeral(ready: PlainBot, control: Control):
    """What was deferred as ephemeral stays ephemeral, whatever the follow-up says.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Create Followup Message"
    """
    acting, interaction = await ready.begin(ping(control))
    await ready.callback(interaction, 5, {"flags": EPHEMERAL})
    await ready.hook("POST", interaction, body={"content": "kept"})
    seen = await acting
    assert [m["content"] for m in seen["ephemeral"]] == ["kept"]
    assert seen["messages"] == []


async def test_components_v2_may_be_set_when_a_deferral_is_kept(ready: PlainBot, control: Control):
    """IS_COMPONENTS_V2 may be set when a deferred answer is edited.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Messages"
    """
    acting, interaction = await ready.begin(ping(control))
    await ready.callback(interaction, 5)
    body = {"flags": V2, "components": [{"type": 10, "content": "words"}]}
    status, message = await ready.hook("PATCH", interaction, "@original", body)
    assert (status, message["flags"]) == (200, V2)
    await acting


@pytest.mark.parametrize("flags", [V2, 1 << 12, EPHEMERAL | V2])
async def test_a_deferral_takes_only_the_ephemeral_flag(ready: PlainBot, control: Control, flags: int):
    """A deferral takes no flag but EPHEMERAL.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Messages"
    """
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, 5, {"flags": flags})
    assert (status, faults(body)) == (400, ["data.flags: BASE_TYPE_CHOICES"])
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_a_deleted_deferral_counts_as_kept(ready: PlainBot, control: Control):
    """The original answer can be deleted, also while it is deferred: 204, then 10008.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Delete Original Interaction Response"
    """
    acting, interaction = await ready.begin(ping(control))
    await ready.callback(interaction, 5)
    assert (await ready.hook("DELETE", interaction, "@original"))[0] == 204
    assert (await acting)["messages"] == []
    assert (await ready.hook("GET", interaction, "@original"))[1]["code"] == 10008


async def test_follow_ups_can_be_read_edited_and_deleted(ready: PlainBot, control: Control):
    """Follow-ups can be read, edited and deleted with the token of their interaction.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Get Followup Message" and what follows it
    """
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    _, message = await ready.hook("POST", interaction, body={"content": "more"}, files=[("a.txt", b"x")])
    assert message["attachments"][0]["filename"] == "a.txt"
    assert (await ready.hook("GET", interaction, message["id"]))[1]["content"] == "more"
    assert (await ready.hook("PATCH", interaction, message["id"], {"content": "less"}))[1]["content"] == "less"
    assert (await ready.hook("DELETE", interaction, message["id"]))[0] == 204
    assert (await ready.hook("GET", interaction, message["id"]))[1]["code"] == 10008


async def test_an_answer_keeps_to_the_limits_of_messages(ready: PlainBot, control: Control):
    """An answer keeps to the limits of messages; what it breaks is told under `data`, and it acknowledges nothing.

    Source: discord-api-docs reference.mdx, "Error Messages"
    """
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, 4, {"content": "x" * 2001})
    assert (status, faults(body)) == (400, ["data.content: BASE_TYPE_MAX_LENGTH"])
    assert (await ready.callback(interaction, 4, {"content": "pong"}))[0] == 200
    await acting


async def test_an_answer_is_not_empty(ready: PlainBot, control: Control):
    """An answer without anything to show is refused: 50006.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    acting, interaction = await ready.begin(ping(control))
    assert (await ready.callback(interaction, 4, {"content": ""}))[1]["code"] == 50006
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_an_answer_may_carry_files(ready: PlainBot, control: Control):
    """The first answer may carry files.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Create Interaction Response"
    """
    acting, interaction = await ready.begin(ping(control))
    assert (await ready.callback(interaction, 4, {"content": "pong"}, [("a.txt", b"x")]))[0] == 200
    assert (await acting)["messages"][-1]["attachments"][0]["filename"] == "a.txt"


TYPES = f'{PAGE}, "Interaction Callback Type"'


@pytest.mark.parametrize(
    "kind",
    [
        rule("A command is not answered by updating a message later (type 6).", TYPES, 6),
        rule("A command is not answered by updating a message (type 7).", TYPES, 7),
        rule("A command is not answered with choices (type 8).", TYPES, 8),
        rule("An answer is of a type there is.", TYPES, 77),
    ],
)
async def test_an_answer_fits_its_interaction(ready: PlainBot, control: Control, kind: int):
    """50035, and the interaction is still open."""
    acting, interaction = await ready.begin(ping(control))
    status, body = await ready.callback(interaction, kind, {})
    assert (status, faults(body)) == (400, ["type: INTERACTION_CALLBACK_TYPE_INVALID"])
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting
