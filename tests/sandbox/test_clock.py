"""Sandbox time, and settling: nothing is judged before every bot has caught up."""

import asyncio
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
import pytest

from bot.sandbox import Sandbox

from .clients import VALIDATORS, Control, PlainBot

HOUR = 3600 * 1_000_000


class Follower:
    """A bot's clock on the stream."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def hear(self) -> dict[str, Any]:
        said = await self.socket.receive_json(timeout=5)
        VALIDATORS["clock.stream.time"].validate(said)
        return said

    async def settled(self, said: dict[str, Any], next_due: int | None = None) -> None:
        answer = {"op": "settled", "settle": said["settle"], "now": said["now"], "next_due": next_due}
        VALIDATORS["clock.stream.settled"].validate(answer)
        await self.socket.send_json(answer)


@pytest.fixture
async def follower(control: Control, session: aiohttp.ClientSession):
    async with session.ws_connect(f"{control.root}/clock/stream") as socket:
        yield Follower(socket)


async def test_the_clock_runs_and_moves_forward(control: Control):
    """advance in seconds, `to` an instant."""
    before = await control.call("GET", "/clock")
    after = await control.call("POST", "/clock", {"advance": 3600})
    assert HOUR <= after["now"] - before["now"] < HOUR + 5_000_000
    later = await control.call("POST", "/clock", {"to": after["now"] + HOUR})
    assert later["now"] >= after["now"] + HOUR
    assert later["next_due"] is None


async def test_the_clock_can_start_anywhere():
    """start_at, in µs UTC."""
    sandbox = Sandbox(start_at=1_900_000_000_000_000)
    assert 0 <= sandbox.clock.now() - 1_900_000_000_000_000 < 5_000_000


async def test_ids_dates_and_stamps_follow_sandbox_time(plain: PlainBot, control: Control, general: str):
    """Snowflakes, the Date header and timestamps."""
    now = (await control.call("POST", "/clock", {"advance": 30 * 24 * 3600}))["now"]
    _, sent = await plain.send(general, {"content": "x"})
    assert abs(((int(sent["id"]) >> 22) + 1_420_070_400_000) * 1000 - now) < 5_000_000
    headers = {"Authorization": "Bot sandbox-token"}
    async with plain.session.get(f"{plain.sandbox.api}/users/@me", headers=headers) as response:
        date = parsedate_to_datetime(response.headers["Date"])
    assert abs(date.timestamp() - now / 1_000_000) < 5


async def test_a_follower_is_told_the_time_when_it_connects(follower: Follower, sandbox: Sandbox):
    """One `time` at once."""
    said = await follower.hear()
    assert abs(said["now"] - sandbox.clock.now()) < 5_000_000
    assert said["seqs"] == {}


async def test_moving_the_clock_waits_for_every_follower(follower: Follower, control: Control):
    """The answer comes once all have settled, with the first thing due."""
    await follower.hear()
    moving = asyncio.ensure_future(control.call("POST", "/clock", {"advance": 3600}))
    said = await follower.hear()
    assert not moving.done()
    await follower.settled(said, next_due=said["now"] + HOUR)
    assert (await moving)["next_due"] == said["now"] + HOUR


async def test_an_action_waits_until_the_bot_has_handled_it(bot: PlainBot, follower: Follower, control: Control):
    """wait=final settles with the sequence number the action's events have reached; ack does not."""
    await bot.event("GUILD_CREATE")
    await follower.hear()
    await control.say("no wait", wait="ack")
    saying = asyncio.ensure_future(control.say("wait"))
    said = await follower.hear()
    while (await bot.event("MESSAGE_CREATE"))["content"] != "wait":
        pass
    assert said["seqs"] == {bot.session_id: bot.sequence}
    assert not saying.done()
    await follower.settled(said)
    await saying


async def test_what_the_bot_does_meanwhile_is_settled_too(
    bot: PlainBot, follower: Follower, control: Control, general: str
):
    """A settled bot that was sent new events is asked again."""
    await follower.hear()
    saying = asyncio.ensure_future(control.say("question"))
    said = await follower.hear()
    await bot.send(general, {"content": "answer"})
    await follower.settled(said)
    again = await follower.hear()
    assert again["settle"] > said["settle"]
    assert again["seqs"][bot.session_id] > said["seqs"][bot.session_id]
    assert not saying.done()
    await follower.settled(again)
    await saying


async def test_a_follower_that_leaves_is_not_waited_for(follower: Follower, control: Control):
    """A bot that stops while it is waited for."""
    await follower.hear()
    moving = asyncio.ensure_future(control.call("POST", "/clock", {"advance": 1}))
    await follower.hear()
    await follower.socket.close()
    assert (await moving)["next_due"] is None


async def test_a_due_instant_can_be_told_at_any_time(follower: Follower, control: Control, sandbox: Sandbox):
    """`{"op": "due"}`."""
    due = {"op": "due", "next_due": sandbox.clock.now() + HOUR}
    VALIDATORS["clock.stream.due"].validate(due)
    await follower.hear()
    await follower.socket.send_json(due)
    reading = asyncio.ensure_future(control.call("GET", "/clock"))
    await follower.settled(await follower.hear(), next_due=due["next_due"])
    assert (await reading)["next_due"] == due["next_due"]
