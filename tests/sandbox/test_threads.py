"""Channels, threads and forum posts."""

from typing import Any

import pytest

from .clients import Control, PlainBot, Refused, faults


async def open_thread(plain: PlainBot, channel: str, **body: Any) -> dict[str, Any]:
    status, thread = await plain.rest("POST", f"/channels/{channel}/threads", {"name": "talk", "type": 11, **body})
    assert status == 201, thread
    return thread


async def archived_message(plain: PlainBot, channel: str) -> str:
    """The path of a message in an archived thread."""
    thread = await open_thread(plain, channel)
    _, sent = await plain.send(thread["id"], {"content": "x"})
    await plain.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    return f"/channels/{thread['id']}/messages/{sent['id']}"


async def test_a_thread_on_a_message_has_its_id(bot: PlainBot, control: Control, general: str):
    """A thread on a message has the id of the message, which shows it; it begins with a starter message (21).

    Source: discord-api-docs resources/channel.mdx, "Start Thread from Message"
    """
    said = await control.say("card")
    path = f"/channels/{general}/messages/{said['id']}/threads"
    status, thread = await bot.rest("POST", path, {"name": "talk"})
    assert (status, thread["id"], thread["parent_id"]) == (201, said["id"], general)
    assert thread["owner_id"] == thread["member"]["user_id"] == bot.id
    created = await bot.event("THREAD_CREATE")
    assert (created["id"], created["newly_created"]) == (said["id"], True)
    card = (await control.see())["messages"][0]
    assert (card["thread"]["id"], card["flags"] & 1 << 5) == (said["id"], 1 << 5)
    assert [message["type"] for message in (await control.see("talk"))["messages"]] == [21]


async def test_a_message_has_one_thread(plain: PlainBot, control: Control, general: str):
    """A message has one thread at most: 160004.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    path = f"/channels/{general}/messages/{(await control.say('card'))['id']}/threads"
    assert (await plain.rest("POST", path, {"name": "talk"}))[0] == 201
    assert (await plain.rest("POST", path, {"name": "again"}))[1]["code"] == 160004


async def test_a_thread_of_its_own_is_announced_in_the_channel(plain: PlainBot, control: Control, general: str):
    """A public thread without a message is announced in its channel by a message of type 18.

    Source: discord-api-docs resources/message.mdx, "Thread Created messages"
    """
    thread = await open_thread(plain, general)
    notice = (await control.see())["messages"][-1]
    assert (notice["type"], notice["content"]) == (18, "talk")
    assert notice["message_reference"]["channel_id"] == thread["id"]


@pytest.mark.parametrize(("name", "ok"), [("", False), ("x", True), ("x" * 100, True), ("x" * 101, False)])
async def test_a_threads_name_has_1_to_100_characters(plain: PlainBot, general: str, name: str, ok: bool):
    """The name of a thread has 1 to 100 characters.

    Source: discord-api-docs resources/channel.mdx, "Start Thread without Message"
    """
    status, body = await plain.rest("POST", f"/channels/{general}/threads", {"name": name, "type": 11})
    assert status == (201 if ok else 400)
    assert ok or faults(body) == ["name: BASE_TYPE_BAD_LENGTH"]


async def test_a_thread_archives_after_known_times_only(plain: PlainBot, general: str):
    """The auto_archive_duration of a thread is 60, 1440, 4320 or 10080.

    Source: discord-api-docs resources/channel.mdx, "Start Thread without Message"
    """
    body = {"name": "talk", "type": 11, "auto_archive_duration": 61}
    _, answer = await plain.rest("POST", f"/channels/{general}/threads", body)
    assert faults(answer) == ["auto_archive_duration: BASE_TYPE_CHOICES"]


async def test_a_forum_post_has_its_first_messages_id(bot: PlainBot, control: Control, film: dict[str, Any]):
    """A forum post has the id of its first message, which the answer carries, and tags of its forum.

    Source: discord-api-docs topics/threads.mdx, "Creating Threads in Forum and Media Channels"
    """
    forum = film["channels"][1]
    tag = forum["available_tags"][0]["id"]
    body = {"name": "post", "applied_tags": [tag], "message": {"content": "first"}}
    status, thread = await bot.rest("POST", f"/channels/{forum['id']}/threads", body, [("a.txt", b"x")])
    assert status == 201
    assert thread["message"]["id"] == thread["id"]
    assert thread["applied_tags"] == [tag]
    assert thread["message"]["attachments"][0]["filename"] == "a.txt"
    assert [m["content"] for m in (await control.see("post"))["messages"]] == ["first"]


async def test_a_forum_post_has_tags_of_its_forum(plain: PlainBot, film: dict[str, Any]):
    """A forum post takes tags of its forum only.

    Source: discord-api-docs topics/threads.mdx, "Forum and Media Channel Fields"
    """
    unknown = {"name": "post", "applied_tags": ["1"], "message": {"content": "first"}}
    _, answer = await plain.rest("POST", f"/channels/{film['channels'][1]['id']}/threads", unknown)
    assert faults(answer) == ["applied_tags.0: INVALID_FORUM_TAG"]


async def test_the_first_message_of_a_thread_does_not_count(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A post's or thread's count of messages leaves out the one it began with, and a total keeps what was deleted.

    Source: discord-api-docs resources/channel.mdx, "Channel Structure"
    """
    general, forum = (film["channels"][number]["id"] for number in (0, 1))
    _, post = await plain.rest("POST", f"/channels/{forum}/threads", {"name": "p", "message": {"content": "first"}})
    said = await control.say("x")
    _, thread = await plain.rest("POST", f"/channels/{general}/messages/{said['id']}/threads", {"name": "t"})
    _, own = await plain.rest("POST", f"/channels/{general}/threads", {"name": "o", "type": 11})
    for place in (post, thread, own):
        counts = [(place["message_count"], place["total_message_sent"])]
        for number in range(2):
            _, sent = await plain.send(place["id"], {"content": str(number)})
        await plain.rest("DELETE", f"/channels/{place['id']}/messages/{sent['id']}")
        _, place = await plain.rest("GET", f"/channels/{place['id']}")
        counts.append((place["message_count"], place["total_message_sent"]))
        assert counts == [(0, 0), (1, 2)]


