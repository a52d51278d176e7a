"""Messages both ways. Source, where none is named: discord-api-docs, resources/message.mdx."""

from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, faults


async def test_a_persons_message_reaches_the_bot_whole(bot: PlainBot, control: Control, film: dict[str, Any]):
    """MESSAGE_CREATE carries guild_id, author and the author's member part."""
    said = await control.say("hello")
    heard = await bot.event("MESSAGE_CREATE")
    assert (heard["id"], heard["content"], heard["guild_id"]) == (said["id"], "hello", film["id"])
    assert heard["author"]["username"] == "ann"
    assert heard["member"]["roles"] == [film["roles"][1]["id"]]
    assert "user" not in heard["member"]


async def test_a_bots_message_is_seen_and_comes_back_as_an_event(bot: PlainBot, control: Control, general: str):
    """Create Message answers the message, with its nonce; MESSAGE_CREATE follows."""
    status, sent = await bot.send(general, {"content": "hi", "nonce": "n1"})
    assert (status, sent["nonce"]) == (200, "n1")
    assert (await bot.event("MESSAGE_CREATE"))["id"] == sent["id"]
    assert (await control.see())["messages"][-1]["content"] == "hi"


async def test_a_reply_carries_the_message_it_answers(bot: PlainBot, control: Control):
    """type 19, message_reference, referenced_message; the author is pinged unless told otherwise."""
    first = await control.say("first")
    reply = await control.say("second", reply_to=first["id"], who="ben")
    assert (reply["type"], reply["referenced_message"]["content"]) == (19, "first")
    assert reply["message_reference"]["message_id"] == first["id"]
    assert [user["username"] for user in reply["mentions"]] == ["ann"]
    quiet = await control.say("third", reply_to=first["id"], ping=False, who="ben")
    assert quiet["mentions"] == []


async def test_a_reply_to_a_deleted_message_shows_null(plain: PlainBot, control: Control, general: str):
    """referenced_message is null when the message was deleted."""
    first = await control.say("first")
    reply = await control.say("second", reply_to=first["id"])
    await control.as_person("DELETE", f"messages/{first['id']}")
    _, message = await plain.rest("GET", f"/channels/{general}/messages/{reply['id']}")
    assert message["referenced_message"] is None


async def test_replying_to_an_unknown_message_is_refused_or_forgiven(plain: PlainBot, general: str):
    """fail_if_not_exists, true by default."""
    status, body = await plain.send(general, {"content": "x", "message_reference": {"message_id": "1"}})
    assert (status, faults(body)) == (400, ["message_reference: REPLIES_UNKNOWN_MESSAGE"])
    forgiving = {"message_id": "1", "fail_if_not_exists": False}
    status, sent = await plain.send(general, {"content": "x", "message_reference": forgiving})
    assert (status, sent["type"]) == (200, 0)


async def test_an_edit_is_dated_and_announced(bot: PlainBot, control: Control):
    """MESSAGE_UPDATE with edited_timestamp."""
    said = await control.say("helo")
    seen = await control.as_person("PATCH", f"messages/{said['id']}", {"content": "hello"})
    assert seen["message"]["edited_timestamp"] is not None
    changed = await bot.event("MESSAGE_UPDATE")
    assert (changed["id"], changed["content"]) == (said["id"], "hello")


async def test_a_deletion_is_announced(bot: PlainBot, control: Control, general: str, film: dict[str, Any]):
    """MESSAGE_DELETE: id, channel_id, guild_id."""
    said = await control.say("oops")
    await control.as_person("DELETE", f"messages/{said['id']}")
    gone = await bot.event("MESSAGE_DELETE")
    assert gone == {"id": said["id"], "channel_id": general, "guild_id": film["id"]}


async def test_a_message_without_anything_is_refused(plain: PlainBot, general: str):
    """50006 Cannot send an empty message."""
    status, body = await plain.send(general, {"content": ""})
    assert (status, body["code"]) == (400, 50006)


async def test_another_ones_message_cannot_be_edited(plain: PlainBot, control: Control, general: str):
    """50005 Cannot edit a message authored by another user."""
    said = await control.say("mine")
    path = f"/channels/{general}/messages/{said['id']}"
    status, body = await plain.rest("PATCH", path, {"content": "yours"})
    assert (status, body["code"]) == (403, 50005)


async def test_an_unknown_message_is_refused(plain: PlainBot, general: str):
    """10008 Unknown Message."""
    for method in ("GET", "DELETE"):
        status, body = await plain.rest(method, f"/channels/{general}/messages/1")
        assert (status, body["code"]) == (404, 10008)
    status, body = await plain.rest("PATCH", f"/channels/{general}/messages/1", {"content": "x"})
    assert (status, body["code"]) == (404, 10008)


async def test_unknown_channels_and_servers_are_refused(plain: PlainBot):
    """10003 Unknown Channel, 10004 Unknown Guild."""
    assert (await plain.rest("GET", "/channels/1"))[1]["code"] == 10003
    assert (await plain.send("1", {"content": "x"}))[1]["code"] == 10003
    assert (await plain.rest("GET", "/guilds/1"))[1]["code"] == 10004


