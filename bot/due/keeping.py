"""Keeping the bytes of works that were promised: at once, and again after a restart until it is done."""

import asyncio
import logging

from bot.domain.ids import WorkId
from bot.domain.instants import Instant
from bot.domain.posts import back_off
from bot.due.waking import Timer, Waker
from bot.services.ports import Clock, Keeper

log = logging.getLogger(__name__)

AT_ONCE = 4
LONGEST_SECONDS = 300


class KeepingLoop:
    def __init__(self, works: Keeper, clock: Clock, waker: Waker, timer: Timer) -> None:
        self._works = works
        self._clock = clock
        self._waker = waker
        self._timer = timer
        self._failures = 0

    async def run(self) -> None:
        async for _ in self._waker.rounds():
            try:
                failed = await self._keep_all(await self._works.waiting())
            except Exception:
                log.exception("received works could not be read; the next sweep tries again")
                continue
            self._failures = self._failures + 1 if failed else 0
            if failed:
                again = Instant(self._clock.now() + back_off(self._failures))
                self._timer.wake_at("keeping", again, self._waker)

    async def _keep_all(self, works: list[WorkId]) -> bool:
        """True if any has to be tried again."""
        gate = asyncio.Semaphore(AT_ONCE)
        return any(await asyncio.gather(*(self._keep(work_id, gate) for work_id in works)))

    async def _keep(self, work_id: WorkId, gate: asyncio.Semaphore) -> bool:
        async with gate:
            try:
                async with asyncio.timeout(LONGEST_SECONDS):
                    await self._works.keep(work_id)
            except Exception:
                log.exception("bytes not kept yet", extra={"work_id": work_id})
                return True
        return False
