"""Messages: flags, references, embeds and nonces."""

from typing import Any

import pytest

from .clients import Control, PlainBot, faults
from .conformance import rule

CREATE = 'discord-api-docs resources/message.mdx, "Create Message"'


@pytest.mark.parametrize(
    ("flag", "kept"),
    [
        rule("A message may be sent without its embeds (SUPPRESS_EMBEDS).", CREATE, 1 << 2, True),
        rule("A message may be sent silently (SUPPRESS_NOTIFICATIONS).", CREATE, 1 << 12, True),
        rule("Only an answer to an interaction can be ephemeral.", CREATE, 1 << 6, False),
        rule("A message cannot be sent as loading.", CREATE, 1 << 7, False),
        rule("A message cannot be sent as crossposted.", CREATE, 1 << 0, False),
        rule("A message cannot be sent as having a thread.", CREATE, 1 << 5, False),
    ],
)
async def test_a_message_takes_some_flags(plain: PlainBot, control: Control, general: str, flag: int, kept: bool):
    """Others are ignored without an error, and everybody sees the message."""
    status, sent = await plain.send(general, {"content": "x", "flags": flag})
    assert (status, sent["flags"]) == (200, flag if kept else 0)
    assert [message["content"] for message in (await control.see())["messages"]] == ["x"]


async def test_an_edit_takes_only_two_flags(plain: PlainBot, general: str):
    """An edit changes no flags but SUPPRESS_EMBEDS and IS_COMPONENTS_V2; others are ignored.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"content": "x", "flags": 1 << 12})
    _, edited = await plain.rest("PATCH", f"/channels/{general}/messages/{sent['id']}", {"flags": 1 << 2 | 1 << 6})
    assert edited["flags"] == 1 << 12 | 1 << 2


async def test_suppressing_embeds_can_be_taken_back(plain: PlainBot, general: str):
    """The flag SUPPRESS_EMBEDS can be set and unset.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"content": "x", "flags": 1 << 2})
    path = f"/channels/{general}/messages/{sent['id']}"
    assert (await plain.rest("PATCH", path, {"flags": 0}))[1]["flags"] == 0
    assert (await plain.rest("PATCH", path, {"flags": 1 << 2}))[1]["flags"] == 1 << 2


async def test_others_embeds_can_be_suppressed(plain: PlainBot, control: Control, general: str):
    """The embeds of another one's message can be suppressed with MANAGE_MESSAGES.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    said = await control.say("x")
    status, edited = await plain.rest("PATCH", f"/channels/{general}/messages/{said['id']}", {"flags": 1 << 2})
    assert (status, edited["flags"]) == (200, 1 << 2)


async def test_a_notice_cannot_be_edited(plain: PlainBot, control: Control, general: str):
    """A system message cannot be edited: 50021.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    said = await control.say("x")
    await plain.rest("PUT", f"/channels/{general}/messages/pins/{said['id']}")
    notice = (await control.see())["messages"][-1]
    status, answer = await plain.rest("PATCH", f"/channels/{general}/messages/{notice['id']}", {"content": "y"})
    assert (status, answer["code"]) == (403, 50021)


async def test_a_reply_stays_in_its_channel(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A reply answers a message of its own channel.

    Source: discord-api-docs resources/message.mdx, "Replies"
    """
    said = await control.say("x")
    other = await control.call("POST", "/servers/film/channels", {"name": "other"})
    status, answer = await plain.send(other["id"], {"content": "y", "message_reference": {"message_id": said["id"]}})
    assert (status, faults(answer)) == (400, ["message_reference: REPLIES_UNKNOWN_MESSAGE"])


async def test_a_bots_embed_is_rich(plain: PlainBot, general: str):
    """An embed that a bot sends is of the type rich, whatever it says.

    Source: discord-api-docs resources/message.mdx, "Create Message"
    """
    _, sent = await plain.send(general, {"embeds": [{"type": "video", "title": "x"}]})
    assert sent["embeds"][0]["type"] == "rich"


async def test_a_number_may_be_a_nonce(plain: PlainBot, general: str):
    """A nonce may be a number.

    Source: discord-api-docs resources/message.mdx, "Create Message"
    """
    assert (await plain.send(general, {"content": "x", "nonce": 123}))[1]["nonce"] == 123


async def test_the_same_reaction_counts_once(plain: PlainBot, control: Control, general: str):
    """Reacting again with the same emoji changes nothing.

    Source: discord-api-docs resources/message.mdx, "Reaction Object"
    """
    said = await control.say("x")
    for _ in range(2):
        path = f"/channels/{general}/messages/{said['id']}/reactions/%F0%9F%91%8D/@me"
        assert (await plain.rest("PUT", path))[0] == 204
    assert (await control.see())["messages"][0]["reactions"][0]["count"] == 1


async def test_an_unknown_user_cannot_be_written_to(plain: PlainBot):
    """Direct messages cannot be opened with a user that does not exist: 10013.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("POST", "/users/@me/channels", {"recipient_id": "1"}))[1]["code"] == 10013


async def test_an_unknown_user_cannot_be_read(plain: PlainBot):
    """A user that does not exist cannot be read: 10013.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("GET", "/users/1"))[1]["code"] == 10013
