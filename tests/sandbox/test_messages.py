"""Messages, reactions and pins."""

from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, faults


async def test_a_persons_message_reaches_the_bot_whole(bot: PlainBot, control: Control, film: dict[str, Any]):
    """MESSAGE_CREATE carries the server's id, the author, and the author's membership without its user.

    Source: discord-api-docs events/gateway-events.mdx, "Message Create"
    """
    said = await control.say("hello")
    heard = await bot.event("MESSAGE_CREATE")
    assert (heard["id"], heard["content"], heard["guild_id"]) == (said["id"], "hello", film["id"])
    assert heard["author"]["username"] == "ann"
    assert heard["member"]["roles"] == [film["roles"][1]["id"]]
    assert "user" not in heard["member"]


async def test_a_bots_message_is_seen_and_comes_back_as_an_event(bot: PlainBot, control: Control, general: str):
    """Create Message answers with the message and its nonce, and the bot hears its own MESSAGE_CREATE.

    Source: discord-api-docs resources/message.mdx, "Create Message"
    """
    status, sent = await bot.send(general, {"content": "hi", "nonce": "n1"})
    assert (status, sent["nonce"]) == (200, "n1")
    assert (await bot.event("MESSAGE_CREATE"))["id"] == sent["id"]
    assert (await control.see())["messages"][-1]["content"] == "hi"


async def test_a_reply_carries_the_message_it_answers(bot: PlainBot, control: Control):
    """A reply (type 19) carries its reference and the message it answers.

    Source: discord-api-docs resources/message.mdx, "Replies"
    """
    first = await control.say("first")
    reply = await control.say("second", reply_to=first["id"], who="ben")
    assert (reply["type"], reply["referenced_message"]["content"]) == (19, "first")
    assert reply["message_reference"]["message_id"] == first["id"]
    assert [user["username"] for user in reply["mentions"]] == ["ann"]
    quiet = await control.say("third", reply_to=first["id"], ping=False, who="ben")
    assert quiet["mentions"] == []


async def test_a_reply_to_a_deleted_message_shows_null(plain: PlainBot, control: Control, general: str):
    """The `referenced_message` of a reply is null once that message was deleted.

    Source: discord-api-docs resources/message.mdx, "Message Structure" [4]
    """
    first = await control.say("first")
    reply = await control.say("second", reply_to=first["id"])
    await control.as_person("DELETE", f"messages/{first['id']}")
    _, message = await plain.rest("GET", f"/channels/{general}/messages/{reply['id']}")
    assert message["referenced_message"] is None


async def test_replying_to_an_unknown_message_is_refused(plain: PlainBot, general: str):
    """A reply to a message that does not exist is refused.

    Source: discord-api-docs resources/message.mdx, "Message Reference Structure"
    """
    status, body = await plain.send(general, {"content": "x", "message_reference": {"message_id": "1"}})
    assert (status, faults(body)) == (400, ["message_reference: REPLIES_UNKNOWN_MESSAGE"])


async def test_replying_to_an_unknown_message_is_forgiven_if_asked(plain: PlainBot, general: str):
    """With fail_if_not_exists false a reply to a message that does not exist is sent as a plain message.

    Source: discord-api-docs resources/message.mdx, "Message Reference Structure"
    """
    forgiving = {"message_id": "1", "fail_if_not_exists": False}
    status, sent = await plain.send(general, {"content": "x", "message_reference": forgiving})
    assert (status, sent["type"]) == (200, 0)


async def test_an_edit_is_dated_and_announced(bot: PlainBot, control: Control):
    """An edit is dated in edited_timestamp and announced as MESSAGE_UPDATE.

    Source: discord-api-docs resources/message.mdx, "Edit Message"
    """
    said = await control.say("helo")
    seen = await control.as_person("PATCH", f"messages/{said['id']}", {"content": "hello"})
    assert seen["message"]["edited_timestamp"] is not None
    changed = await bot.event("MESSAGE_UPDATE")
    assert (changed["id"], changed["content"]) == (said["id"], "hello")


async def test_a_deletion_is_announced(bot: PlainBot, control: Control, general: str, film: dict[str, Any]):
    """A deletion is announced as MESSAGE_DELETE with the ids of message, channel and server.

    Source: discord-api-docs events/gateway-events.mdx, "Message Delete"
    """
    said = await control.say("oops")
    await control.as_person("DELETE", f"messages/{said['id']}")
    gone = await bot.event("MESSAGE_DELETE")
    assert gone == {"id": said["id"], "channel_id": general, "guild_id": film["id"]}


