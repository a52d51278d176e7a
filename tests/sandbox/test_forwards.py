"""Forwards: messages that carry a snapshot of another."""

from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway.intents import MESSAGE_CONTENT

from .clients import Control, PlainBot, Refused, faults


def reference(message: dict[str, Any]) -> dict[str, Any]:
    return {"type": 1, "message_id": message["id"], "channel_id": message["channel_id"]}


async def forward(plain: PlainBot, channel: str, message: dict[str, Any], **more: Any) -> tuple[int, Any]:
    return await plain.send(channel, {"message_reference": reference(message), **more})


@pytest.fixture
async def elsewhere(control: Control, film: dict[str, Any]) -> str:
    """A second channel everybody may write in."""
    return (await control.call("POST", "/servers/film/channels", {"name": "elsewhere"}))["id"]


@pytest.fixture
async def hidden(control: Control, film: dict[str, Any]) -> dict[str, Any]:
    """A message in a channel whose history the bot may not read."""
    overwrites = [{"person": control_bot(film), "deny": ["READ_MESSAGE_HISTORY"]}]
    await control.call("POST", "/servers/film/channels", {"name": "closed", "overwrites": overwrites})
    return await control.say("old words", channel="closed")


def control_bot(film: dict[str, Any]) -> str:
    return film["bot"]["id"]


async def test_a_forward_carries_a_snapshot(plain: PlainBot, control: Control, general: str, elsewhere: str):
    """A forward carries one snapshot of the message: its words and files, and not its author.

    Source: discord-api-docs resources/message.mdx, "Forwards"
    """
    said = await control.say("my still", files=[("f", "a.txt", b"abc")])
    status, sent = await forward(plain, elsewhere, said)
    assert status == 200
    assert (sent["content"], sent["attachments"], sent["flags"] & 1 << 14) == ("", [], 1 << 14)
    assert sent["message_reference"] == {
        "type": 1,
        "message_id": said["id"],
        "channel_id": general,
        "guild_id": sent["message_reference"]["guild_id"],
    }
    assert "referenced_message" not in sent
    [snapshot] = sent["message_snapshots"]
    taken = snapshot["message"]
    assert (taken["content"], taken["type"], taken["timestamp"]) == ("my still", 0, said["timestamp"])
    assert [file["filename"] for file in taken["attachments"]] == ["a.txt"]
    assert "author" not in taken
    async with plain.session.get(taken["attachments"][0]["url"]) as response:
        assert await response.read() == b"abc"


async def test_a_snapshot_never_changes(plain: PlainBot, control: Control, elsewhere: str):
    """What happens to the message afterwards does not reach its forwards.

    Source: discord-api-docs resources/message.mdx, "Forwards"
    """
    said = await control.say("first words")
    _, sent = await forward(plain, elsewhere, said)
    await control.as_person("PATCH", f"messages/{said['id']}", {"content": "second words"})
    path = f"/channels/{elsewhere}/messages/{sent['id']}"
    _, seen = await plain.rest("GET", path)
    assert seen["message_snapshots"][0]["message"]["content"] == "first words"
    await control.as_person("DELETE", f"messages/{said['id']}")
    _, seen = await plain.rest("GET", path)
    assert seen["message_snapshots"][0]["message"]["content"] == "first words"


async def test_snapshots_do_not_nest(plain: PlainBot, control: Control, general: str, elsewhere: str):
    """A forward of a forward holds one snapshot, no snapshot within it.

    Source: discord-api-docs resources/message.mdx, "Message Snapshot Object"
    """
    said = await control.say("words")
    _, first = await forward(plain, elsewhere, said)
    _, second = await forward(plain, general, first)
    [snapshot] = second["message_snapshots"]
    assert snapshot["message"]["content"] == "words"
    assert "message_snapshots" not in snapshot["message"]


@pytest.mark.parametrize("beside", [{"content": "look"}, {"embeds": [{"title": "look"}]}])
async def test_a_forward_has_nothing_beside_it(
    plain: PlainBot, control: Control, elsewhere: str, beside: dict[str, Any]
):
    """A forward cannot have content of its own: 160011.

    Source: https://github.com/discord/discord-api-docs/issues/7574
    """
    status, answer = await forward(plain, elsewhere, await control.say("x"), **beside)
    assert (status, answer["code"]) == (400, 160011)


async def test_a_forward_has_no_file_beside_it(plain: PlainBot, control: Control, elsewhere: str):
    """A forward cannot have files of its own: 160011.

    Source: https://github.com/discord/discord-api-docs/issues/7574
    """
    said = await control.say("x")
    body = {"message_reference": reference(said)}
    assert (await plain.send(elsewhere, body, [("a.txt", b"x")]))[1]["code"] == 160011


