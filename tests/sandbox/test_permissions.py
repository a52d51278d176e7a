"""Permissions: who may do what."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused
from .conformance import rule

MESSAGE, CHANNEL = "discord-api-docs resources/message.mdx", "discord-api-docs resources/channel.mdx"
FLAGS = 'discord-api-docs topics/permissions.mdx, "Bitwise Permission Flags"'


@pytest.fixture
async def shut(control: Control, film: dict[str, Any]) -> dict[str, str]:
    """Channels by name, each taking from the bot what its name says."""
    found = {}
    for name in ("SEND_MESSAGES", "ATTACH_FILES", "EMBED_LINKS", "READ_MESSAGE_HISTORY", "MANAGE_MESSAGES",
                 "ADD_REACTIONS", "PIN_MESSAGES", "CREATE_PUBLIC_THREADS", "SEND_MESSAGES_IN_THREADS",
                 "MANAGE_CHANNELS", "VIEW_CHANNEL"):  # fmt: skip
        overwrites = [{"role": "Callsheet", "deny": [name]}]
        body = {"name": name.lower(), "overwrites": overwrites}
        found[name] = (await control.call("POST", "/servers/film/channels", body))["id"]
    return found


async def refusal(plain: PlainBot, method: str, path: str, body: Any = None, files: Any = None) -> int:
    status, answer = await plain.rest(method, path, body, files)
    assert status == 403, answer
    return answer["code"]


async def someone(control: Control, name: str) -> str:
    """The id of somebody."""
    server = (await control.call("GET", "/servers"))["servers"][0]
    return next(person["id"] for person in server["people"] if person["name"] == name)


async def test_a_channel_out_of_sight_is_missing_access(plain: PlainBot, shut: dict[str, str]):
    """A channel the bot cannot see can be neither read nor written to: 50001.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    channel = shut["VIEW_CHANNEL"]
    assert await refusal(plain, "GET", f"/channels/{channel}") == 50001
    assert await refusal(plain, "POST", f"/channels/{channel}/messages", {"content": "x"}) == 50001


@pytest.mark.parametrize(
    ("missing", "body", "files"),
    [
        rule(
            "Sending a message needs SEND_MESSAGES: 50013.", f'{MESSAGE}, "Create Message"',
            "SEND_MESSAGES", {"content": "x"}, None,
        ),
        rule("Sending a file needs ATTACH_FILES: 50013.", FLAGS, "ATTACH_FILES", {}, [("a.txt", b"x")]),
        rule("Sending an embed needs EMBED_LINKS: 50013.", FLAGS, "EMBED_LINKS", {"embeds": [{"title": "x"}]}, None),
        rule(
            "Without SEND_MESSAGES nothing may be attached either: 50013.",
            'discord-api-docs topics/permissions.mdx, "Implicit Permissions"',
            "SEND_MESSAGES", {}, [("a.txt", b"x")],
        ),
    ],
)  # fmt: skip
async def test_sending_needs_its_permissions(
    plain: PlainBot, shut: dict[str, str], missing: str, body: Any, files: Any
):
    """Each in a channel that takes this one permission from the bot."""
    assert await refusal(plain, "POST", f"/channels/{shut[missing]}/messages", body, files) == 50013


async def test_without_history_no_messages_are_listed(plain: PlainBot, control: Control, shut: dict[str, str]):
    """Without READ_MESSAGE_HISTORY the list of messages is empty.

    Source: discord-api-docs resources/message.mdx, "Get Channel Messages"
    """
    await control.say("x", channel="read_message_history")
    assert await plain.rest("GET", f"/channels/{shut['READ_MESSAGE_HISTORY']}/messages") == (200, [])


async def test_without_history_no_message_is_read(plain: PlainBot, control: Control, shut: dict[str, str]):
    """Reading one message needs READ_MESSAGE_HISTORY: 50013.

    Source: discord-api-docs resources/message.mdx, "Get Channel Message"
    """
    said = await control.say("x", channel="read_message_history")
    assert await refusal(plain, "GET", f"/channels/{shut['READ_MESSAGE_HISTORY']}/messages/{said['id']}") == 50013


