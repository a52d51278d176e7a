"""How threads live: archiving, locking, who is in them, how many there may be, forums and slowmode."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, faults

HOUR, SECOND = 3600 * 1_000_000, 1_000_000


async def opened(plain: PlainBot, channel: str, **body: Any) -> dict[str, Any]:
    status, thread = await plain.rest("POST", f"/channels/{channel}/threads", {"name": "talk", "type": 11, **body})
    assert status == 201, thread
    return thread


async def is_archived(plain: PlainBot, thread: dict[str, Any]) -> bool:
    return (await plain.rest("GET", f"/channels/{thread['id']}"))[1]["thread_metadata"]["archived"]


async def test_an_idle_thread_archives(bot: PlainBot, sandbox: Sandbox, general: str):
    """A thread archives after auto_archive_duration without activity, and THREAD_UPDATE says so.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await opened(bot, general, auto_archive_duration=60)
    sandbox.clock.advance(59 * 60 * SECOND)
    assert not await is_archived(bot, thread)
    sandbox.clock.advance(2 * 60 * SECOND)
    told = await bot.event("THREAD_UPDATE")
    assert (told["id"], told["thread_metadata"]["archived"]) == (thread["id"], True)
    assert await is_archived(bot, thread)


async def test_a_message_keeps_a_thread_active(plain: PlainBot, control: Control, sandbox: Sandbox, general: str):
    """Sending a message is activity: the time begins anew.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await opened(plain, general, auto_archive_duration=60)
    sandbox.clock.advance(50 * 60 * SECOND)
    await control.say("still here", channel="talk")
    sandbox.clock.advance(50 * 60 * SECOND)
    assert not await is_archived(plain, thread)
    sandbox.clock.advance(11 * 60 * SECOND)
    assert await is_archived(plain, thread)


async def test_changing_the_archive_time_keeps_a_thread_active(plain: PlainBot, sandbox: Sandbox, general: str):
    """Changing the auto-archive time is activity, and changes archive_timestamp.

    Source: discord-api-docs topics/threads.mdx, "Thread Fields"
    """
    thread = await opened(plain, general, auto_archive_duration=60)
    sandbox.clock.advance(50 * 60 * SECOND)
    _, changed = await plain.rest("PATCH", f"/channels/{thread['id']}", {"auto_archive_duration": 1440})
    assert changed["thread_metadata"]["archive_timestamp"] > thread["thread_metadata"]["archive_timestamp"]
    sandbox.clock.advance(23 * HOUR)
    assert not await is_archived(plain, thread)


async def test_an_answer_to_an_interaction_reopens_its_thread(
    bot: PlainBot, control: Control, sandbox: Sandbox, general: str
):
    """Sending a message reopens an archived thread, an interaction's answer too.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await opened(bot, general)
    await bot.register({"name": "note", "description": "Notes"})
    use = control.as_person("POST", "commands", {"channel": "talk", "command": "note"})
    _, interaction = await bot.answer(use, 4, {"content": "one"})
    await bot.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    assert (await bot.hook("POST", interaction, body={"content": "two"}))[0] == 200
    assert not await is_archived(bot, thread)


async def test_no_commands_in_an_archived_thread(bot: PlainBot, control: Control, general: str):
    """Commands cannot be used in an archived thread.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await opened(bot, general)
    await bot.register({"name": "note", "description": "Notes"})
    await bot.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    with pytest.raises(Refused, match="archived"):
        await control.as_person("POST", "commands", {"channel": "talk", "command": "note"})


async def test_a_person_edits_and_reacts_in_active_threads_only(plain: PlainBot, control: Control, general: str):
    """In an archived thread messages cannot be edited and reactions not added: 50083; deleting goes.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await opened(plain, general)
    said = await control.say("x", channel="talk")
    await plain.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    with pytest.raises(Refused, match="archived"):
        await control.as_person("PATCH", f"messages/{said['id']}", {"content": "y"})
    with pytest.raises(Refused, match="archived"):
        await control.as_person("PUT", "reactions", {"message": said["id"], "emoji": "👍"})
    await control.as_person("DELETE", f"messages/{said['id']}")


async def test_a_locked_thread_keeps_its_messages(plain: PlainBot, control: Control, general: str):
    """Without Manage Threads messages of a locked thread cannot be edited: 160005.

    Source: discord-api-docs topics/threads.mdx, "Locked Threads"
    """
    thread = await opened(plain, general)
    said = await control.say("x", channel="talk")
    await plain.rest("PATCH", f"/channels/{thread['id']}", {"locked": True})
    with pytest.raises(Refused, match="locked"):
        await control.as_person("PATCH", f"messages/{said['id']}", {"content": "y"})
    await control.as_person("PUT", "reactions", {"message": said["id"], "emoji": "👍"})