async def test_a_message_without_anything_is_refused(plain: PlainBot, general: str):
    """A message without anything to show is refused: 50006.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    status, body = await plain.send(general, {"content": ""})
    assert (status, body["code"]) == (400, 50006)


async def test_another_ones_message_cannot_be_edited(plain: PlainBot, control: Control, general: str):
    """Another one's message cannot be edited: 50005.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    said = await control.say("mine")
    path = f"/channels/{general}/messages/{said['id']}"
    status, body = await plain.rest("PATCH", path, {"content": "yours"})
    assert (status, body["code"]) == (403, 50005)


async def test_an_unknown_message_is_refused(plain: PlainBot, general: str):
    """A message that does not exist can be neither read, edited nor deleted: 10008.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    for method in ("GET", "DELETE"):
        status, body = await plain.rest(method, f"/channels/{general}/messages/1")
        assert (status, body["code"]) == (404, 10008)
    status, body = await plain.rest("PATCH", f"/channels/{general}/messages/1", {"content": "x"})
    assert (status, body["code"]) == (404, 10008)


async def test_an_unknown_channel_is_refused(plain: PlainBot):
    """A channel that does not exist can be neither read nor written to: 10003.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("GET", "/channels/1"))[1]["code"] == 10003
    assert (await plain.send("1", {"content": "x"}))[1]["code"] == 10003


async def test_an_unknown_server_is_refused(plain: PlainBot):
    """A server that does not exist cannot be read: 10004.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    assert (await plain.rest("GET", "/guilds/1"))[1]["code"] == 10004


async def test_what_is_no_snowflake_is_refused(plain: PlainBot):
    """An id that is no snowflake is refused: 50035.

    Source: discord-api-docs reference.mdx, "Snowflakes" and "Error Messages"
    """
    status, body = await plain.rest("GET", "/channels/general")
    assert (status, faults(body)) == (400, ["channel_id: NUMBER_TYPE_COERCE"])


async def test_a_wrong_token_is_refused(plain: PlainBot):
    """A wrong token is answered with 401.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "HTTP Response Codes"
    """
    status, body = await plain.rest("GET", "/users/@me", token="Bot wrong")
    assert (status, body) == (401, {"message": "401: Unauthorized", "code": 0})


async def test_an_unknown_route_is_refused_and_noted(plain: PlainBot, control: Control):
    """A path that does not exist is answered with 404; the log says that the sandbox does not know it.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "HTTP Response Codes"
    """
    status, body = await plain.rest("GET", "/no/such/route")
    assert (status, body["code"]) == (404, 0)
    assert (await control.call("GET", "/log"))["requests"][-1]["violations"]


async def test_what_is_no_json_is_refused(plain: PlainBot, general: str):
    """A body that is no JSON is refused: 50109.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    headers = {"Authorization": "Bot sandbox-token", "Content-Type": "application/json"}
    url = f"{plain.sandbox.api}/channels/{general}/messages"
    async with plain.session.post(url, data=b"{", headers=headers) as response:
        assert (response.status, (await response.json())["code"]) == (400, 50109)


async def test_history_is_newest_first_and_paged(plain: PlainBot, general: str):
    """Messages are listed from newest to oldest, and paged by `limit` with `before`, `after` or `around`.

    Source: discord-api-docs resources/message.mdx, "Get Channel Messages"
    """
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


async def test_a_repeated_nonce_makes_no_second_message(plain: PlainBot, sandbox: Sandbox, general: str):
    """With enforce_nonce a nonce repeated within a few minutes gives the first message and makes none.

    Source: discord-api-docs resources/message.mdx, "Create Message"
    """
    body = {"content": "once", "nonce": "same", "enforce_nonce": True}
    first = (await plain.send(general, body))[1]
    again = (await plain.send(general, body))[1]
    assert again["id"] == first["id"]
    sandbox.clock.advance(6 * 60 * 1_000_000)
    assert (await plain.send(general, body))[1]["id"] != first["id"]


async def test_an_unenforced_nonce_is_only_echoed(plain: PlainBot, general: str):
    """Without enforce_nonce a repeated nonce makes a second message.

    Source: discord-api-docs resources/message.mdx, "Create Message"
    """
    body = {"content": "twice", "nonce": 7}
    first, second = [(await plain.send(general, body))[1] for _ in range(2)]
    assert first["id"] != second["id"]
    assert second["nonce"] == 7


async def test_a_repeated_nonce_of_a_deleted_message_is_an_error(plain: PlainBot, general: str):
    """A nonce repeated after its message was deleted is an error, and makes no message.

    Source: https://github.com/discord/discord-api-docs/pull/6647
    """
    body = {"content": "once", "nonce": "gone", "enforce_nonce": True}
    first = (await plain.send(general, body))[1]
    await plain.rest("DELETE", f"/channels/{general}/messages/{first['id']}")
    assert (await plain.send(general, body))[1]["code"] == 10008