async def test_a_forum_itself_takes_no_messages(plain: PlainBot, control: Control, film: dict[str, Any]):
    """A forum itself takes no messages, only posts: 50008.

    Source: https://github.com/appwrite/grafana-oncall/pull/26
    """
    assert (await plain.send(film["channels"][1]["id"], {"content": "x"}))[1]["code"] == 50008
    with pytest.raises(Refused, match="forum"):
        await control.say("x", channel="forum")


async def test_a_person_opens_posts_and_threads(bot: PlainBot, control: Control, general: str):
    """A new thread is announced as THREAD_CREATE before its first message.

    Source: discord-api-docs resources/channel.mdx, "Start Thread in Forum or Media Channel"
    """
    body = {"channel": "forum", "name": "mine", "content": "words", "tags": ["still"]}
    posted = await control.as_person("POST", "posts", body)
    created = await bot.event("THREAD_CREATE")
    assert created["id"] == posted["message"]["id"] == (await bot.event("MESSAGE_CREATE"))["id"]
    said = await control.say("card")
    opened = await control.as_person("POST", "threads", {"message": said["id"], "name": "on it"})
    assert opened["thread"]["id"] == said["id"]
    opened = await control.as_person("POST", "threads", {"channel": "general", "name": "free"})
    assert opened["thread"]["parent_id"] == general


async def test_a_persons_post_describes_its_files(plain: PlainBot, control: Control, film: dict[str, Any]):
    """The files of a person's forum post carry the descriptions given for them."""
    body = {"channel": "forum", "name": "p", "attachments": [{"id": 0, "description": "a word", "is_spoiler": True}]}
    opened = await control.as_person("POST", "posts", body, [("files[0]", "a.txt", b"a")])
    [file] = opened["message"]["attachments"]
    assert (file["description"], file["flags"]) == ("a word", 1 << 3)


