"""Wakers lose no ring and pile none up; the timer rings at its time, newest word first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

import pytest

from bot.clock import FakeClock, InHand
from bot.domain.instants import HOUR, SECOND, Instant
from bot.due.waking import Timer, Waker

NOW = Instant(1_780_315_200_000_000)


@asynccontextmanager
async def running(*wakers: Waker) -> AsyncIterator[Timer]:
    timer = Timer(FakeClock(NOW))
    timer.start(*wakers)
    try:
        yield timer
    finally:
        timer.stop()
        await asyncio.sleep(0)


async def test_many_rings_before_a_round_are_one_round() -> None:
    in_hand = InHand()
    waker = Waker(in_hand)
    for _ in range(5):
        waker()
    async with aclosing(waker.rounds()) as rounds:
        await anext(rounds)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(rounds), 0.01)
    await asyncio.wait_for(in_hand.idle(), 1)


async def test_a_ring_during_a_round_is_one_more_round() -> None:
    waker = Waker(InHand())
    waker()
    async with aclosing(waker.rounds()) as rounds:
        await anext(rounds)
        waker()
        waker()
        await asyncio.wait_for(anext(rounds), 1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(rounds), 0.01)


async def test_a_ring_is_in_hand_until_its_round_is_over() -> None:
    in_hand = InHand()
    waker = Waker(in_hand)
    await in_hand.idle()
    waker()
    idle = asyncio.create_task(in_hand.idle())
    async with aclosing(waker.rounds()) as rounds:
        await anext(rounds)
        waker()
        await anext(rounds)
        await asyncio.sleep(0)
        assert not idle.done()
    await asyncio.wait_for(idle, 1)


async def test_a_round_that_was_broken_off_is_no_longer_in_hand() -> None:
    in_hand = InHand()
    waker = Waker(in_hand)

    async def work() -> None:
        async with aclosing(waker.rounds()) as rounds:
            async for _ in rounds:
                await asyncio.Event().wait()

    task = asyncio.create_task(work())
    waker()
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    await asyncio.wait_for(in_hand.idle(), 1)


async def test_whoever_the_timer_knows_is_rung_when_the_time_jumps() -> None:
    clock = FakeClock(NOW)
    wakers = [Waker(InHand()), Waker(InHand())]
    timer = Timer(clock)
    timer.start(*wakers)
    await clock.advance(HOUR)
    for waker in wakers:
        async with aclosing(waker.rounds()) as rounds:
            await asyncio.wait_for(anext(rounds), 1)
    timer.stop()
    await asyncio.sleep(0)


@pytest.mark.parametrize("ahead", [-HOUR, 0, SECOND // 100])
async def test_the_timer_rings_at_its_time_and_at_once_when_that_is_past(ahead: int) -> None:
    waker = Waker(InHand())
    async with running(waker) as timer:
        timer.wake_at("posts", Instant(NOW + ahead), waker)
        async with aclosing(waker.rounds()) as rounds:
            await asyncio.wait_for(anext(rounds), 5)


async def test_of_two_alarms_by_one_name_the_newest_holds() -> None:
    waker = Waker(InHand())
    async with running(waker) as timer:
        timer.wake_at("posts", NOW, waker)
        timer.wake_at("posts", Instant(NOW + HOUR), waker)
        timer.wake_at("posts", None, waker)
        async with aclosing(waker.rounds()) as rounds:
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(anext(rounds), 0.02)


async def test_an_alarm_set_before_the_timer_starts_rings_once_it_has() -> None:
    waker = Waker(InHand())
    timer = Timer(FakeClock(NOW))
    for _ in range(2):
        timer.wake_at("posts", NOW, waker)
    timer.start(waker)
    async with aclosing(waker.rounds()) as rounds:
        await asyncio.wait_for(anext(rounds), 5)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(anext(rounds), 0.02)
    timer.stop()
    await asyncio.sleep(0)
