"""Pins, bulk deletion, history pages, permission overwrites: what a bot that tends a server meets."""

from typing import Any

import pytest

from bot.sandbox import Sandbox

from .clients import Control, PlainBot, Refused, faults

VIEW, SEND, MANAGE_ROLES, BAN = 1 << 10, 1 << 11, 1 << 28, 1 << 2
EVERYTHING = ["VIEW_CHANNEL", "SEND_MESSAGES", "MANAGE_CHANNELS", "MANAGE_ROLES", "PIN_MESSAGES"]


@pytest.fixture
async def tended(control: Control, plain: PlainBot) -> dict[str, Any]:
    """A server whose bot has only the permissions named above."""
    body = {"name": "tended", "channels": ["wall"], "bot_permissions": EVERYTHING}
    return await control.call("POST", "/servers", body)


async def overwrite(plain: PlainBot, server: dict[str, Any], channel: str, **body: Any) -> tuple[int, Any]:
    """Set what @everyone may do."""
    return await plain.rest("PUT", f"/channels/{channel}/permissions/{server['id']}", {"type": 0, **body})


async def test_duplicates_are_not_deleted_in_bulk(plain: PlainBot, control: Control, general: str):
    """A bulk deletion that names a message twice is refused.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    said = await control.say("x")
    body = {"messages": [said["id"], said["id"]]}
    status, answer = await plain.rest("POST", f"/channels/{general}/messages/bulk-delete", body)
    assert (status, answer["code"], len((await control.see())["messages"])) == (400, 50035, 1)


async def test_unknown_ids_count_in_a_bulk_deletion(plain: PlainBot, control: Control, sandbox: Sandbox, general: str):
    """Of the 2 to 100 messages of a bulk deletion those that do not exist count too.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    said = await control.say("x")
    made_up = str(sandbox.state.snowflakes.new())
    path = f"/channels/{general}/messages/bulk-delete"
    assert (await plain.rest("POST", path, {"messages": [said["id"], made_up]}))[0] == 204
    assert (await control.see())["messages"] == []


async def test_nothing_is_deleted_in_bulk_in_direct_messages(plain: PlainBot, film: dict[str, Any]):
    """Bulk deletion is for servers: 50003 in a DM.

    Source: discord-api-docs resources/message.mdx, "Bulk Delete Messages"
    """
    _, direct = await plain.rest("POST", "/users/@me/channels", {"recipient_id": film["owner"]["id"]})
    body = {"messages": ["1", "2"]}
    assert (await plain.rest("POST", f"/channels/{direct['id']}/messages/bulk-delete", body))[1]["code"] == 50003


async def test_history_is_placed_one_way_at_a_time(plain: PlainBot, general: str):
    """Only one of before, after and around may place a page of history.

    Source: discord-api-docs resources/message.mdx, "Get Channel Messages"
    """
    assert (await plain.rest("GET", f"/channels/{general}/messages?before=5&after=1"))[0] == 400


async def test_pins_are_hidden_without_the_history(plain: PlainBot, control: Control, tended: dict[str, Any]):
    """Without READ_MESSAGE_HISTORY no pins are returned.

    Source: discord-api-docs resources/message.mdx, "Get Channel Pins"
    """
    wall = tended["channels"][0]["id"]
    path = f"/channels/{wall}/messages"
    _, sent = await plain.send(wall, {"content": "x"})
    assert (await plain.rest("PUT", f"{path}/pins/{sent['id']}"))[0] == 204
    assert len((await plain.rest("GET", f"{path}/pins"))[1]["items"]) == 1
    rules = [{"person": tended["bot"]["id"], "deny": ["READ_MESSAGE_HISTORY"]}]
    await control.call("POST", "/servers/tended/channels", {"name": "closed", "overwrites": rules})
    servers = (await control.call("GET", "/servers"))["servers"]
    closed = next(server for server in servers if server["name"] == "tended")["channels"][1]["id"]
    _, sent = await plain.send(closed, {"content": "x"})
    await plain.rest("PUT", f"/channels/{closed}/messages/pins/{sent['id']}")
    assert (await plain.rest("GET", f"/channels/{closed}/messages/pins"))[1] == {"items": [], "has_more": False}