async def test_who_posts_in_a_thread_joins_it(bot: PlainBot, control: Control, general: str):
    """Whoever posts in a thread joins it: THREAD_MEMBERS_UPDATE.

    Source: discord-api-docs resources/channel.mdx, "Example Thread Channel"
    """
    thread = await open_thread(bot, general)
    await control.say("hi", channel="talk")
    changed = await bot.event("THREAD_MEMBERS_UPDATE")
    assert changed["added_members"][0]["member"]["user"]["username"] == "ann"
    assert len((await bot.rest("GET", f"/channels/{thread['id']}/thread-members"))[1]) == 2


async def test_the_bot_joins_leaves_adds_and_removes(plain: PlainBot, control: Control, general: str):
    """The bot joins and leaves threads, and adds and removes members of them.

    Source: discord-api-docs resources/channel.mdx, "Join Thread" and what follows it
    """
    opened = await control.as_person("POST", "threads", {"channel": "general", "name": "free"})
    members = f"/channels/{opened['thread']['id']}/thread-members"
    assert (await plain.rest("PUT", f"{members}/@me"))[0] == 204
    assert (await plain.rest("GET", f"{members}/{plain.id}"))[1]["user_id"] == plain.id
    assert (await plain.rest("DELETE", f"{members}/@me"))[0] == 204
    assert (await plain.rest("GET", f"{members}/{plain.id}"))[0] == 404
    server = (await control.call("GET", "/servers"))["servers"][0]
    ben = next(person["id"] for person in server["people"] if person["name"] == "ben")
    assert (await plain.rest("PUT", f"{members}/{ben}"))[0] == 204
    assert (await plain.rest("GET", f"{members}/{ben}"))[0] == 200
    assert (await plain.rest("DELETE", f"{members}/{ben}"))[0] == 204


async def test_posting_reopens_an_archived_thread(bot: PlainBot, control: Control, general: str):
    """Posting in an archived thread reopens it: THREAD_UPDATE.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    thread = await open_thread(bot, general)
    _, changed = await bot.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    assert changed["thread_metadata"]["archived"] is True
    assert (await bot.event("THREAD_UPDATE"))["thread_metadata"]["archived"] is True
    await control.say("hello?", channel="talk")
    assert (await bot.event("THREAD_UPDATE"))["thread_metadata"]["archived"] is False


async def test_nothing_in_an_archived_thread_can_be_edited(plain: PlainBot, general: str):
    """Messages in an archived thread cannot be edited: 50083.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    path = await archived_message(plain, general)
    assert (await plain.rest("PATCH", path, {"content": "y"}))[1]["code"] == 50083