async def test_what_is_no_snowflake_is_refused(plain: PlainBot):
    """50035 NUMBER_TYPE_COERCE."""
    status, body = await plain.rest("GET", "/channels/general")
    assert (status, faults(body)) == (400, ["channel_id: NUMBER_TYPE_COERCE"])


async def test_a_wrong_token_is_refused(plain: PlainBot):
    """401: Unauthorized, code 0."""
    status, body = await plain.rest("GET", "/users/@me", token="Bot wrong")
    assert (status, body) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_an_unknown_route_is_refused_and_noted(plain: PlainBot, control: Control):
    """404: Not Found, code 0; the log says that the sandbox does not know it."""
    status, body = await plain.rest("GET", "/no/such/route")
    assert (status, body["code"]) == (404, 0)
    assert (await control.call("GET", "/log"))["requests"][-1]["violations"]


async def test_what_is_no_json_is_refused(plain: PlainBot, general: str):
    """50109 The request body contains invalid JSON."""
    headers = {"Authorization": "Bot sandbox-token", "Content-Type": "application/json"}
    url = f"{plain.sandbox.api}/channels/{general}/messages"
    async with plain.session.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)


async def test_history_is_newest_first_and_paged(plain: PlainBot, general: str):
    """Get Channel Messages: limit, before, after, around."""
    ids = [(await plain.send(general, {"content": str(number)}))[1]["id"] for number in range(7)]

    async def page(query: str) -> list[str]:
        status, found = await plain.rest("GET", f"/channels/{general}/messages?{query}")
        assert status == 200
        return [message["content"] for message in found]

    assert await page("limit=3") == ["6", "5", "4"]
    assert await page(f"limit=2&before={ids[4]}") == ["3", "2"]
    assert await page(f"limit=2&after={ids[4]}") == ["6", "5"]
    assert await page(f"limit=2&after={ids[1]}") == ["3", "2"]
    assert await page(f"limit=3&around={ids[3]}") == ["4", "3", "2"]


@pytest.mark.parametrize("limit", ["0", "101", "x"])
async def test_history_takes_1_to_100(plain: PlainBot, general: str, limit: str):
    """Get Channel Messages: limit 1-100."""
    status, body = await plain.rest("GET", f"/channels/{general}/messages?limit={limit}")
    assert (status, body["code"]) == (400, 50035)


async def test_a_repeated_nonce_makes_no_second_message(plain: PlainBot, sandbox: Sandbox, general: str):
    """enforce_nonce: same author and nonce "in the past few minutes" returns the first message."""
    body = {"content": "once", "nonce": "same", "enforce_nonce": True}
    first = (await plain.send(general, body))[1]
    again = (await plain.send(general, body))[1]
    assert again["id"] == first["id"]
    sandbox.clock.advance(6 * 60 * 1_000_000)
    assert (await plain.send(general, body))[1]["id"] != first["id"]


async def test_an_unenforced_nonce_is_only_echoed(plain: PlainBot, general: str):
    """Without enforce_nonce two messages are made."""
    body = {"content": "twice", "nonce": 7}
    first, second = [(await plain.send(general, body))[1] for _ in range(2)]
    assert first["id"] != second["id"]
    assert second["nonce"] == 7


async def test_a_repeated_nonce_of_a_deleted_message_is_an_error(plain: PlainBot, general: str):
    """discord-api-docs pull 6647: the retry errors when the first message is gone."""
    body = {"content": "once", "nonce": "gone", "enforce_nonce": True}
    first = (await plain.send(general, body))[1]
    await plain.rest("DELETE", f"/channels/{general}/messages/{first['id']}")
    assert (await plain.send(general, body))[1]["code"] == 10008


async def test_bulk_delete_removes_and_announces(bot: PlainBot, control: Control, general: str):
    """Bulk Delete Messages, MESSAGE_DELETE_BULK."""
    ids = [(await control.say(str(number)))["id"] for number in range(3)]
    status, _ = await bot.rest("POST", f"/channels/{general}/messages/bulk-delete", {"messages": ids[:2]})
    assert status == 204
    assert (await bot.event("MESSAGE_DELETE_BULK"))["ids"] == ids[:2]
    assert [message["id"] for message in (await control.see())["messages"]] == ids[2:]


async def test_bulk_delete_takes_2_to_100_messages_of_14_days(plain: PlainBot, control: Control, general: str):
    """50016, 50034."""
    ids = [(await control.say(str(number)))["id"] for number in range(2)]
    path = f"/channels/{general}/messages/bulk-delete"
    assert (await plain.rest("POST", path, {"messages": ids[:1]}))[1]["code"] == 50016
    assert (await plain.rest("POST", path, {"messages": [str(n) for n in range(101)]}))[1]["code"] == 50016
    plain.sandbox.clock.advance(15 * 24 * 3600 * 1_000_000)
    assert (await plain.rest("POST", path, {"messages": ids}))[1]["code"] == 50034


