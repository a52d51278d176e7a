"""How the gateway ends connections and sessions. The codes are those of "Gateway Close Event Codes"."""

import asyncio
import json
from typing import Any

import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms
from bot.sandbox.gateway.connection import ACK_SECONDS

from .clients import Control, Json, PlainBot

MINUTE = 60_000_000


def terms(**changed: Any) -> pytest.MarkDecorator:
    """A sandbox whose gateway has other terms than usual."""
    return pytest.mark.parametrize("arguments", [{"terms": Terms(**{"identify_seconds": 0, **changed})}], ids=[""])


@pytest.mark.parametrize(
    "payload", ["{", "[]", "2", '{"d": 1}', '{"op": "1"}', '{"op": true}', '{"op": 2, "d": 5}'], ids=repr
)
async def test_an_unreadable_payload_is_closed_with_4002(plain: PlainBot, payload: str):
    """What is no payload closes with 4002 Decode error.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await plain.open_socket()
    await plain.socket.send_str(payload)
    assert await plain.closed_with() == 4002


@pytest.mark.parametrize(("spaces", "code"), [(4_096, 4003), (4_097, 4002)])
async def test_a_payload_may_have_4096_bytes(plain: PlainBot, spaces: int, code: int):
    """A payload of more than 4096 bytes closes with 4002 (one that may be read here with 4003).

    Source: discord-api-docs events/gateway.mdx, "Sending Events"
    """
    await plain.open_socket()
    await plain.socket.send_str(json.dumps({"op": 3, "d": None}).ljust(spaces))
    assert await plain.closed_with() == code


@pytest.mark.parametrize("op", [2, 6], ids=["identify", "resume"])
async def test_a_wrong_token_is_closed_with_4004(plain: PlainBot, op: int):
    """A wrong token in Identify or Resume closes with 4004 Authentication failed.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await plain.open_socket()
    await plain.op(op, {"token": "wrong", "intents": 0, "properties": {}, "session_id": "x", "seq": 0})
    assert await plain.closed_with() == 4004


async def test_a_session_that_was_invalidated_must_identify_again(bot: PlainBot, sandbox: Sandbox):
    """Payloads of an invalidated session close with 4003 Not authenticated.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    sandbox.state.gateway.invalidate()
    await bot.op(3, {"status": "online"})
    assert await bot.closed_with() == 4003


@pytest.mark.parametrize("sequence", [10_000, -1, "5", None])
async def test_a_sequence_that_never_was_is_closed_with_4007(bot: PlainBot, sequence: Any):
    """A Resume with a sequence the session never reached closes with 4007 Invalid seq.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await bot.event("GUILD_CREATE")
    await bot.socket.close(code=4000)
    await bot.open_socket()
    await bot.op(6, {"token": "sandbox-token", "session_id": bot.session_id, "seq": sequence})
    assert await bot.closed_with() == 4007


async def test_120_payloads_a_minute_are_allowed(bot: PlainBot):
    """More than 120 payloads within 60 seconds on one connection close with 4008 Rate limited.

    Source: discord-api-docs events/gateway.mdx, "Rate Limiting"
    """
    for _ in range(118):  # Identify was the first, and a heartbeat is the last
        await bot.op(3, {"status": "online"})
    await bot.beat()
    await bot.op(1, None)
    assert await bot.closed_with() == 4008


@terms(heartbeat_ms=20)
async def test_who_stops_heartbeats_is_closed_and_may_resume(plain: PlainBot):
    """A client that misses its heartbeats is closed with 4009 and resumes.

    Source: discord-api-docs events/gateway.mdx, "Heartbeat Interval" (the code: topics/opcodes-and-status-codes.mdx)
    """
    await plain.connect()
    assert await plain.closed_with() == 4009
    await plain.resume()
    await plain.event("RESUMED")


@terms(heartbeat_ms=200)
async def test_who_keeps_up_heartbeats_stays(plain: PlainBot, sandbox: Sandbox):
    """Each heartbeat is acknowledged and keeps the connection.

    Source: discord-api-docs events/gateway.mdx, "Sending Heartbeats"
    """
    await plain.connect()
    for _ in range(7):  # longer than it would be borne in silence
        await asyncio.sleep(0.04)
        await plain.beat()


async def test_hello_says_how_often(plain: PlainBot):
    """HELLO comes first and carries the heartbeat interval.

    Source: discord-api-docs events/gateway.mdx, "Hello Event"
    """
    await plain.open_socket()
    assert plain.heard[0]["d"] == {"heartbeat_interval": 41_250}


async def test_an_acknowledgement_takes_as_long_as_on_a_network(bot: PlainBot):
    """discord.py notes when it sent a heartbeat only after the send returned: an instant answer looks 41 s late."""
    await bot.told_so_far()
    began = asyncio.get_running_loop().time()
    await bot.beat()
    assert asyncio.get_running_loop().time() - began >= ACK_SECONDS * 0.9


async def test_the_gateway_may_ask_for_a_heartbeat(bot: PlainBot, sandbox: Sandbox):
    """Opcode 1 from the gateway asks for a heartbeat at once.

    Source: discord-api-docs events/gateway.mdx, "Heartbeat Requests"
    """
    await bot.event("GUILD_CREATE")
    sandbox.state.gateway.ask_for_heartbeat()
    assert (await bot.hear())["op"] == 1


