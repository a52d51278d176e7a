"""Channels: what they may hold, and who may change what."""

from typing import Any

import pytest

from .clients import Control, PlainBot, faults
from .conformance import rule

Json = dict[str, Any]
PAGE = "discord-api-docs resources/channel.mdx"
MODIFY, TAG = f'{PAGE}, "Modify Channel"', f'{PAGE}, "Forum Tag Object"'


def tags(count: int, name: str = "tag") -> list[Json]:
    return [{"name": f"{name}{number}"} for number in range(count)]


REFUSED = [
    rule("The name of a channel has at most 100 characters.", MODIFY, 0, {"name": "x" * 101}, "name", "BAD_LENGTH"),
    rule("A channel has a name.", MODIFY, 0, {"name": ""}, "name", "BAD_LENGTH"),
    rule(
        "The topic of a channel has at most 1,024 characters.", MODIFY,
        0, {"topic": "x" * 1025}, "topic", "MAX_LENGTH",
    ),
    rule(
        "The topic of a forum has at most 4,096 characters.", MODIFY,
        15, {"topic": "x" * 4097}, "topic", "MAX_LENGTH",
    ),
    rule(
        "The slow mode of a channel is at most 21,600 seconds.", MODIFY,
        0, {"rate_limit_per_user": 21601}, "rate_limit_per_user", "NUMBER_TYPE_MAX",
    ),
    rule(
        "The slow mode of a channel is not negative.", MODIFY,
        0, {"rate_limit_per_user": -1}, "rate_limit_per_user", "NUMBER_TYPE_MAX",
    ),
    rule("A forum has at most 20 tags.", MODIFY, 15, {"available_tags": tags(21)}, "available_tags", "MAX_LENGTH"),
    rule(
        "The name of a tag has at most 20 characters.", TAG,
        15, {"available_tags": tags(1, "x" * 20)}, "available_tags.0.name", "BAD_LENGTH",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "where", "code"), REFUSED)
async def test_discord_refuses_a_channel(plain: PlainBot, film: Json, kind: int, body: Json, where: str, code: str):
    """50035, whether it is made so or changed into it."""
    status, answer = await plain.rest("POST", f"/guilds/{film['id']}/channels", {"name": "new", "type": kind, **body})
    assert (status, answer["code"]) == (400, 50035)
    channel = film["channels"][1 if kind == 15 else 0]["id"]
    status, changed = await plain.rest("PATCH", f"/channels/{channel}", body)
    assert (status, faults(changed)) == (400, faults(answer))
    [fault] = faults(answer)
    assert fault.startswith(f"{where}: ")
    assert fault.endswith(code)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (0, {"name": "x" * 100}),
        (0, {"topic": "x" * 1024}),
        (15, {"topic": "x" * 4096}),
        (0, {"rate_limit_per_user": 21600}),
        (15, {"available_tags": tags(20)}),
        (15, {"available_tags": tags(1, "x" * 19)}),
    ],
)
async def test_discord_takes_a_channel(plain: PlainBot, film: Json, kind: int, body: Json):
    """The limits themselves are still allowed."""
    body = {"name": "new", "type": kind, **body}
    assert (await plain.rest("POST", f"/guilds/{film['id']}/channels", body))[0] == 201


async def test_a_new_channel_needs_manage_channels(plain: PlainBot, control: Control):
    """Making a channel needs MANAGE_CHANNELS: 50013.

    Source: discord-api-docs resources/guild.mdx, "Create Guild Channel"
    """
    server = await control.call("POST", "/servers", {"name": "second", "bot_permissions": ["VIEW_CHANNEL"]})
    status, answer = await plain.rest("POST", f"/guilds/{server['id']}/channels", {"name": "x", "type": 0})
    assert (status, answer["code"]) == (403, 50013)


async def test_the_name_of_a_text_channel_is_in_lower_case(plain: PlainBot, film: Json):
    """The name of a text channel is kept in lower case, blanks as hyphens; that of a category as it is.

    Source: observed; not published
    """
    for kind, name in ((0, "new-place"), (4, "New Place")):
        _, made = await plain.rest("POST", f"/guilds/{film['id']}/channels", {"name": "New Place", "type": kind})
        assert made["name"] == name


async def test_a_direct_message_cannot_be_renamed(plain: PlainBot, control: Control, film: Json):
    """Direct messages cannot be changed as channels are.

    Source: discord-api-docs resources/channel.mdx, "Modify Channel"
    """
    _, opened = await plain.rest("POST", "/users/@me/channels", {"recipient_id": film["owner"]["id"]})
    assert (await plain.rest("PATCH", f"/channels/{opened['id']}", {"name": "x"}))[0] == 400


async def test_a_deleted_channels_threads_go_with_it(plain: PlainBot, film: Json, general: str):
    """With a channel its threads are deleted.

    Source: observed; not published
    """
    _, thread = await plain.rest("POST", f"/channels/{general}/threads", {"name": "talk", "type": 11})
    assert (await plain.rest("DELETE", f"/channels/{general}"))[0] == 200
    assert (await plain.rest("GET", f"/channels/{thread['id']}"))[1]["code"] == 10003
