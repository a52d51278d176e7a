"""What a message may hold."""

from typing import Any

import pytest

from .clients import Control, PlainBot, faults
from .conformance import rule

V2 = 1 << 15
PAGE = "discord-api-docs resources/message.mdx"
CREATE = f'{PAGE}, "Create Message"'
EMBEDS = f'{PAGE}, "Embed Limits"'
MENTIONS = f'{PAGE}, "Allowed Mentions Object"'


def text(content: str = "words") -> dict[str, Any]:
    return {"type": 10, "content": content}


def field(**parts: str) -> dict[str, Any]:
    return {"embeds": [{"fields": [{"name": "n", "value": "v", **parts}]}]}


REFUSED = [
    rule(
        "The content of a bot's message has at most 2,000 characters.", CREATE,
        {"content": "x" * 2001}, "content: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A nonce has at most 25 characters.", CREATE,
        {"content": "x", "nonce": "n" * 26}, "nonce: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "A message has at most 10 embeds.", CREATE,
        {"embeds": [{"title": "t"}] * 11}, "embeds: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "All embeds of a message together hold at most 6,000 characters.", EMBEDS,
        {"embeds": [{"description": "x" * 3000}, {"description": "x" * 3001}]}, "embeds: MAX_EMBED_SIZE_EXCEEDED",
    ),
    rule(
        "The 6,000 characters of embeds count titles, fields, footers and authors too.", EMBEDS,
        {"embeds": [{"title": "x" * 256, "description": "x" * 3096, "author": {"name": "x" * 256},
                     "footer": {"text": "x" * 2048}, "fields": [{"name": "n" * 100, "value": "v" * 245}]}]},
        "embeds: MAX_EMBED_SIZE_EXCEEDED",
    ),
    rule(
        "The title of an embed has at most 256 characters.", EMBEDS,
        {"embeds": [{"title": "x" * 257}]}, "embeds.0.title: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The description of an embed has at most 4,096 characters.", EMBEDS,
        {"embeds": [{"description": "x" * 4097}]}, "embeds.0.description: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "An embed has at most 25 fields.", EMBEDS,
        {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 26}]}, "embeds.0.fields: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The name of an embed's field has at most 256 characters.", EMBEDS,
        field(name="n" * 257), "embeds.0.fields.0.name: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The value of an embed's field has at most 1,024 characters.", EMBEDS,
        field(value="v" * 1025), "embeds.0.fields.0.value: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "An embed's field has a name that is more than blanks.", f'{PAGE}, "Embed Field Structure" and "Embed Limits"',
        field(name=" "), "embeds.0.fields.0.name: BASE_TYPE_REQUIRED",
    ),
    rule(
        "An embed's field has a value that is more than blanks.", f'{PAGE}, "Embed Field Structure" and "Embed Limits"',
        field(value="\n"), "embeds.0.fields.0.value: BASE_TYPE_REQUIRED",
    ),
    rule(
        "The footer of an embed has at most 2,048 characters.", EMBEDS,
        {"embeds": [{"footer": {"text": "x" * 2049}}]}, "embeds.0.footer.text: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "The author of an embed has a name of at most 256 characters.", EMBEDS,
        {"embeds": [{"author": {"name": "x" * 257}}]}, "embeds.0.author.name: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "`allowed_mentions` names at most 100 users.", MENTIONS,
        {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(101)]}},
        "allowed_mentions.users: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "`allowed_mentions` names at most 100 roles.", MENTIONS,
        {"content": "x", "allowed_mentions": {"roles": [str(n) for n in range(101)]}},
        "allowed_mentions.roles: BASE_TYPE_MAX_LENGTH",
    ),
    rule(
        "`allowed_mentions` either parses all users or names some.", f'{PAGE}, "Allowed Mentions Examples"',
        {"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}},
        "allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    rule(
        "`allowed_mentions` either parses all roles or names some.", f'{PAGE}, "Allowed Mentions Examples"',
        {"content": "x", "allowed_mentions": {"parse": ["roles"], "roles": ["1"]}},
        "allowed_mentions: MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
    ),
    rule(
        "A message of components v2 has no content.", CREATE,
        {"flags": V2, "content": "x", "components": [text()]},
        "content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    rule(
        "A message of components v2 has no embeds.", CREATE,
        {"flags": V2, "embeds": [{"title": "x"}], "components": [text()]},
        "embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    rule(
        "A message of components v2 has no stickers.", CREATE,
        {"flags": V2, "sticker_ids": ["1"], "components": [text()]},
        "sticker_ids: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
    rule(
        "A message of components v2 has no poll.", CREATE,
        {"flags": V2, "poll": {"question": {"text": "q"}, "answers": []}, "components": [text()]},
        "poll: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("body", "fault"), REFUSED)
async def test_discord_refuses_a_message(
    plain: PlainBot, control: Control, general: str, body: dict[str, Any], fault: str
):
    """50035 with the fault where it is; nothing is posted."""
    status, answer = await plain.send(general, body)
    assert (status, answer["code"], faults(answer)) == (400, 50035, [fault])
    assert (await control.see())["messages"] == []


TAKEN: dict[str, dict[str, Any]] = {
    "content of 2,000": {"content": "x" * 2000},
    "nonce of 25": {"content": "x", "nonce": "n" * 25},
    "6,000 in 10 embeds": {"embeds": [{"description": "x" * 600}] * 10},
    "25 fields": {"embeds": [{"fields": [{"name": "n", "value": "v"}] * 25}]},
    "100 users": {"content": "x", "allowed_mentions": {"users": [str(n) for n in range(100)]}},
    "parse users, name none": {"content": "x", "allowed_mentions": {"parse": ["users"], "users": []}},
}


@pytest.mark.parametrize("case", TAKEN)
async def test_discord_takes_a_message(plain: PlainBot, general: str, case: str):
    """The limits themselves are still allowed."""
    status, answer = await plain.send(general, TAKEN[case])
    assert status == 200, answer


async def test_blanks_around_an_embeds_text_do_not_count(plain: PlainBot, general: str):
    """Blanks at both ends of an embed's texts are trimmed before they are measured.

    Source: discord-api-docs resources/message.mdx, "Embed Limits"
    """
    embed = {"title": "x" * 256 + "  ", "fields": [{"name": " " + "n" * 256, "value": "v" * 1024 + "\n"}]}
    assert (await plain.send(general, {"embeds": [embed]}))[0] == 200


async def test_the_components_v2_flag_cannot_be_taken_back(plain: PlainBot, general: str):
    """The flag IS_COMPONENTS_V2, once set, cannot be removed.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"flags": V2, "components": [text()]})
    path = f"/channels/{general}/messages/{sent['id']}"
    status, _ = await plain.rest("PATCH", path, {"flags": 0, "content": "x", "components": []})
    assert status == 400


async def test_a_message_of_components_v2_is_given_no_content_later(plain: PlainBot, general: str):
    """A message of components v2 cannot be given content by an edit.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"flags": V2, "components": [text()]})
    _, answer = await plain.rest("PATCH", f"/channels/{general}/messages/{sent['id']}", {"content": "x"})
    assert faults(answer) == ["content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2"]


async def test_a_message_becomes_one_of_components_v2_when_it_is_emptied(plain: PlainBot, general: str):
    """An edit may set IS_COMPONENTS_V2 if it also sets the content to null and the embeds to [].

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"content": "old", "embeds": [{"title": "old"}]})
    path = f"/channels/{general}/messages/{sent['id']}"
    _, answer = await plain.rest("PATCH", path, {"flags": V2, "components": [text()]})
    assert sorted(faults(answer)) == [
        "content: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
        "embeds: MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2",
    ]
    whole = {"flags": V2, "content": None, "embeds": [], "components": [text()]}
    status, answer = await plain.rest("PATCH", path, whole)
    assert (status, answer["flags"]) == (200, V2)


async def test_an_edit_keeps_to_the_limits(plain: PlainBot, general: str):
    """An edit obeys the limits of a new message.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"content": "x"})
    path = f"/channels/{general}/messages/{sent['id']}"
    _, answer = await plain.rest("PATCH", path, {"content": "x" * 2001})
    assert faults(answer) == ["content: BASE_TYPE_MAX_LENGTH"]


async def test_an_edit_leaves_no_message_empty(plain: PlainBot, general: str):
    """An edit cannot leave a message without anything to show: 50006.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    _, sent = await plain.send(general, {"content": "x"})
    _, answer = await plain.rest("PATCH", f"/channels/{general}/messages/{sent['id']}", {"content": ""})
    assert answer["code"] == 50006