async def test_deleting_in_a_locked_and_archived_thread_needs_manage_threads(
    plain: PlainBot, control: Control, general: str
):
    """In a locked thread messages can be deleted only while it is active.

    Source: discord-api-docs topics/threads.mdx, "Locked Threads"
    """
    thread = await opened(plain, general)
    said = await control.say("x", channel="talk")
    await plain.rest("PATCH", f"/channels/{thread['id']}", {"locked": True, "archived": True})
    with pytest.raises(Refused, match="archived"):
        await control.as_person("DELETE", f"messages/{said['id']}")
    assert (await plain.rest("DELETE", f"/channels/{thread['id']}/messages/{said['id']}"))[0] == 204


async def test_an_archived_thread_is_not_changed(plain: PlainBot, general: str):
    """A thread must be active to be renamed: 50083.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await opened(plain, general)
    path = f"/channels/{thread['id']}"
    await plain.rest("PATCH", path, {"archived": True})
    assert (await plain.rest("PATCH", path, {"name": "other"}))[1]["code"] == 50083
    assert (await plain.rest("PATCH", path, {"name": "other", "archived": False}))[1]["name"] == "other"


async def test_an_owner_changes_their_thread_but_locks_nothing(control: Control, film: dict[str, Any]):
    """A thread's owner renames and archives it; locking it needs Manage Threads.

    Source: discord-api-docs topics/threads.mdx, "Editing & Deleting Threads"
    """
    await control.as_person("POST", "threads", {"channel": "general", "name": "mine"})
    changed = await control.as_person("PATCH", "threads/mine", {"name": "ours", "archived": True})
    assert (changed["thread"]["name"], changed["thread"]["thread_metadata"]["archived"]) == ("ours", True)
    with pytest.raises(Refused) as refused:
        await control.as_person("PATCH", "threads/ours", {"locked": True})
    assert refused.value.status == 403
    with pytest.raises(Refused):
        await control.as_person("PATCH", "threads/ours", {"archived": False, "name": "theirs"}, who="ben")
    await control.as_person("PATCH", "threads/ours", {"archived": False}, who="ben")
    await control.as_person("PATCH", "threads/ours", {"locked": True}, who="owner")


@pytest.fixture
async def crowded(session: aiohttp.ClientSession) -> AsyncIterator[tuple[PlainBot, str]]:
    """A bot in a sandbox whose servers hold two active threads, and the id of its channel."""
    sandbox = Sandbox(most_active_threads=2)
    await sandbox.start()
    server = await Control(session, sandbox).call("POST", "/servers", {"name": "film", "channels": ["general"]})
    yield PlainBot(session, sandbox), server["channels"][0]["id"]
    await sandbox.stop()


async def test_a_server_has_so_many_active_threads(crowded: tuple[PlainBot, str]):
    """A server holds a limited number of active threads: 160006. Archived ones do not count, reopening does.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 160006; the number is not published
    """
    plain, general = crowded
    first = await opened(plain, general)
    await opened(plain, general)
    status, answer = await plain.rest("POST", f"/channels/{general}/threads", {"name": "third", "type": 11})
    assert (status, answer["code"]) == (400, 160006)
    await plain.rest("PATCH", f"/channels/{first['id']}", {"archived": True})
    await opened(plain, general)
    assert (await plain.send(first["id"], {"content": "x"}))[1]["code"] == 160006
    assert (await plain.rest("PATCH", f"/channels/{first['id']}", {"archived": False}))[1]["code"] == 160006


async def test_a_thread_has_1000_members(plain: PlainBot, sandbox: Sandbox, control: Control, general: str):
    """A thread takes 1,000 members: 30033.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 30033
    """
    thread = await opened(plain, general)
    members = sandbox.world.channels[int(thread["id"])].as_thread.members
    members |= dict.fromkeys(range(1, 1000), 0)
    people = (await control.call("GET", "/servers"))["servers"][0]["people"]
    path = f"/channels/{thread['id']}/thread-members/{people[-1]['id']}"
    status, answer = await plain.rest("PUT", path)
    assert (status, answer["code"]) == (400, 30033)


async def test_a_private_thread_is_for_the_invited(control: Control, film: dict[str, Any]):
    """A private thread is seen by who was added to it and by moderators.

    Source: discord-api-docs topics/threads.mdx, "Public & Private Threads"
    """
    await control.as_person("POST", "threads", {"channel": "general", "name": "secret", "private": True})
    with pytest.raises(Refused) as refused:
        await control.see("secret", who="ben")
    assert refused.value.status == 403
    await control.as_person("PUT", "threads/secret/members", {"person": "ben"})
    await control.see("secret", who="ben")
    await control.as_person("DELETE", "threads/secret/members", {}, who="ben")
    with pytest.raises(Refused):
        await control.see("secret", who="ben")


async def test_the_bot_is_told_of_a_private_thread_it_is_added_to(
    bot: PlainBot, control: Control, film: dict[str, Any]
):
    """Who is added to a private thread is sent THREAD_CREATE for it.

    Source: discord-api-docs topics/threads.mdx, "Gaining Access to Private Threads"
    """
    opening = await control.as_person("POST", "threads", {"channel": "general", "name": "secret", "private": True})
    await control.as_person("PUT", "threads/secret/members", {"person": film["bot"]["id"]})
    while not (told := await bot.event("THREAD_CREATE")).get("member"):
        pass
    assert told["id"] == opening["thread"]["id"]


async def test_a_thread_takes_its_channels_defaults(plain: PlainBot, film: dict[str, Any], general: str):
    """A thread opened without them has its channel's default archive time and slowmode.

    Source: discord-api-docs resources/channel.mdx, "Channel Structure"
    """
    body = {"default_auto_archive_duration": 60, "default_thread_rate_limit_per_user": 5}
    _, changed = await plain.rest("PATCH", f"/channels/{general}", body)
    assert (changed["default_auto_archive_duration"], changed["default_thread_rate_limit_per_user"]) == (60, 5)
    thread = await opened(plain, general)
    assert (thread["thread_metadata"]["auto_archive_duration"], thread["rate_limit_per_user"]) == (60, 5)


async def forum_with(plain: PlainBot, film: dict[str, Any], **body: Any) -> dict[str, Any]:
    path = f"/guilds/{film['id']}/channels"
    status, made = await plain.rest("POST", path, {"name": "works", "type": 15, **body})
    assert status == 201, made
    return made


async def test_a_forum_keeps_its_defaults(plain: PlainBot, film: dict[str, Any]):
    """A forum's default reaction, sort order and layout are kept.

    Source: discord-api-docs resources/channel.mdx, "Create Guild Channel"
    """
    heart = {"emoji_id": None, "emoji_name": "❤️"}
    forum = await forum_with(plain, film, default_reaction_emoji=heart, default_sort_order=1, default_forum_layout=2)
    assert forum["default_reaction_emoji"] == heart
    assert (forum["default_sort_order"], forum["default_forum_layout"]) == (1, 2)


async def test_a_forum_can_require_a_tag(plain: PlainBot, film: dict[str, Any]):
    """With REQUIRE_TAG a post needs a tag: 40067.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 40067
    """
    forum = await forum_with(plain, film, available_tags=[{"name": "still"}], flags=1 << 4)
    path, post = f"/channels/{forum['id']}/threads", {"name": "p", "message": {"content": "x"}}
    status, answer = await plain.rest("POST", path, post)
    assert (status, answer["code"]) == (400, 40067)
    tagged = {**post, "applied_tags": [forum["available_tags"][0]["id"]]}
    assert (await plain.rest("POST", path, tagged))[0] == 201


async def test_a_post_has_5_tags(plain: PlainBot, film: dict[str, Any]):
    """A post has at most five tags.

    Source: discord-api-docs resources/channel.mdx, "Start Thread in Forum or Media Channel"
    """
    forum = await forum_with(plain, film, available_tags=[{"name": str(number)} for number in range(6)])
    tags = [tag["id"] for tag in forum["available_tags"]]
    path = f"/channels/{forum['id']}/threads"
    _, answer = await plain.rest("POST", path, {"name": "p", "message": {"content": "x"}, "applied_tags": tags})
    assert faults(answer) == ["applied_tags: BASE_TYPE_MAX_LENGTH"]


async def test_a_moderated_tag_is_for_moderators(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A moderated tag is applied by who manages threads only.

    Source: discord-api-docs resources/channel.mdx, "Forum Tag Object"
    """
    await forum_with(plain, film, available_tags=[{"name": "done", "moderated": True}])
    post = {"channel": "works", "name": "p", "content": "x", "tags": ["done"]}
    with pytest.raises(Refused) as refused:
        await control.as_person("POST", "posts", post)
    assert refused.value.status == 403
    await control.as_person("POST", "posts", post, who="owner")