async def test_bulk_delete_removes_and_announces(bot: PlainBot, control: Control, general: str):
    """A bulk deletion is announced as one MESSAGE_DELETE_BULK.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    ids = [(await control.say(str(number)))["id"] for number in range(3)]
    status, _ = await bot.rest("POST", f"/channels/{general}/messages/bulk-delete", {"messages": ids[:2]})
    assert status == 204
    assert (await bot.event("MESSAGE_DELETE_BULK"))["ids"] == ids[:2]
    assert [message["id"] for message in (await control.see())["messages"]] == ids[2:]


@pytest.mark.parametrize("count", [0, 1, 101])
async def test_bulk_delete_takes_2_to_100_messages(plain: PlainBot, general: str, count: int):
    """A bulk deletion takes 2 to 100 messages: 50016.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    ids = [str(number) for number in range(1, count + 1)]
    _, answer = await plain.rest("POST", f"/channels/{general}/messages/bulk-delete", {"messages": ids})
    assert answer["code"] == 50016


async def test_bulk_delete_takes_no_message_older_than_two_weeks(plain: PlainBot, control: Control, general: str):
    """A bulk deletion takes no message older than two weeks: 50034.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    ids = [(await control.say(str(number)))["id"] for number in range(2)]
    plain.sandbox.clock.advance(15 * 24 * 3600 * 1_000_000)
    _, answer = await plain.rest("POST", f"/channels/{general}/messages/bulk-delete", {"messages": ids})
    assert answer["code"] == 50034
    assert len((await control.see())["messages"]) == 2


async def test_reactions_are_counted_listed_and_announced(bot: PlainBot, control: Control, general: str):
    """Reactions are counted, listed and announced; `me` is the viewer's own.

    Source: discord-api-docs resources/message.mdx, "Create Reaction", "Get Reactions" and "Reaction Object"
    """
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
    """A reaction with what is no emoji is refused: 10014.

    Source: discord-api-docs resources/message.mdx, "Create Reaction"
    """
    said = await control.say("vote")
    path = f"/channels/{general}/messages/{said['id']}/reactions/word/@me"
    assert (await plain.rest("PUT", path))[1]["code"] == 10014


async def test_a_message_takes_20_different_reactions(plain: PlainBot, control: Control, general: str):
    """A message takes 20 different reactions: 30010.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    said = await control.say("vote")
    base = f"/channels/{general}/messages/{said['id']}/reactions"
    answers = [await plain.rest("PUT", f"{base}/e:{number}/@me") for number in range(1, 22)]
    assert {status for status, _ in answers[:20]} == {204}
    assert answers[20][1]["code"] == 30010


async def test_pins_are_listed_by_time_and_announced(bot: PlainBot, control: Control, general: str):
    """Pins are listed the latest first, page by page, and announced by an event and a notice.

    Source: discord-api-docs resources/message.mdx, "Get Channel Pins" and "Pin Message"
    """
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
    """The typing indicator is answered with 204.

    Source: discord-api-docs resources/channel.mdx, "Trigger Typing Indicator"
    """
    assert (await plain.rest("POST", f"/channels/{general}/typing"))[0] == 204


async def test_a_direct_message_reaches_the_person_alone(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Opening direct messages with the same person again gives the same channel.

    Source: discord-api-docs resources/user.mdx, "Create DM"
    """
    ann = next(p for p in (await control.call("GET", "/servers"))["servers"][0]["people"] if p["name"] == "ann")
    status, opened = await plain.rest("POST", "/users/@me/channels", {"recipient_id": ann["id"]})
    assert (status, opened["type"], opened["recipients"][0]["id"]) == (200, 1, ann["id"])
    assert (await plain.rest("POST", "/users/@me/channels", {"recipient_id": ann["id"]}))[1]["id"] == opened["id"]
    await plain.send(opened["id"], {"content": "psst"})
    assert [m["content"] for m in (await control.see("dm"))["messages"]] == ["psst"]
    await control.say("yes?", channel="dm")
    assert [m["content"] for m in (await control.see("dm"))["messages"]] == ["psst", "yes?"]


async def test_who_shares_no_server_cannot_be_written_to(plain: PlainBot, control: Control):
    """Direct messages to somebody who shares no server with the bot are refused: 50278.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "JSON Error Codes"
    """
    ben = next(p for p in (await control.call("GET", "/servers"))["servers"][0]["people"] if p["name"] == "ben")
    _, opened = await plain.rest("POST", "/users/@me/channels", {"recipient_id": ben["id"]})
    await control.call("DELETE", "/servers/film/people/ben")
    assert (await plain.send(opened["id"], {"content": "psst"}))[1]["code"] == 50278