async def test_nothing_in_an_archived_thread_is_reacted_to(plain: PlainBot, general: str):
    """Messages in an archived thread take no reactions: 50083.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    path = await archived_message(plain, general)
    assert (await plain.rest("PUT", f"{path}/reactions/%F0%9F%91%8D/@me"))[1]["code"] == 50083


async def test_messages_of_an_archived_thread_can_be_deleted(plain: PlainBot, general: str):
    """Messages in an archived thread can be deleted.

    Source: discord-api-docs topics/threads.mdx, "Active & Archived Threads"
    """
    assert (await plain.rest("DELETE", await archived_message(plain, general)))[0] == 204


async def test_nobody_joins_an_archived_thread(plain: PlainBot, general: str):
    """Nobody joins, leaves or is added to an archived thread: 50083.

    Source: discord-api-docs resources/channel.mdx, "Join Thread" and what follows it
    """
    thread = await open_thread(plain, general)
    await plain.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    members = f"/channels/{thread['id']}/thread-members"
    for method, path in (("PUT", "@me"), ("DELETE", "@me"), ("PUT", plain.id), ("DELETE", plain.id)):
        assert (await plain.rest(method, f"{members}/{path}"))[1]["code"] == 50083


async def test_a_locked_thread_is_for_who_manages_threads(plain: PlainBot, control: Control, general: str):
    """A locked thread takes messages only of those who have MANAGE_THREADS: 160005.

    Source: discord-api-docs topics/threads.mdx, "Locked Threads"
    """
    thread = await open_thread(plain, general)
    await plain.rest("PATCH", f"/channels/{thread['id']}", {"archived": True, "locked": True})
    with pytest.raises(Refused, match="locked"):
        await control.say("hello?", channel="talk")
    await control.say("I may", channel="talk", who="owner")


async def test_archived_threads_are_listed_apart(plain: PlainBot, general: str, film: dict[str, Any]):
    """Archived threads are listed apart: public, private and joined ones, the latest first, page by page.

    Source: discord-api-docs topics/threads.mdx, "Enumerating threads"
    """
    public = [await open_thread(plain, general, name=f"p{number}") for number in range(3)]
    private = await open_thread(plain, general, name="private", type=12)
    for thread in (*public[:2], private):
        await plain.rest("PATCH", f"/channels/{thread['id']}", {"archived": True})
    listing = f"/channels/{general}/threads/archived"
    _, page = await plain.rest("GET", f"{listing}/public?limit=1")
    assert ([t["name"] for t in page["threads"]], page["has_more"]) == (["p1"], True)
    before = page["threads"][0]["thread_metadata"]["archive_timestamp"].replace("+", "%2B")
    _, page = await plain.rest("GET", f"{listing}/public?before={before}")
    assert ([t["name"] for t in page["threads"]], page["has_more"]) == (["p0"], False)
    assert [t["name"] for t in (await plain.rest("GET", f"{listing}/private"))[1]["threads"]] == ["private"]
    mine = f"/channels/{general}/users/@me/threads/archived/private"
    assert [t["name"] for t in (await plain.rest("GET", mine))[1]["threads"]] == ["private"]
    _, active = await plain.rest("GET", f"/guilds/{film['id']}/threads/active")
    assert [t["name"] for t in active["threads"]] == ["p2"]


async def test_a_private_thread_is_hidden_from_who_is_not_in_it(plain: PlainBot, control: Control, general: str):
    """A private thread is hidden from those who were not invited.

    Source: discord-api-docs topics/threads.mdx, "Permissions"
    """
    thread = await open_thread(plain, general, name="secret", type=12)
    with pytest.raises(Refused) as refused:
        await control.see("secret")
    assert refused.value.status == 403
    server = (await control.call("GET", "/servers"))["servers"][0]
    ann = next(person["id"] for person in server["people"] if person["name"] == "ann")
    await plain.rest("PUT", f"/channels/{thread['id']}/thread-members/{ann}")
    await control.see("secret")


async def test_a_deleted_thread_is_announced(bot: PlainBot, general: str):
    """A deleted thread is announced as THREAD_DELETE with its ids and type.

    Source: discord-api-docs events/gateway-events.mdx, "Thread Delete"
    """
    thread = await open_thread(bot, general)
    assert (await bot.rest("DELETE", f"/channels/{thread['id']}"))[0] == 200
    gone = await bot.event("THREAD_DELETE")
    assert (gone["id"], gone["parent_id"], gone["type"]) == (thread["id"], general, 11)
    assert (await bot.rest("GET", f"/channels/{thread['id']}"))[0] == 404


async def test_channels_are_made_changed_and_removed(bot: PlainBot, film: dict[str, Any]):
    """Channels are made, changed and deleted, each with its event.

    Source: discord-api-docs resources/channel.mdx, "Modify Channel" and "Delete/Close Channel"
    """
    status, made = await bot.rest("POST", f"/guilds/{film['id']}/channels", {"name": "New Place", "type": 0})
    assert (status, made["name"]) == (201, "new-place")
    assert (await bot.event("CHANNEL_CREATE"))["id"] == made["id"]
    _, changed = await bot.rest("PATCH", f"/channels/{made['id']}", {"topic": "Words"})
    assert changed["topic"] == (await bot.event("CHANNEL_UPDATE"))["topic"] == "Words"
    assert (await bot.rest("DELETE", f"/channels/{made['id']}"))[0] == 200
    assert (await bot.event("CHANNEL_DELETE"))["id"] == made["id"]
