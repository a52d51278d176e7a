"""Bans, and what goes with who is banned."""

from typing import Any

import pytest

from .clients import EVERYTHING, Control, PlainBot, Refused

MODERATION = 1 << 2
HOUR = 3_600


async def test_a_ban_takes_what_was_lately_written(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A ban with delete_message_seconds is GUILD_BAN_ADD, GUILD_MEMBER_REMOVE, and a deletion in each channel.

    Source: discord-api-docs resources/guild.mdx, "Create Guild Ban"
    """
    await plain.connect(intents=EVERYTHING | MODERATION)
    await control.say("too old", who="ben")
    await control.call("POST", "/clock", {"advance": 2 * HOUR})
    many = [(await control.say(str(number), who="ben"))["id"] for number in range(3)]
    kept = await control.say("ann's own")
    await control.call("POST", "/servers/film/channels", {"name": "other"})
    single = await control.say("alone", channel="other", who="ben")
    banned = await control.as_person("PUT", "bans", {"person": "ben", "delete_seconds": HOUR}, who="owner")
    assert (await plain.event("GUILD_BAN_ADD"))["user"]["id"] == banned["id"]
    assert (await plain.event("GUILD_MEMBER_REMOVE"))["user"]["id"] == banned["id"]
    assert (await plain.event("MESSAGE_DELETE_BULK"))["ids"] == many
    assert (await plain.event("MESSAGE_DELETE"))["id"] == single["id"]
    assert [message["content"] for message in (await control.see())["messages"]] == ["too old", kept["content"]]
    with pytest.raises(Refused, match='Nobody called "ben"'):
        await control.see(who="ben")


async def test_a_long_purge_is_told_in_hundreds(plain: PlainBot, control: Control, film: dict[str, Any]):
    """One deletion in bulk names at most 100 messages.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    await plain.connect()
    for number in range(101):
        await control.say(str(number), who="ben")
    await control.as_person("PUT", "bans", {"person": "ben", "delete_seconds": HOUR}, who="owner")
    assert len((await plain.event("MESSAGE_DELETE_BULK"))["ids"]) == 100
    await plain.event("MESSAGE_DELETE")
    assert (await control.see())["messages"] == []


@pytest.mark.parametrize(("who", "person"), [("ben", "ann"), ("ann", "owner"), ("ann", "cat")])
async def test_who_bans_stands_above_who_is_banned(control: Control, film: dict[str, Any], who: str, person: str):
    """To ban takes BAN_MEMBERS, and a highest role above the other's.

    Source: discord-api-docs topics/permissions.mdx, "Permission Hierarchy"
    """
    await control.call("POST", "/servers/film/roles", {"name": "guard", "permissions": ["BAN_MEMBERS"]})
    await control.call("PATCH", "/servers/film/people/ann", {"roles": ["guard"]})
    await control.call("POST", "/servers/film/people", {"name": "cat", "roles": ["guard"]})
    with pytest.raises(Refused, match="Missing Permissions") as refused:
        await control.as_person("PUT", "bans", {"person": person}, who=who)
    assert refused.value.status == 403
