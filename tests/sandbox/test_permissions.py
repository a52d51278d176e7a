"""Who may do what. Source: discord-api-docs, topics/permissions.mdx and the permission each endpoint names."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused


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


async def test_a_channel_out_of_sight_is_missing_access(plain: PlainBot, shut: dict[str, str]):
    """50001 Missing Access without VIEW_CHANNEL."""
    channel = shut["VIEW_CHANNEL"]
    assert await refusal(plain, "GET", f"/channels/{channel}") == 50001
    assert await refusal(plain, "POST", f"/channels/{channel}/messages", {"content": "x"}) == 50001


@pytest.mark.parametrize(
    ("missing", "body", "files"),
    [
        ("SEND_MESSAGES", {"content": "x"}, None),
        ("ATTACH_FILES", {}, [("a.txt", b"x")]),
        ("EMBED_LINKS", {"embeds": [{"title": "x"}]}, None),
    ],
)
async def test_sending_needs_its_permissions(
    plain: PlainBot, shut: dict[str, str], missing: str, body: Any, files: Any
):
    """50013 Missing Permissions."""
    assert await refusal(plain, "POST", f"/channels/{shut[missing]}/messages", body, files) == 50013


async def test_without_history_there_is_none_and_no_reply(plain: PlainBot, control: Control, shut: dict[str, str]):
    """READ_MESSAGE_HISTORY: an empty list, 50013 for one message, 160002 for a reply."""
    channel = shut["READ_MESSAGE_HISTORY"]
    said = await control.say("x", channel="read_message_history")
    assert await plain.rest("GET", f"/channels/{channel}/messages") == (200, [])
    assert await refusal(plain, "GET", f"/channels/{channel}/messages/{said['id']}") == 50013
    body = {"content": "x", "message_reference": {"message_id": said["id"]}}
    assert (await plain.send(channel, body))[1]["code"] == 160002


@pytest.mark.parametrize(
    ("missing", "method", "path"),
    [
        ("MANAGE_MESSAGES", "DELETE", "messages/{id}"),
        ("MANAGE_MESSAGES", "DELETE", "messages/{id}/reactions"),
        ("ADD_REACTIONS", "PUT", "messages/{id}/reactions/%F0%9F%91%8D/@me"),
        ("PIN_MESSAGES", "PUT", "messages/pins/{id}"),
        ("CREATE_PUBLIC_THREADS", "POST", "messages/{id}/threads"),
    ],
)
async def test_acting_on_others_messages_needs_permissions(
    plain: PlainBot, control: Control, shut: dict[str, str], missing: str, method: str, path: str
):
    """50013 Missing Permissions."""
    said = await control.say("x", channel=missing.lower())
    body = {"name": "talk"} if path.endswith("threads") else None
    where = f"/channels/{shut[missing]}/{path.format(id=said['id'])}"
    assert await refusal(plain, method, where, body) == 50013


async def test_threads_have_their_own_permission_to_write(plain: PlainBot, shut: dict[str, str]):
    """SEND_MESSAGES_IN_THREADS of the parent; SEND_MESSAGES does not count there."""
    for name, allowed in (("SEND_MESSAGES_IN_THREADS", False), ("SEND_MESSAGES", True)):
        _, thread = await plain.rest("POST", f"/channels/{shut[name]}/threads", {"name": "talk", "type": 11})
        status, body = await plain.send(thread["id"], {"content": "x"})
        assert (status == 200) is allowed, body


async def test_changing_a_channel_needs_manage_channels(plain: PlainBot, shut: dict[str, str]):
    """50013 Missing Permissions."""
    channel = shut["MANAGE_CHANNELS"]
    assert await refusal(plain, "PATCH", f"/channels/{channel}", {"topic": "x"}) == 50013
    assert await refusal(plain, "DELETE", f"/channels/{channel}") == 50013


async def test_overwrites_are_written_and_count_at_once(plain: PlainBot, control: Control, general: str):
    """Edit and Delete Channel Permissions; a member's overwrite goes before a role's."""
    server = (await control.call("GET", "/servers"))["servers"][0]
    ann = next(person["id"] for person in server["people"] if person["name"] == "ann")
    path = f"/channels/{general}/permissions/{ann}"
    assert (await plain.rest("PUT", path, {"type": 1, "deny": str(1 << 11)}))[0] == 204
    with pytest.raises(Refused, match="SEND_MESSAGES"):
        await control.say("x")
    assert (await plain.rest("DELETE", path))[0] == 204
    await control.say("x")


async def test_a_role_opens_what_everyone_is_denied(control: Control, film: dict[str, Any]):
    """Role overwrites go before @everyone's."""
    await control.see("backstage", who="ann")
    with pytest.raises(Refused) as refused:
        await control.see("backstage", who="ben")
    assert refused.value.status == 403


async def test_owner_and_administrator_may_everything(control: Control, film: dict[str, Any]):
    """The owner and ADMINISTRATOR pass every overwrite."""
    await control.see("backstage", who="owner")
    await control.call("POST", "/servers/film/roles", {"name": "admin", "permissions": ["ADMINISTRATOR"]})
    await control.call("PATCH", "/servers/film/people/ben", {"roles": ["admin"]})
    await control.see("backstage", who="ben")


async def test_roles_below_its_own_are_given_and_taken(bot: PlainBot, control: Control, film: dict[str, Any]):
    """Add and Remove Guild Member Role: MANAGE_ROLES and a higher role; 10011 for an unknown one."""
    server = (await control.call("GET", "/servers"))["servers"][0]
    ben = next(person["id"] for person in server["people"] if person["name"] == "ben")
    director, own = film["roles"][1]["id"], film["roles"][2]["id"]
    roles = f"/guilds/{film['id']}/members/{ben}/roles"
    assert (await bot.rest("PUT", f"{roles}/{director}"))[0] == 204
    assert (await bot.event("GUILD_MEMBER_UPDATE"))["roles"] == [director]
    assert (await bot.rest("DELETE", f"{roles}/{director}"))[0] == 204
    assert await refusal(bot, "PUT", f"{roles}/{own}") == 50013
    assert (await bot.rest("PUT", f"{roles}/1"))[1]["code"] == 10011


async def test_members_and_roles_can_be_read(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Get, List and Search Guild Members; Get Guild, Channels, Roles."""
    path = f"/guilds/{film['id']}"
    _, [ann] = await plain.rest("GET", f"{path}/members/search?query=an")
    assert (await plain.rest("GET", f"{path}/members/{ann['user']['id']}"))[1] == ann
    assert len((await plain.rest("GET", f"{path}/members?limit=1000"))[1]) == 4
    assert (await plain.rest("GET", f"{path}/members/1"))[1]["code"] == 10007
    assert (await plain.rest("GET", f"{path}?with_counts=true"))[1]["approximate_member_count"] == 4
    assert len((await plain.rest("GET", f"{path}/channels"))[1]) == 3
    assert len((await plain.rest("GET", f"{path}/roles"))[1]) == 3
