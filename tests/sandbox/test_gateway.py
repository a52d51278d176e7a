"""The gateway: sessions, resuming and events."""

from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway import KEPT_EVENTS

from .clients import Control, PlainBot


async def test_ready_names_the_bot_and_where_to_resume(plain: PlainBot, sandbox: Sandbox, film: dict[str, Any]):
    """READY names the bot, its session, where to resume, its application, and its servers as unavailable.

    Source: discord-api-docs events/gateway-events.mdx, "Ready"
    """
    ready = await plain.connect()
    assert ready["user"]["bot"] is True
    assert ready["user"]["id"] == ready["application"]["id"] == plain.id
    assert ready["guilds"] == [{"id": film["id"], "unavailable": True}]
    assert ready["resume_gateway_url"] == sandbox.gateway


async def test_missing_intents_are_closed_with_4013(plain: PlainBot):
    """Identifying without intents closes the connection: 4013.

    Source: discord-api-docs events/gateway.mdx, "Gateway Intents"
    """
    await plain.open_socket()
    await plain.op(2, {"token": "sandbox-token", "properties": {}})
    assert await plain.closed_with() == 4013


async def test_a_payload_before_identify_is_closed_with_4003(plain: PlainBot):
    """A payload before identifying closes the connection: 4003.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await plain.open_socket()
    await plain.op(3, {"status": "online"})
    assert await plain.closed_with() == 4003


async def test_an_unknown_opcode_is_closed_with_4001(bot: PlainBot):
    """An unknown opcode closes the connection: 4001.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await bot.op(99, {})
    assert await bot.closed_with() == 4001


