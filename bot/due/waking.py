"""Waking the loops: at once when there is something new, later through APScheduler, and once a minute anyway."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.domain.instants import SECOND, Instant
from bot.services.ports import Clock, InHand

SWEEP_SECONDS = 60


class Waker:
    """Rings one loop. Rings while it is busy are one more round, never lost and never piled up."""

    def __init__(self, in_hand: InHand) -> None:
        self._in_hand = in_hand
        self._rung = asyncio.Event()

    def __call__(self) -> None:
        if not self._rung.is_set():
            self._rung.set()
            self._in_hand.take()

    async def rounds(self) -> AsyncIterator[None]:
        """One item a ring; the ring counts as in hand until the loop comes back for the next."""
        while True:
            await self._rung.wait()
            self._rung.clear()
            try:
                yield
            finally:
                self._in_hand.drop()


class Timer:
    """APScheduler as an alarm clock and nothing more: the rows say what is due, it only says "look now"."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        # No misfire grace: however late we are told, we look. Its default of one second loses the ring.
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True})

    def start(self, *wakers: Waker) -> None:
        self._scheduler.start()
        for waker in wakers:
            self._clock.on_jump(waker)
            self._scheduler.add_job(_ring, "interval", [waker], seconds=SWEEP_SECONDS)

    def stop(self) -> None:
        self._scheduler.shutdown(wait=False)

    def wake_at(self, name: str, at: Instant | None, waker: Waker) -> None:
        """Ring at an instant; one alarm a name, the newest replaces the one before."""
        if at is None:
            return
        seconds = max(0, at - self._clock.now()) / SECOND
        when = datetime.now(UTC) + timedelta(seconds=seconds)
        self._scheduler.add_job(_ring, "date", [waker], run_date=when, id=name, replace_existing=True)


async def _ring(waker: Waker) -> None:
    waker()