async def test_without_history_there_are_no_replies(plain: PlainBot, control: Control, shut: dict[str, str]):
    """Replying needs READ_MESSAGE_HISTORY: 160002.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    said = await control.say("x", channel="read_message_history")
    body = {"content": "x", "message_reference": {"message_id": said["id"]}}
    assert (await plain.send(shut["READ_MESSAGE_HISTORY"], body))[1]["code"] == 160002


@pytest.mark.parametrize(
    ("missing", "method", "path"),
    [
        rule(
            "Deleting another one's message needs MANAGE_MESSAGES: 50013.", f'{MESSAGE}, "Delete Message"',
            "MANAGE_MESSAGES", "DELETE", "messages/{id}",
        ),
        rule(
            "Deleting all reactions needs MANAGE_MESSAGES: 50013.", f'{MESSAGE}, "Delete All Reactions"',
            "MANAGE_MESSAGES", "DELETE", "messages/{id}/reactions",
        ),
        rule(
            "Deleting all reactions of one emoji needs MANAGE_MESSAGES: 50013.",
            f'{MESSAGE}, "Delete All Reactions for Emoji"',
            "MANAGE_MESSAGES", "DELETE", "messages/{id}/reactions/%F0%9F%91%8D",
        ),
        rule(
            "Deleting another one's reaction needs MANAGE_MESSAGES: 50013.", f'{MESSAGE}, "Delete User Reaction"',
            "MANAGE_MESSAGES", "DELETE", "messages/{id}/reactions/%F0%9F%91%8D/1",
        ),
        rule(
            "Reacting first with an emoji needs ADD_REACTIONS: 50013.", f'{MESSAGE}, "Create Reaction"',
            "ADD_REACTIONS", "PUT", "messages/{id}/reactions/%F0%9F%91%8D/@me",
        ),
        rule(
            "Reacting needs READ_MESSAGE_HISTORY: 50013.", f'{MESSAGE}, "Create Reaction"',
            "READ_MESSAGE_HISTORY", "PUT", "messages/{id}/reactions/%F0%9F%91%8D/@me",
        ),
        rule(
            "Pinning needs PIN_MESSAGES: 50013.", f'{MESSAGE}, "Pin Message"',
            "PIN_MESSAGES", "PUT", "messages/pins/{id}",
        ),
        rule(
            "Unpinning needs PIN_MESSAGES: 50013.", f'{MESSAGE}, "Unpin Message"',
            "PIN_MESSAGES", "DELETE", "messages/pins/{id}",
        ),
        rule(
            "Opening a thread on a message needs CREATE_PUBLIC_THREADS: 50013.", FLAGS,
            "CREATE_PUBLIC_THREADS", "POST", "messages/{id}/threads",
        ),
    ],
)  # fmt: skip
async def test_acting_on_others_messages_needs_permissions(
    plain: PlainBot, control: Control, shut: dict[str, str], missing: str, method: str, path: str
):
    """Each in a channel that takes this one permission from the bot."""
    said = await control.say("x", channel=missing.lower())
    body = {"name": "talk"} if path.endswith("threads") else None
    where = f"/channels/{shut[missing]}/{path.format(id=said['id'])}"
    assert await refusal(plain, method, where, body) == 50013


async def test_joining_a_reaction_needs_no_permission(plain: PlainBot, control: Control, shut: dict[str, str]):
    """Reacting with an emoji that is already there needs no ADD_REACTIONS.

    Source: discord-api-docs resources/message.mdx, "Create Reaction"
    """
    said = await control.say("x", channel="add_reactions")
    await control.as_person("PUT", "reactions", {"message": said["id"], "emoji": "👍"})
    path = f"/channels/{shut['ADD_REACTIONS']}/messages/{said['id']}/reactions/%F0%9F%91%8D/@me"
    assert (await plain.rest("PUT", path))[0] == 204


async def test_sending_in_a_thread_needs_its_own_permission(plain: PlainBot, shut: dict[str, str]):
    """Sending in a thread needs SEND_MESSAGES_IN_THREADS.

    Source: discord-api-docs topics/threads.mdx, "Permissions"
    """
    where = f"/channels/{shut['SEND_MESSAGES_IN_THREADS']}/threads"
    _, thread = await plain.rest("POST", where, {"name": "talk", "type": 11})
    assert await refusal(plain, "POST", f"/channels/{thread['id']}/messages", {"content": "x"}) == 50013


async def test_sending_in_a_thread_needs_no_send_messages(plain: PlainBot, shut: dict[str, str]):
    """The permission SEND_MESSAGES has no effect in threads.

    Source: discord-api-docs topics/threads.mdx, "Permissions"
    """
    _, thread = await plain.rest("POST", f"/channels/{shut['SEND_MESSAGES']}/threads", {"name": "talk", "type": 11})
    assert (await plain.send(thread["id"], {"content": "x"}))[0] == 200


async def test_changing_a_channel_needs_manage_channels(plain: PlainBot, shut: dict[str, str]):
    """Changing or deleting a channel needs MANAGE_CHANNELS: 50013.

    Source: discord-api-docs resources/channel.mdx, "Modify Channel" and "Delete/Close Channel"
    """
    channel = shut["MANAGE_CHANNELS"]
    assert await refusal(plain, "PATCH", f"/channels/{channel}", {"topic": "x"}) == 50013
    assert await refusal(plain, "DELETE", f"/channels/{channel}") == 50013


async def test_overwrites_are_written_and_count_at_once(plain: PlainBot, control: Control, general: str):
    """A member's overwrite is written, counts at once, and is deleted again.

    Source: discord-api-docs resources/channel.mdx, "Edit Channel Permissions" and "Delete Channel Permission"
    """
    path = f"/channels/{general}/permissions/{await someone(control, 'ann')}"
    assert (await plain.rest("PUT", path, {"type": 1, "deny": str(1 << 11)}))[0] == 204
    with pytest.raises(Refused, match="SEND_MESSAGES"):
        await control.say("x")
    assert (await plain.rest("DELETE", path))[0] == 204
    await control.say("x")


async def test_a_role_opens_what_everyone_is_denied(control: Control, film: dict[str, Any]):
    """What a role's overwrite allows goes before what @everyone's denies.

    Source: discord-api-docs topics/permissions.mdx, "Permission Overwrites"
    """
    await control.see("backstage", who="ann")
    with pytest.raises(Refused) as refused:
        await control.see("backstage", who="ben")
    assert refused.value.status == 403


async def test_owner_and_administrator_may_everything(control: Control, film: dict[str, Any]):
    """The owner and whoever has ADMINISTRATOR pass every overwrite.

    Source: discord-api-docs topics/permissions.mdx, "Permission Overwrites"
    """
    await control.see("backstage", who="owner")
    await control.call("POST", "/servers/film/roles", {"name": "admin", "permissions": ["ADMINISTRATOR"]})
    await control.call("PATCH", "/servers/film/people/ben", {"roles": ["admin"]})
    await control.see("backstage", who="ben")


async def test_roles_below_its_own_are_given_and_taken(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A bot gives and takes roles below its own highest: GUILD_MEMBER_UPDATE.

    Source: discord-api-docs topics/permissions.mdx, "Permission Hierarchy"
    """
    ben, director = await someone(control, "ben"), film["roles"][1]["id"]
    role = f"/guilds/{film['id']}/members/{ben}/roles/{director}"
    assert (await bot.rest("PUT", role))[0] == 204
    assert (await bot.event("GUILD_MEMBER_UPDATE"))["roles"] == [director]
    assert (await bot.rest("DELETE", role))[0] == 204
    assert (await bot.event("GUILD_MEMBER_UPDATE"))["roles"] == []