async def test_a_forums_tags_have_names_of_their_own(plain: PlainBot, film: dict[str, Any]):
    """Tag names are unique in a forum: 40061.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 40061
    """
    body = {"name": "works", "type": 15, "available_tags": [{"name": "a"}, {"name": "A"}]}
    assert (await plain.rest("POST", f"/guilds/{film['id']}/channels", body))[1]["code"] == 40061


async def test_a_forum_pins_one_post(plain: PlainBot, film: dict[str, Any]):
    """One post of a forum can be pinned: 30047.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 30047
    """
    path = f"/channels/{film['channels'][1]['id']}/threads"
    posts = [(await plain.rest("POST", path, {"name": n, "message": {"content": n}}))[1]["id"] for n in "ab"]
    assert (await plain.rest("PATCH", f"/channels/{posts[0]}", {"flags": 2}))[1]["flags"] == 2
    status, answer = await plain.rest("PATCH", f"/channels/{posts[1]}", {"flags": 2})
    assert (status, answer["code"]) == (400, 30047)


async def slowed(plain: PlainBot, channel: str, seconds: int = 30) -> None:
    assert (await plain.rest("PATCH", f"/channels/{channel}", {"rate_limit_per_user": seconds}))[0] == 200


async def test_slowmode_holds_people_back(plain: PlainBot, control: Control, sandbox: Sandbox, general: str):
    """With slowmode a person sends one message in each interval: 20016. Bots are unaffected.

    Source: discord-api-docs resources/channel.mdx, "Channel Structure", rate_limit_per_user
    """
    await slowed(plain, general)
    await control.say("one")
    with pytest.raises(Refused, match="slowmode"):
        await control.say("two")
    await control.say("mine", who="ben")
    for _ in range(2):
        assert (await plain.send(general, {"content": "x"}))[0] == 200
    sandbox.clock.advance(30 * SECOND)
    await control.say("two")