async def test_a_second_identify_is_closed_with_4005(bot: PlainBot):
    """Identifying twice closes the connection: 4005.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await bot.op(2, {"token": "sandbox-token", "intents": 0, "properties": {}})
    assert await bot.closed_with() == 4005


async def test_a_resumed_session_gets_what_it_missed(bot: PlainBot, control: Control):
    """A resumed session is sent what it missed, in order, and then RESUMED.

    Source: discord-api-docs events/gateway.mdx, "Resuming"
    """
    await bot.event("GUILD_CREATE")
    await bot.socket.close(code=4000)
    await control.say("first")
    await control.say("second")
    await bot.resume()
    await bot.event("RESUMED")
    missed = [payload["d"]["content"] for payload in bot.heard if payload.get("t") == "MESSAGE_CREATE"]
    assert missed == ["first", "second"]


async def test_a_resumed_session_goes_on(bot: PlainBot, control: Control):
    """After RESUMED new events come as before.

    Source: discord-api-docs events/gateway.mdx, "Resuming"
    """
    await bot.socket.close(code=4000)
    await bot.resume()
    await bot.event("RESUMED")
    await control.say("later")
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "later"


@pytest.mark.parametrize("code", [1000, 1001])
async def test_closing_with_1000_or_1001_ends_the_session(bot: PlainBot, code: int):
    """Closing with 1000 or 1001 ends the session, so that it cannot be resumed.

    Source: discord-api-docs events/gateway.mdx, "Initiating a Disconnect"
    """
    await bot.socket.close(code=code)
    await bot.resume()
    invalid = await bot.hear()
    assert (invalid["op"], invalid["d"]) == (9, False)


async def test_an_unknown_session_is_invalid_and_may_identify(bot: PlainBot):
    """Resuming an unknown session is answered with opcode 9, after which the client may identify.

    Source: discord-api-docs events/gateway-events.mdx, "Invalid Session"
    """
    await bot.resume(session_id="nothing")
    assert (await bot.hear())["op"] == 9
    await bot.op(2, {"token": "sandbox-token", "intents": 0, "properties": {}})
    await bot.event("READY")


async def test_a_session_that_missed_too_much_cannot_resume(
    bot: PlainBot, sandbox: Sandbox, film: dict[str, Any], general: str
):
    """A session whose missed events are no longer kept cannot be resumed: opcode 9.

    Source: discord-api-docs events/gateway.mdx, "Resuming"
    """
    await bot.event("GUILD_CREATE")
    await bot.socket.close(code=4000)
    for _ in range(KEPT_EVENTS + 1):
        sandbox.state.gateway.dispatch("CHANNEL_PINS_UPDATE", {"channel_id": general}, int(film["id"]))
    await bot.resume()
    assert (await bot.hear())["op"] == 9


async def test_an_invalidated_session_is_told_and_forgotten(bot: PlainBot, sandbox: Sandbox):
    """A session that Discord ends is told so (opcode 9, d false) and cannot be resumed.

    Source: discord-api-docs events/gateway-events.mdx, "Invalid Session"
    """
    await bot.event("GUILD_CREATE")
    sandbox.state.gateway.invalidate()
    assert (await bot.hear())["op"] == 9
    await bot.socket.close(code=4000)
    await bot.resume()
    assert (await bot.hear())["op"] == 9


async def test_members_are_sent_in_chunks_on_request(bot: PlainBot, film: dict[str, Any]):
    """A request for members (opcode 8) is answered with GUILD_MEMBERS_CHUNK and its nonce.

    Source: discord-api-docs events/gateway-events.mdx, "Request Guild Members"
    """
    await bot.op(8, {"guild_id": film["id"], "query": "an", "limit": 5, "nonce": "n"})
    chunk = await bot.event("GUILD_MEMBERS_CHUNK")
    assert [member["user"]["username"] for member in chunk["members"]] == ["ann"]
    assert (chunk["nonce"], chunk["chunk_index"], chunk["chunk_count"]) == ("n", 0, 1)


async def test_a_member_request_names_who_is_absent(bot: PlainBot, film: dict[str, Any]):
    """A request for members by id names those who are not there in `not_found`.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Members Chunk"
    """
    await bot.op(8, {"guild_id": film["id"], "user_ids": [film["owner"]["id"], "1"]})
    chunk = await bot.event("GUILD_MEMBERS_CHUNK")
    assert [member["user"]["username"] for member in chunk["members"]] == ["owner"]
    assert chunk["not_found"] == ["1"]


async def test_a_presence_update_is_accepted(bot: PlainBot, control: Control):
    """A presence update (opcode 3) has no answer.

    Source: discord-api-docs events/gateway-events.mdx, "Update Presence"
    """
    await bot.op(3, {"status": "online", "activities": [], "since": None, "afk": False})
    await control.say("still here")
    await bot.event("MESSAGE_CREATE")


async def test_the_bot_hears_nothing_of_channels_it_cannot_see(bot: PlainBot, control: Control):
    """Events of a channel go to those who may see it.

    Source: discord-api-docs topics/permissions.mdx, "Channel Visibility"
    """
    await control.say("secret", channel="backstage")
    await control.say("public")
    assert (await bot.event("MESSAGE_CREATE"))["content"] == "public"


async def test_a_new_server_is_announced(bot: PlainBot, control: Control):
    """Joining a server is announced as GUILD_CREATE, being thrown out as GUILD_DELETE.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Create" and "Guild Delete"
    """
    server = await control.call("POST", "/servers", {"name": "second", "channels": ["lobby"]})
    while (created := await bot.event("GUILD_CREATE"))["id"] != server["id"]:
        pass
    assert created["channels"][0]["name"] == "lobby"
    await control.call("DELETE", "/servers/second/bot")
    assert (await bot.event("GUILD_DELETE"))["id"] == server["id"]
    await control.call("POST", "/servers/second/bot", {"permissions": ["VIEW_CHANNEL"]})
    assert (await bot.event("GUILD_CREATE"))["id"] == server["id"]


async def test_people_who_join_change_and_leave_are_announced(bot: PlainBot, control: Control):
    """People who join, change or leave are announced: GUILD_MEMBER_ADD, _UPDATE and _REMOVE.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Member Add", "… Update" and "… Remove"
    """
    joined = await control.call("POST", "/servers/film/people", {"name": "eve"})
    assert (await bot.event("GUILD_MEMBER_ADD"))["user"]["id"] == joined["id"]
    changed = await control.call("PATCH", "/servers/film/people/eve", {"roles": ["director"]})
    assert (await bot.event("GUILD_MEMBER_UPDATE"))["roles"] == changed["roles"]
    await control.call("DELETE", "/servers/film/people/eve")
    assert (await bot.event("GUILD_MEMBER_REMOVE"))["user"]["username"] == "eve"


async def test_new_roles_and_channels_are_announced(bot: PlainBot, control: Control):
    """New roles and channels are announced: GUILD_ROLE_CREATE and CHANNEL_CREATE.

    Source: discord-api-docs events/gateway-events.mdx, "Guild Role Create" and "Channel Create"
    """
    await control.call("POST", "/servers/film/roles", {"name": "moderator"})
    assert (await bot.event("GUILD_ROLE_CREATE"))["role"]["name"] == "moderator"
    await control.call("POST", "/servers/film/channels", {"name": "credits"})
    assert (await bot.event("CHANNEL_CREATE"))["name"] == "credits"