async def test_its_own_role_is_not_given(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A bot does not give roles as high as its own: 50013.

    Source: discord-api-docs topics/permissions.mdx, "Permission Hierarchy"
    """
    ben, own = await someone(control, "ben"), film["roles"][2]["id"]
    assert await refusal(plain, "PUT", f"/guilds/{film['id']}/members/{ben}/roles/{own}") == 50013


async def test_giving_roles_needs_manage_roles(plain: PlainBot, control: Control):
    """Giving a role needs MANAGE_ROLES: 50013.

    Source: discord-api-docs resources/guild.mdx, "Add Guild Member Role"
    """
    body = {"name": "second", "roles": ["crew"], "channels": ["a"], "bot_permissions": ["VIEW_CHANNEL"]}
    server = await control.call("POST", "/servers", body)
    crew = next(role["id"] for role in server["roles"] if role["name"] == "crew")
    owner = server["owner"]["id"]
    assert await refusal(plain, "PUT", f"/guilds/{server['id']}/members/{owner}/roles/{crew}") == 50013


async def test_an_unknown_role_is_refused(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A role that does not exist cannot be given: 10011.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    ben = await someone(control, "ben")
    assert (await plain.rest("PUT", f"/guilds/{film['id']}/members/{ben}/roles/1"))[1]["code"] == 10011


async def test_an_unknown_member_is_refused(plain: PlainBot, film: dict[str, Any]):
    """Somebody who is not in the server is an unknown member: 10007.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("GET", f"/guilds/{film['id']}/members/1"))[1]["code"] == 10007