async def test_a_forward_must_name_the_channel(plain: PlainBot, control: Control, elsewhere: str):
    """`channel_id` is required for forwards.

    Source: discord-api-docs resources/message.mdx, "Message Reference Structure"
    """
    said = await control.say("x")
    _, answer = await plain.send(elsewhere, {"message_reference": {"type": 1, "message_id": said["id"]}})
    assert faults(answer) == ["message_reference.channel_id: BASE_TYPE_REQUIRED"]


async def test_a_message_that_does_not_exist_is_not_forwarded(plain: PlainBot, general: str, elsewhere: str):
    """Forwarding a message that is not there is refused: 160008.

    Source: observed; not published
    """
    status, answer = await forward(plain, elsewhere, {"id": "1", "channel_id": general})
    assert (status, answer["code"]) == (400, 160008)


async def test_forwarding_needs_the_history(plain: PlainBot, hidden: dict[str, Any], general: str):
    """A message of a channel whose history one may not read cannot be forwarded: 160009.

    Source: https://github.com/discord/discord-api-docs/pull/8424
    """
    status, answer = await forward(plain, general, hidden)
    assert (status, answer["code"]) == (400, 160009)


async def test_a_message_in_a_channel_out_of_sight_is_not_forwarded(
    plain: PlainBot, control: Control, film: dict[str, Any], general: str
):
    """Who forwards must be able to view the channel of the message.

    Source: discord-api-docs resources/message.mdx, "Forwards"
    """
    overwrites = [{"person": control_bot(film), "deny": ["VIEW_CHANNEL"]}]
    await control.call("POST", "/servers/film/channels", {"name": "secret", "overwrites": overwrites})
    said = await control.say("x", channel="secret")
    assert (await forward(plain, general, said))[0] == 400


async def test_content_the_application_cannot_read_is_not_forwarded(
    plain: PlainBot, control: Control, sandbox: Sandbox, elsewhere: str
):
    """Without message content an application cannot forward others' messages: 160014.

    Source: discord-api-docs resources/message.mdx, "Message Reference Types"
    """
    said = await control.say("x")
    _, own = await plain.send(elsewhere, {"content": "mine"})
    sandbox.state.gateway.privileged &= ~MESSAGE_CONTENT
    status, answer = await forward(plain, elsewhere, said)
    assert (status, answer["code"]) == (400, 160014)
    named = await control.say(f"<@{plain.id}> look")
    assert (await forward(plain, elsewhere, named))[0] == 200
    assert (await forward(plain, elsewhere, own))[0] == 200


async def test_system_messages_are_not_forwarded(plain: PlainBot, control: Control, general: str, elsewhere: str):
    """Only messages of the types 0, 19, 20 and 23 can be forwarded.

    Source: discord-api-docs resources/message.mdx, "Message Reference Types"
    """
    said = await control.say("x")
    await plain.rest("PUT", f"/channels/{general}/messages/pins/{said['id']}")
    notice = (await control.see())["messages"][-1]
    assert notice["type"] == 6
    status, answer = await forward(plain, elsewhere, notice)
    assert (status, answer["code"]) == (400, 50068)


async def test_adult_content_is_not_forwarded_to_everyone(
    plain: PlainBot, control: Control, general: str, elsewhere: str
):
    """A message of an age-restricted channel cannot be forwarded to one that is not: 160010.

    Source: https://github.com/discord/discord-api-docs/pull/8424
    """
    said = await control.say("x")
    await plain.rest("PATCH", f"/channels/{general}", {"nsfw": True})
    status, answer = await forward(plain, elsewhere, said)
    assert (status, answer["code"]) == (400, 160010)
    assert (await forward(plain, general, said))[0] == 200


async def test_a_person_forwards(bot: PlainBot, control: Control, general: str, elsewhere: str):
    """A person's forward reaches the bot with its snapshot."""
    said = await control.say("look")
    await bot.event("MESSAGE_CREATE")
    seen = await control.as_person("POST", "forwards", {"message": said["id"], "channel": "elsewhere"}, who="ben")
    assert seen["message"]["message_snapshots"][0]["message"]["content"] == "look"
    heard = await bot.event("MESSAGE_CREATE")
    assert heard["message_reference"]["type"] == 1
    assert heard["message_snapshots"][0]["message"]["content"] == "look"


async def test_a_person_forwards_only_what_they_see(control: Control, film: dict[str, Any]):
    """A person can forward only what they see, and only to where they may write."""
    secret = await control.say("x", channel="backstage")
    with pytest.raises(Refused) as refused:
        await control.as_person("POST", "forwards", {"message": secret["id"], "channel": "general"}, who="ben")
    assert refused.value.status == 403
    said = await control.say("x")
    with pytest.raises(Refused) as refused:
        await control.as_person("POST", "forwards", {"message": said["id"], "channel": "backstage"}, who="ben")
    assert refused.value.status == 403
