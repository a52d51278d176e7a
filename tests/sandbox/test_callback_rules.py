"""Callbacks, and the webhook of an interaction."""

from typing import Any

import pytest

from .clients import Control, PlainBot, button, row
from .conformance import rule
from .test_interactions import COMMAND, EPHEMERAL, ping

PAGE = "discord-api-docs interactions/receiving-and-responding.mdx"
CALLBACK = f'{PAGE}, "Messages"'


@pytest.fixture
async def ready(bot: PlainBot) -> PlainBot:
    """A connected bot with one command."""
    await bot.register(COMMAND)
    return bot


async def test_a_callback_is_answered_with_nothing_unless_asked(ready: PlainBot, control: Control):
    """Without with_response a callback is answered with 204.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Create Interaction Response"
    """
    acting, interaction = await ready.begin(ping(control))
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    assert await ready.rest("POST", path, {"type": 4, "data": {"content": "pong"}}) == (204, None)
    await acting


async def test_a_callback_needs_no_bot_token(ready: PlainBot, control: Control):
    """Answering an interaction needs its token, not the bot's.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Responding to an Interaction"
    """
    acting, interaction = await ready.begin(ping(control))
    path = f"/interactions/{interaction['id']}/{interaction['token']}/callback"
    assert (await ready.rest("POST", path, {"type": 4, "data": {"content": "pong"}}, token="none"))[0] == 204
    await acting


async def test_an_interaction_is_answered_by_its_own_id(ready: PlainBot, control: Control):
    """The token of an interaction answers no other interaction: 10062.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback"
    """
    acting, interaction = await ready.begin(ping(control))
    status, answer = await ready.callback({**interaction, "id": "1"}, 4, {"content": "pong"})
    assert (status, answer["code"]) == (404, 10062)
    await ready.callback(interaction, 4, {"content": "pong"})
    await acting


async def test_an_unknown_token_is_no_webhook(ready: PlainBot):
    """A token that is no interaction's is refused: 50027.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    status, answer = await ready.hook("POST", {"token": "none"}, body={"content": "x"})
    assert (status, answer["code"]) == (401, 50027)


async def test_anothers_application_has_no_such_webhook(ready: PlainBot, control: Control):
    """The webhook of an interaction has the id of its application: 10015 for any other.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Followup Messages"
    """
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    path = f"/webhooks/1/{interaction['token']}/messages/@original"
    assert (await ready.rest("GET", path))[1]["code"] == 10015


@pytest.mark.parametrize(
    ("flag", "kept"),
    [
        rule("An answer may be ephemeral.", CALLBACK, EPHEMERAL, True),
        rule("An answer may be silent.", CALLBACK, 1 << 12, True),
        rule("An answer may be without its embeds.", CALLBACK, 1 << 2, True),
        rule("An answer cannot be sent as loading.", CALLBACK, 1 << 7, False),
    ],
)
async def test_an_answer_takes_some_flags(ready: PlainBot, control: Control, flag: int, kept: bool):
    """Others are ignored without an error."""
    acting, interaction = await ready.begin(ping(control))
    status, answer = await ready.callback(interaction, 4, {"content": "pong", "flags": flag})
    assert (status, answer["resource"]["message"]["flags"]) == (200, flag if kept else 0)
    await acting


async def test_an_edit_does_not_make_an_answer_ephemeral(ready: PlainBot, control: Control):
    """Whether an answer is ephemeral is settled when it is made.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Create Followup Message"
    """
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    _, edited = await ready.hook("PATCH", interaction, "@original", {"content": "psst", "flags": EPHEMERAL})
    assert edited["flags"] == 0
    seen = await control.see()
    assert ([m["content"] for m in seen["messages"]], seen["ephemeral"]) == (["psst"], [])


async def test_an_ephemeral_answer_can_be_edited_and_deleted(ready: PlainBot, control: Control):
    """An ephemeral answer can be read, edited and deleted with the token of its interaction.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Followup Messages"
    """
    _, interaction = await ready.answer(ping(control), 4, {"content": "psst", "flags": EPHEMERAL})
    assert (await ready.hook("GET", interaction, "@original"))[1]["content"] == "psst"
    await ready.hook("PATCH", interaction, "@original", {"content": "hush"})
    assert [m["content"] for m in (await control.see())["ephemeral"]] == ["hush"]
    assert (await ready.hook("DELETE", interaction, "@original"))[0] == 204
    assert (await control.see())["ephemeral"] == []


async def test_a_deferred_press_leaves_its_message(ready: PlainBot, control: Control, general: str):
    """A press deferred silently shows no loading and changes nothing by itself.

    Source: discord-api-docs interactions/receiving-and-responding.mdx, "Interaction Callback Type"
    """
    _, sent = await ready.send(general, {"content": "panel", "components": [row(button())]})
    press = control.as_person("POST", "presses", {"message": sent["id"], "custom_id": "go", "wait": "ack"})
    seen, _ = await ready.answer(press, 6)
    assert [(m["content"], m["flags"]) for m in seen["messages"]] == [("panel", 0)]


async def test_an_answer_repeats_no_nonce(ready: PlainBot, control: Control):
    """A nonce is for Create Message: answers to interactions are made anew each time.

    Source: https://github.com/discord/discord-api-docs/pull/6647
    """
    body: dict[str, Any] = {"content": "more", "nonce": "same", "enforce_nonce": True}
    _, interaction = await ready.answer(ping(control), 4, {"content": "pong"})
    first, second = [(await ready.hook("POST", interaction, body=body))[1] for _ in range(2)]
    assert first["id"] != second["id"]