async def test_members_and_roles_can_be_read(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Members can be listed, searched by the start of their name and read; so can roles and channels.

    Source: discord-api-docs resources/guild.mdx, "List Guild Members", "Search Guild Members" and "Get Guild"
    """
    path = f"/guilds/{film['id']}"
    _, [ann] = await plain.rest("GET", f"{path}/members/search?query=an")
    assert (await plain.rest("GET", f"{path}/members/{ann['user']['id']}"))[1] == ann
    assert len((await plain.rest("GET", f"{path}/members?limit=1000"))[1]) == 4
    assert (await plain.rest("GET", f"{path}?with_counts=true"))[1]["approximate_member_count"] == 4
    assert len((await plain.rest("GET", f"{path}/channels"))[1]) == 2
    assert len((await plain.rest("GET", f"{path}/roles"))[1]) == 3


async def test_a_bot_that_was_thrown_out_reaches_nothing(
    plain: PlainBot, control: Control, film: dict[str, Any], general: str
):
    """A bot that was thrown out of a server reaches nothing of it: 10004 for the server itself.

    Source: observed; not published
    """
    await control.call("DELETE", "/servers/film/bot")
    assert (await plain.rest("GET", f"/guilds/{film['id']}"))[1]["code"] == 10004
    assert (await plain.send(general, {"content": "x"}))[0] in (403, 404)


async def test_a_forum_posts_embed_needs_embed_links(plain: PlainBot, control: Control, film: dict[str, Any]):
    """The message of a forum post needs what a message needs: EMBED_LINKS for embeds, 50013.

    Source: discord-api-docs topics/permissions.mdx, "Bitwise Permission Flags"
    """
    denied = [{"role": "Callsheet", "deny": ["EMBED_LINKS"]}]
    made = {"name": "bare", "type": "forum", "overwrites": denied}
    bare = (await control.call("POST", "/servers/film/channels", made))["id"]
    post = {"name": "p", "message": {"embeds": [{"title": "t"}]}}
    assert (await plain.rest("POST", f"/channels/{film['channels'][1]['id']}/threads", post))[0] == 201
    assert await refusal(plain, "POST", f"/channels/{bare}/threads", post) == 50013