async def test_managing_messages_pins_nothing(control: Control, film: dict[str, Any]):
    """Pinning needs PIN_MESSAGES; MANAGE_MESSAGES no longer pins.

    Source: discord-api-docs change-log.mdx, November 24, 2025
    """
    for name, bit in (("keeper", "MANAGE_MESSAGES"), ("pinner", "PIN_MESSAGES")):
        await control.call("POST", "/servers/film/roles", {"name": name, "permissions": [bit]})
    said = await control.say("x")
    await control.call("PATCH", "/servers/film/people/ben", {"roles": ["keeper"]})
    with pytest.raises(Refused, match="PIN_MESSAGES"):
        await control.as_person("PUT", "pins", {"message": said["id"]}, who="ben")
    await control.call("PATCH", "/servers/film/people/ben", {"roles": ["pinner"]})
    seen = await control.as_person("PUT", "pins", {"message": said["id"]}, who="ben")
    assert (seen["message"]["pinned"], seen["messages"][-1]["type"]) == (True, 6)
    seen = await control.as_person("DELETE", "pins", {"message": said["id"]}, who="ben")
    assert seen["message"]["pinned"] is False


async def test_a_bot_gives_only_what_it_has(plain: PlainBot, tended: dict[str, Any]):
    """In a channel's overwrites a bot allows and denies only permissions it has itself: 50013.

    Source: discord-api-docs resources/channel.mdx, "Edit Channel Permissions"
    """
    wall = tended["channels"][0]["id"]
    status, answer = await overwrite(plain, tended, wall, allow="0", deny=str(BAN))
    assert (status, answer["code"]) == (403, 50013)
    assert (await overwrite(plain, tended, wall, allow="0", deny=str(SEND)))[0] == 204


async def test_an_edit_of_a_channel_gives_only_what_the_bot_has(plain: PlainBot, tended: dict[str, Any]):
    """Modify Channel obeys the same rule for its overwrites; what stays as it was is not asked about.

    Source: discord-api-docs resources/channel.mdx, "Modify Channel"
    """
    wall = tended["channels"][0]["id"]
    rule = {"id": tended["id"], "type": 0, "allow": "0", "deny": str(BAN)}
    status, answer = await plain.rest("PATCH", f"/channels/{wall}", {"permission_overwrites": [rule]})
    assert (status, answer["code"]) == (403, 50013)


async def test_a_new_channel_gives_only_what_the_bot_has(plain: PlainBot, tended: dict[str, Any]):
    """A new channel's overwrites hold only what the bot has in the server; MANAGE_ROLES is for administrators.

    Source: discord-api-docs resources/guild.mdx, "Create Guild Channel"
    """
    path = f"/guilds/{tended['id']}/channels"
    for bit, status in ((BAN, 403), (MANAGE_ROLES, 403), (SEND, 201)):
        rule = {"id": tended["id"], "type": 0, "allow": "0", "deny": str(bit)}
        answer = await plain.rest("POST", path, {"name": f"c{bit}", "type": 0, "permission_overwrites": [rule]})
        assert answer[0] == status, answer


async def test_an_unknown_overwrite_is_not_deleted(plain: PlainBot, tended: dict[str, Any]):
    """Deleting an overwrite that is not there is refused: 10009.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 10009
    """
    path = f"/channels/{tended['channels'][0]['id']}/permissions/{tended['id']}"
    assert (await plain.rest("DELETE", path))[1]["code"] == 10009