async def test_slowmode_counts_threads_apart(plain: PlainBot, control: Control, general: str):
    """In each interval of a slowmode a person sends one message and opens one thread.

    Source: discord-api-docs resources/channel.mdx, "Channel Structure", rate_limit_per_user
    """
    await slowed(plain, general)
    await control.say("one")
    await control.as_person("POST", "threads", {"channel": "general", "name": "first"})
    with pytest.raises(Refused, match="slowmode"):
        await control.as_person("POST", "threads", {"channel": "general", "name": "second"})


async def test_slowmode_is_bypassed_by_permission(plain: PlainBot, control: Control, general: str):
    """BYPASS_SLOWMODE, and not Manage Messages, frees of slowmode.

    Source: discord-api-docs change-log.mdx, November 24, 2025
    """
    for name, bit in (("fast", "BYPASS_SLOWMODE"), ("keeper", "MANAGE_MESSAGES")):
        await control.call("POST", "/servers/film/roles", {"name": name, "permissions": [bit]})
    await slowed(plain, general)
    await control.call("PATCH", "/servers/film/people/ann", {"roles": ["fast"]})
    await control.call("PATCH", "/servers/film/people/ben", {"roles": ["keeper"]})
    for words in ("one", "two"):
        await control.say(words)
    await control.say("one", who="ben")
    with pytest.raises(Refused, match="slowmode"):
        await control.say("two", who="ben")


async def test_threads_are_searched(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Search Threads: by words of the name, tag, and whether they are archived."""
    forum = film["channels"][1]
    still = forum["available_tags"][0]["id"]
    path = f"/channels/{forum['id']}/threads"
    for name, tags in (("Night sea", [still]), ("Day sea", []), ("Night sky", [])):
        body = {"name": name, "applied_tags": tags, "message": {"content": name}}
        assert (await plain.rest("POST", path, body))[0] == 201

    async def search(query: str) -> list[str]:
        _, page = await plain.rest("GET", f"{path}/search?{query}")
        assert page["total_results"] >= len(page["threads"]) == len(page["first_messages"])
        return [thread["name"] for thread in page["threads"]]

    assert await search("name=night") == ["Night sky", "Night sea"]
    assert await search(f"tag={still}") == ["Night sea"]
    assert await search("name=sea&limit=1&offset=1") == ["Night sea"]
    assert await search("archived=true") == []