@pytest.mark.parametrize("shard", [[1, 1], [-1, 2], [0, 0], [0], ["0", "1"], "0/1", [0, 1, 2]], ids=repr)
async def test_a_shard_that_cannot_be_is_closed_with_4010(plain: PlainBot, shard: Any):
    """A shard outside its count closes with 4010 Invalid shard.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    await plain.open_socket()
    await plain.identify(shard=shard)
    assert await plain.closed_with() == 4010


@terms(servers_a_session=1)
async def test_a_session_of_too_many_servers_is_closed_with_4011(plain: PlainBot, control: Control, film: Json):
    """A session that would handle more than 2,500 servers (here 1) closes with 4011 Sharding required.

    Source: discord-api-docs events/gateway.mdx, "Sharding"
    """
    await control.call("POST", "/servers", {"name": "second"})
    await plain.open_socket()
    await plain.identify()
    assert await plain.closed_with() == 4011


@pytest.mark.parametrize("version", [0, 5, 11])
async def test_an_unknown_version_is_closed_with_4012(session, sandbox: Sandbox, version: int):
    """A version the gateway does not have closes with 4012 Invalid API version.

    Source: discord-api-docs topics/opcodes-and-status-codes.mdx, "Gateway Close Event Codes"
    """
    socket = await session.ws_connect(f"{sandbox.gateway}?v={version}&encoding=json")
    await socket.receive(timeout=5)
    assert socket.close_code == 4012


async def test_a_session_can_be_resumed_for_a_few_minutes(bot: PlainBot, sandbox: Sandbox):
    """A session whose client is away times out after a few minutes: opcode 9 with d false.

    Source: discord-api-docs events/gateway.mdx, "Initiating a Disconnect" and "Preparing to Resume"
    """
    await bot.told_so_far()
    await bot.socket.close(code=4000)
    sandbox.clock.advance(2 * MINUTE)
    await bot.resume()
    await bot.event("RESUMED")
    await bot.socket.close(code=4000)
    sandbox.clock.advance(4 * MINUTE)
    await bot.resume()
    payload = await bot.hear()
    assert (payload["op"], payload["d"]) == (9, False)


async def test_a_dropped_connection_leaves_the_session(bot: PlainBot, control: Control):
    """A connection that ends without a close code can be resumed.

    Source: discord-api-docs events/gateway.mdx, "Resuming"
    """
    await bot.told_so_far()
    bot.socket._response.connection.transport.abort()
    await control.say("meanwhile")
    await bot.resume()
    await bot.event("RESUMED")
    assert [p["d"]["content"] for p in bot.heard if p.get("t") == "MESSAGE_CREATE"] == ["meanwhile"]


async def test_a_session_that_may_be_resumable_is(bot: PlainBot, sandbox: Sandbox):
    """Opcode 9 with d true asks to resume, and the session is still there.

    Source: discord-api-docs events/gateway-events.mdx, "Invalid Session"
    """
    await bot.told_so_far()
    sandbox.state.gateway.invalidate(resumable=True)
    payload = await bot.hear()
    assert (payload["op"], payload["d"]) == (9, True)
    await bot.socket.close(code=4000)
    await bot.resume()
    await bot.event("RESUMED")


@terms(identify_seconds=5)
async def test_sessions_start_one_at_a_time(session, sandbox: Sandbox, film: Json):
    """More than max_concurrency Identifies within 5 seconds are answered with opcode 9.

    Source: discord-api-docs events/gateway.mdx, "Rate Limiting"
    """
    first, second = PlainBot(session, sandbox), PlainBot(session, sandbox)
    await first.connect(shard=[0, 2])
    await second.open_socket()
    await second.identify(shard=[1, 2])
    payload = await second.hear()
    assert (payload["op"], payload["d"]) == (9, False)


@terms(identify_seconds=5, max_concurrency=2)
async def test_shards_of_different_keys_start_at_once(session, sandbox: Sandbox, film: Json):
    """Shards of different shard_id % max_concurrency start at once, those of the same one do not.

    Source: discord-api-docs events/gateway.mdx, "Max Concurrency"
    """
    shards = [PlainBot(session, sandbox) for _ in range(3)]
    await shards[0].connect(shard=[0, 3])
    await shards[1].connect(shard=[1, 3])
    await shards[2].open_socket()
    await shards[2].identify(shard=[2, 3])
    assert (await shards[2].hear())["op"] == 9


@terms(starts_a_day=2)
async def test_session_starts_are_counted(plain: PlainBot, sandbox: Sandbox):
    """Get Gateway Bot tells how many of a day's session starts are left, and when they are renewed.

    Source: discord-api-docs events/gateway.mdx, "Session Start Limit Object"
    """
    _, before = await plain.rest("GET", "/gateway/bot")
    assert before["session_start_limit"] == {"total": 2, "remaining": 2, "reset_after": 0, "max_concurrency": 1}
    await plain.connect()
    _, after = await plain.rest("GET", "/gateway/bot")
    assert after["session_start_limit"]["remaining"] == 1
    assert 86_390_000 < after["session_start_limit"]["reset_after"] <= 86_400_000
    sandbox.clock.advance(24 * 60 * MINUTE)
    _, next_day = await plain.rest("GET", "/gateway/bot")
    assert next_day["session_start_limit"]["remaining"] == 2


@terms(starts_a_day=1)
async def test_too_many_session_starts_end_every_session(session, sandbox: Sandbox, bot: PlainBot):
    """Beyond a day's 1,000 Identifies (here 1) every session ends and the token is no longer taken.

    Source: discord-api-docs events/gateway.mdx, "Identifying"
    """
    await bot.told_so_far()
    second = PlainBot(session, sandbox)
    await second.open_socket()
    await second.identify()
    assert await second.closed_with() == 4004
    assert (await bot.hear())["op"] == 9


@terms(starts_a_day=1)
async def test_resuming_is_no_session_start(bot: PlainBot):
    """Resumes do not count as session starts.

    Source: discord-api-docs events/gateway.mdx, "Identifying"
    """
    for _ in range(3):
        await bot.told_so_far()
        await bot.socket.close(code=4000)
        await bot.resume()
        await bot.event("RESUMED")