async def test_reactions_are_counted_listed_and_announced(bot: PlainBot, control: Control, general: str):
    """MESSAGE_REACTION_ADD and _REMOVE; Get Reactions; `me` is the viewer's."""
    said = await control.say("vote")
    path = f"/channels/{general}/messages/{said['id']}/reactions/%F0%9F%91%8D"
    assert (await bot.rest("PUT", f"{path}/@me"))[0] == 204
    assert (await bot.event("MESSAGE_REACTION_ADD"))["emoji"] == {"id": None, "name": "👍"}
    seen = await control.as_person("PUT", "reactions", {"message": said["id"], "emoji": "👍"})
    assert [(r["count"], r["me"]) for r in seen["message"]["reactions"]] == [(2, True)]
    assert (await bot.event("MESSAGE_REACTION_ADD"))["member"]["user"]["username"] == "ann"
    assert [user["username"] for user in (await bot.rest("GET", path))[1]] == ["Callsheet", "ann"]
    await control.as_person("DELETE", "reactions", {"message": said["id"], "emoji": "👍"})
    await bot.event("MESSAGE_REACTION_REMOVE")
    assert (await bot.rest("DELETE", f"{path}/@me"))[0] == 204
    assert "reactions" not in (await control.see())["messages"][0]


async def test_a_word_is_no_emoji(plain: PlainBot, control: Control, general: str):
    """10014 Unknown Emoji."""
    said = await control.say("vote")
    path = f"/channels/{general}/messages/{said['id']}/reactions/word/@me"
    assert (await plain.rest("PUT", path))[1]["code"] == 10014


async def test_a_message_takes_20_different_reactions(plain: PlainBot, control: Control, general: str):
    """30010 Maximum number of reactions reached (20)."""
    said = await control.say("vote")
    base = f"/channels/{general}/messages/{said['id']}/reactions"
    answers = [await plain.rest("PUT", f"{base}/e:{number}/@me") for number in range(1, 22)]
    assert {status for status, _ in answers[:20]} == {204}
    assert answers[20][1]["code"] == 30010


async def test_pins_are_listed_by_time_and_announced(bot: PlainBot, control: Control, general: str):
    """Pin notice (type 6), CHANNEL_PINS_UPDATE, the paged list and the deprecated one."""
    first, second = await control.say("first"), await control.say("second")
    for said in (first, second):
        assert (await bot.rest("PUT", f"/channels/{general}/messages/pins/{said['id']}"))[0] == 204
        await bot.event("CHANNEL_PINS_UPDATE")
    assert (await bot.event("MESSAGE_CREATE"))["type"] == 6
    _, page = await bot.rest("GET", f"/channels/{general}/messages/pins?limit=1")
    assert [item["message"]["content"] for item in page["items"]] == ["second"]
    assert page["has_more"] is True
    _, rest = await bot.rest("GET", f"/channels/{general}/messages/pins?before={page['items'][0]['pinned_at'][:26]}Z")
    assert rest["items"][0]["message"]["id"] in (first["id"], second["id"])
    assert len((await bot.rest("GET", f"/channels/{general}/pins"))[1]) == 2
    assert (await bot.rest("DELETE", f"/channels/{general}/messages/pins/{first['id']}"))[0] == 204
    assert len((await bot.rest("GET", f"/channels/{general}/pins"))[1]) == 1


async def test_typing_is_accepted(plain: PlainBot, general: str):
    """Trigger Typing Indicator answers 204."""
    assert (await plain.rest("POST", f"/channels/{general}/typing"))[0] == 204


async def test_a_direct_message_reaches_the_person_alone(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Create DM: the same channel at every call."""
    ann = next(p for p in (await control.call("GET", "/servers"))["servers"][0]["people"] if p["name"] == "ann")
    status, opened = await plain.rest("POST", "/users/@me/channels", {"recipient_id": ann["id"]})
    assert (status, opened["type"], opened["recipients"][0]["id"]) == (200, 1, ann["id"])
    assert (await plain.rest("POST", "/users/@me/channels", {"recipient_id": ann["id"]}))[1]["id"] == opened["id"]
    await plain.send(opened["id"], {"content": "psst"})
    assert [m["content"] for m in (await control.see("dm"))["messages"]] == ["psst"]
    await control.say("yes?", channel="dm")
    assert [m["content"] for m in (await control.see("dm"))["messages"]] == ["psst", "yes?"]


async def test_who_shares_no_server_cannot_be_written_to(plain: PlainBot, control: Control):
    """50278 Cannot send messages to this user due to having no mutual guilds."""
    ben = next(p for p in (await control.call("GET", "/servers"))["servers"][0]["people"] if p["name"] == "ben")
    _, opened = await plain.rest("POST", "/users/@me/channels", {"recipient_id": ben["id"]})
    await control.call("DELETE", "/servers/film/people/ben")
    assert (await plain.send(opened["id"], {"content": "psst"}))[1]["code"] == 50278
