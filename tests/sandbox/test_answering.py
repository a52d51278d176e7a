"""Answers to interactions: what they refer to, and what only an answer may be."""

from typing import Any

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, faults

EPHEMERAL = 64


async def test_a_message_menus_answer_refers_to_its_message(bot: PlainBot, control: Control, film: dict[str, Any]):
    """The answer to a message command points at the message, in its reference and in its metadata.

    Source: discord-api-docs resources/message.mdx, "Context Menu Command messages"
    """
    await bot.register({"name": "Submit this", "type": 3})
    said = await control.say("work")
    use = control.as_person("POST", "menus", {"command": "Submit this", "message": said["id"]})
    seen, _ = await bot.answer(use, 4, {"content": "taken"})
    answer = seen["messages"][-1]
    assert (answer["type"], answer["message_reference"]["message_id"]) == (23, said["id"])
    assert answer["referenced_message"]["content"] == "work"
    assert answer["interaction_metadata"]["target_message_id"] == said["id"]


async def test_a_user_menus_answer_names_its_person(bot: PlainBot, control: Control, film: dict[str, Any]):
    """The answer to a user command names the person in its metadata, and refers to no message.

    Source: discord-api-docs resources/message.mdx, "Application Command Interaction Metadata Structure"
    """
    await bot.register({"name": "Works of", "type": 2})
    use = control.as_person("POST", "menus", {"command": "Works of", "person": "ben", "channel": "general"})
    seen, _ = await bot.answer(use, 4, {"content": "none"})
    answer = seen["messages"][-1]
    assert answer["interaction_metadata"]["target_user"]["username"] == "ben"
    assert "message_reference" not in answer


async def test_only_an_answer_is_ephemeral(plain: PlainBot, control: Control, general: str):
    """Create Message cannot set EPHEMERAL: the flag is dropped and everyone sees the message.

    Source: discord-api-docs resources/message.mdx, Create Message, flags
    """
    status, sent = await plain.send(general, {"content": "psst", "flags": EPHEMERAL})
    assert (status, sent["flags"]) == (200, 0)
    assert [message["content"] for message in (await control.see(who="ben"))["messages"]] == ["psst"]


async def test_a_nonce_is_enforced_for_create_message_alone(plain: PlainBot, sandbox: Sandbox, general: str):
    """Only Create Message enforces a nonce: opening a thread twice with one makes two.

    Source: https://github.com/discord/discord-api-docs/pull/6647
    """
    forum = next(channel for channel in sandbox.world.channels.values() if channel.type == 15)
    post = {"name": "p", "message": {"content": "x", "nonce": "n", "enforce_nonce": True}}
    first, second = [(await plain.rest("POST", f"/channels/{forum.id}/threads", post))[1]["id"] for _ in range(2)]
    assert first != second


async def test_a_localisation_is_of_a_known_language(plain: PlainBot):
    """Localisations are keyed by Discord's locales.

    Source: discord-api-docs reference.mdx, "Locales"
    """
    command = {"name": "ask", "description": "d", "name_localizations": {"de-DE": "frag"}}
    _, answer = await plain.rest("POST", f"/applications/{plain.id}/commands", command)
    assert faults(answer) == ["name_localizations.de-DE: BASE_TYPE_CHOICES"]