async def test_a_private_thread_needs_a_text_channel(plain: PlainBot, control: Control, film: dict[str, Any]):
    """Private threads are made in text channels only: 50024 in an announcement channel.

    Source: discord-api-docs topics/threads.mdx, "Public & Private Threads"
    """
    news = await control.call("POST", "/servers/film/channels", {"name": "news", "type": "announcement"})
    path = f"/channels/{news['id']}/threads"
    assert (await plain.rest("POST", path, {"name": "x", "type": 12}))[1]["code"] == 50024
    assert (await plain.rest("POST", path, {"name": "x", "type": 10}))[0] == 201


async def test_reading_aloud_needs_a_permission(plain: PlainBot, tended: dict[str, Any]):
    """A message with `tts` needs SEND_TTS_MESSAGES: 50013.

    Source: discord-api-docs resources/message.mdx, Create Message, "Limitations"
    """
    wall = tended["channels"][0]["id"]
    assert (await plain.send(wall, {"content": "x", "tts": True}))[1]["code"] == 50013


async def test_a_system_message_is_not_answered(plain: PlainBot, control: Control, general: str):
    """A reply answers a message of a person or bot, no system message.

    Source: discord-api-docs resources/message.mdx, Create Message, "Limitations"
    """
    said = await control.say("x")
    await plain.rest("PUT", f"/channels/{general}/messages/pins/{said['id']}")
    notice = (await control.see())["messages"][-1]["id"]
    _, answer = await plain.send(general, {"content": "y", "message_reference": {"message_id": notice}})
    assert faults(answer) == ["message_reference: REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE"]


@pytest.mark.parametrize("body", [{"poll": {"question": {"text": "?"}, "answers": []}}, {"sticker_ids": ["1"]}])
async def test_what_the_sandbox_does_not_know_is_refused_clearly(plain: PlainBot, general: str, body: dict[str, Any]):
    """Polls and stickers are not silently dropped.

    Source: observed; the sandbox's own refusal of what it leaves out
    """
    _, answer = await plain.send(general, {"content": "x", **body})
    assert faults(answer) == [f"{next(iter(body))}: SANDBOX_LEFT_OUT"]


async def test_interactions_notify_people_only(bot: PlainBot, control: Control, film: dict[str, Any]):
    """Without allowed_mentions an interaction's answer notifies users, no roles and not everyone.

    Source: discord-api-docs resources/message.mdx, "Default Settings for Allowed Mentions"
    """
    await control.call("POST", "/servers/film/roles", {"name": "crew", "mentionable": True})
    server = (await control.call("GET", "/servers"))["servers"][0]
    crew = next(role["id"] for role in server["roles"] if role["name"] == "crew")
    await bot.register({"name": "call", "description": "Calls"})
    use = control.as_person("POST", "commands", {"channel": "general", "command": "call"})
    seen, _ = await bot.answer(use, 4, {"content": f"<@&{crew}> <@{server['owner']['id']}>"})
    answer = seen["messages"][-1]
    assert (answer["mention_roles"], [user["username"] for user in answer["mentions"]]) == ([], ["owner"])


async def test_a_system_message_is_not_pinned(plain: PlainBot, control: Control, general: str):
    """What Discord itself posted cannot be pinned: 50021.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, 50021
    """
    said = await control.say("x")
    await plain.rest("PUT", f"/channels/{general}/messages/pins/{said['id']}")
    notice = (await control.see())["messages"][-1]
    status, answer = await plain.rest("PUT", f"/channels/{general}/messages/pins/{notice['id']}")
    assert (status, answer["code"]) == (403, 50021)


async def test_a_threads_starter_is_not_deleted(plain: PlainBot, control: Control, general: str):
    """The message a thread starts with (21) cannot be deleted: 50021.

    Source: discord-api-docs resources/message.mdx, "Message Types"
    """
    said = await control.say("card")
    await plain.rest("POST", f"/channels/{general}/messages/{said['id']}/threads", {"name": "talk"})
    [starter] = (await control.see("talk"))["messages"]
    status, answer = await plain.rest("DELETE", f"/channels/{said['id']}/messages/{starter['id']}")
    assert (status, answer["code"]) == (403, 50021)
