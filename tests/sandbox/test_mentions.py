"""Mentions: who is notified."""

from typing import Any

import pytest

from .clients import Control, PlainBot

SILENT, V2 = 1 << 12, 1 << 15


@pytest.fixture
async def ids(control: Control, film: dict[str, Any]) -> dict[str, str]:
    """Names to ids: people, and the roles director (not mentionable) and crew (mentionable)."""
    await control.call("POST", "/servers/film/roles", {"name": "crew", "mentionable": True})
    server = (await control.call("GET", "/servers"))["servers"][0]
    return {each["name"]: each["id"] for each in (*server["people"], *server["roles"])}


async def pings(control: Control, message: dict[str, Any]) -> dict[str, Any]:
    return (await control.see())["pings"][message["id"]]


def nobody() -> dict[str, Any]:
    return {"users": [], "roles": [], "everyone": False}


async def test_without_allowed_mentions_everything_named_is_pinged(
    plain: PlainBot, control: Control, general: str, ids: dict[str, str]
):
    """Without allowed_mentions a message notifies all people and mentionable roles it names.

    Source: discord-api-docs resources/message.mdx, "Default Settings for Allowed Mentions"
    """
    _, sent = await plain.send(general, {"content": f"<@{ids['ann']}> <@!{ids['ben']}> <@&{ids['crew']}>"})
    assert await pings(control, sent) == {
        "users": [ids["ann"], ids["ben"]],
        "roles": [ids["crew"]],
        "everyone": False,
    }
    assert [user["username"] for user in sent["mentions"]] == ["ann", "ben"]
    assert sent["mention_roles"] == [ids["crew"]]


async def test_an_empty_parse_pings_nobody(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """With an empty `parse` nobody is notified, and mentions stay text.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Examples"
    """
    body = {"content": f"<@{ids['ann']}> <@&{ids['crew']}> @everyone", "allowed_mentions": {"parse": []}}
    _, sent = await plain.send(general, body)
    assert await pings(control, sent) == nobody()
    assert (sent["mentions"], sent["mention_roles"]) == ([], [])


async def test_only_the_listed_are_pinged(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """With a list of users only those of them whom the message names are notified.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Examples"
    """
    allowed = {"parse": [], "users": [ids["ben"]]}
    body = {"content": f"<@{ids['ann']}> <@{ids['ben']}>", "allowed_mentions": allowed}
    _, sent = await plain.send(general, body)
    assert (await pings(control, sent))["users"] == [ids["ben"]]


async def test_a_role_that_is_not_mentionable_needs_mention_everyone(
    plain: PlainBot, control: Control, general: str, ids: dict[str, str]
):
    """Notifying a role that is not mentionable needs MENTION_EVERYONE.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Object"
    """
    _, sent = await plain.send(general, {"content": f"<@&{ids['director']}>"})
    assert await pings(control, sent) == nobody()
    said = await control.say(f"<@&{ids['director']}>", who="owner")
    assert (await pings(control, said))["roles"] == [ids["director"]]


async def test_everyone_needs_the_permission(plain: PlainBot, control: Control, general: str, film: dict[str, Any]):
    """Notifying @everyone or @here needs MENTION_EVERYONE.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Object"
    """
    _, sent = await plain.send(general, {"content": "@everyone"})
    assert (sent["mention_everyone"], await pings(control, sent)) == (False, nobody())
    said = await control.say("@here", who="owner")
    assert said["mention_everyone"] is True
    assert (await pings(control, said))["everyone"] is True


async def test_a_reply_pings_its_author_only_if_asked(
    plain: PlainBot, control: Control, general: str, ids: dict[str, str]
):
    """With allowed_mentions the author of the answered message is notified only if replied_user is true.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Object"
    """
    said = await control.say("question")
    reference = {"message_id": said["id"]}
    _, loud = await plain.send(general, {"content": "a", "message_reference": reference})
    quiet_body = {"content": "a", "message_reference": reference, "allowed_mentions": {"parse": []}}
    _, quiet = await plain.send(general, quiet_body)
    assert (await pings(control, loud))["users"] == [ids["ann"]]
    assert await pings(control, quiet) == nobody()


async def test_a_silent_message_pings_nobody(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """A message with SUPPRESS_NOTIFICATIONS mentions, but notifies nobody.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Object"
    """
    _, sent = await plain.send(general, {"content": f"<@{ids['ann']}>", "flags": SILENT})
    assert sent["flags"] == SILENT
    assert [user["username"] for user in sent["mentions"]] == ["ann"]
    assert await pings(control, sent) == nobody()


async def test_text_displays_ping_too(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """Mentions in a text display notify, as allowed_mentions says.

    Source: discord-api-docs components/reference.mdx, "Text Display"
    """
    body = {"flags": V2, "components": [{"type": 10, "content": f"<@{ids['ann']}>"}]}
    _, sent = await plain.send(general, body)
    assert (await pings(control, sent))["users"] == [ids["ann"]]
    _, sent = await plain.send(general, {**body, "allowed_mentions": {"parse": []}})
    assert await pings(control, sent) == nobody()


async def test_embeds_ping_nobody(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """Mentions in embeds notify nobody: only content and components are parsed.

    Source: discord-api-docs resources/message.mdx, "Allowed Mentions Object"
    """
    _, sent = await plain.send(general, {"embeds": [{"description": f"<@{ids['ann']}>"}]})
    assert await pings(control, sent) == nobody()


async def test_an_edit_reads_its_mentions_anew(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """An edit of the content has the mentions of the message read anew.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    _, sent = await plain.send(general, {"content": f"<@{ids['ann']}>"})
    _, edited = await plain.rest("PATCH", f"/channels/{general}/messages/{sent['id']}", {"content": f"<@{ids['ben']}>"})
    assert [user["username"] for user in edited["mentions"]] == ["ben"]


async def test_edits_ping_nobody(plain: PlainBot, control: Control, general: str, ids: dict[str, str]):
    """Mentions that an edit brings notify nobody.

    Source: observed; not published
    """
    _, sent = await plain.send(general, {"content": "x"})
    await plain.rest("PATCH", f"/channels/{general}/messages/{sent['id']}", {"content": f"<@{ids['ben']}>"})
    assert await pings(control, sent) == nobody()
