"""The clocks: which one is believed, and when."""

import asyncio

import aiohttp
from aiohttp import web

from bot.clock import FakeClock, InHand, SystemClock
from bot.domain.instants import DAY, HOUR, SECOND, Instant

NOON = Instant(1_800_000_000 * SECOND)


class Machine:
    """A machine's two clocks, moved by hand."""

    def __init__(self) -> None:
        self.wall = int(NOON)
        self.ticks = 100.0
        self.clock = SystemClock(lambda: self.wall, lambda: self.ticks)
        self.jumps = 0
        self.clock.on_jump(self._jumped)

    def _jumped(self) -> None:
        self.jumps += 1

    def run(self, seconds: float) -> None:
        self.wall += int(seconds * SECOND)
        self.ticks += seconds


def test_time_runs_as_the_machine_runs() -> None:
    machine = Machine()
    machine.run(90)
    assert machine.clock.now() == NOON + 90 * SECOND
    assert machine.jumps == 0


def test_a_wall_clock_that_is_turned_changes_nothing() -> None:
    machine = Machine()
    for turned in (-HOUR, 2 * HOUR):
        machine.wall += turned
        machine.run(10)
    assert machine.clock.now() == NOON + 20 * SECOND


def test_discords_date_corrects_a_machine_that_is_a_day_behind() -> None:
    machine = Machine()
    machine.clock.heard(Instant(NOON + DAY))
    assert abs(machine.clock.now() - (NOON + DAY)) <= SECOND
    assert machine.jumps == 1


def test_a_date_within_its_own_precision_moves_nothing() -> None:
    machine = Machine()
    machine.run(0.9)
    machine.clock.heard(NOON)
    assert machine.clock.now() == NOON + int(0.9 * SECOND)
    assert machine.jumps == 0


async def test_discord_is_asked_for_the_time_and_believed() -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(headers={"Date": "Fri, 15 Jan 2027 08:00:00 GMT"})

    app = web.Application()
    app.router.add_get("/gateway", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    machine = Machine()
    machine.run(DAY / SECOND)
    corrected = asyncio.Event()
    machine.clock.on_jump(corrected.set)
    try:
        async with aiohttp.ClientSession() as session:
            host, port = runner.addresses[0][:2]
            following = asyncio.create_task(machine.clock.follow(session, f"http://{host}:{port}"))
            await asyncio.wait_for(corrected.wait(), 10)
            following.cancel()
    finally:
        await runner.cleanup()
    assert abs(machine.clock.now() - NOON) <= SECOND


async def test_a_fake_clock_stands_still_until_it_is_moved() -> None:
    clock = FakeClock(NOON)
    waiting = asyncio.create_task(clock.wait_until(Instant(NOON + HOUR)))
    await asyncio.sleep(0)
    assert not waiting.done()
    await clock.advance(HOUR)
    await waiting
    assert clock.now() == NOON + HOUR


async def test_nothing_in_hand_means_idle() -> None:
    in_hand = InHand()
    with in_hand:
        waiting = asyncio.create_task(in_hand.idle())
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting
