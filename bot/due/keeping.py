"""Keeping the bytes of works that were promised: at once, and again after a restart until it is done."""

import asyncio
import logging
from collections import Counter

from bot.domain.ids import WorkId
from bot.domain.instants import Instant
from bot.domain.posts import back_off
from bot.due.waking import Timer, Waker
from bot.services.ports import Clock, InHand, Keeper

log = logging.getLogger(__name__)

AT_ONCE = 4
LONGEST_SECONDS = 300


class KeepingLoop:
    """Each work is a task of its own, so that a file which hangs holds up no other."""

    def __init__(self, works: Keeper, clock: Clock, waker: Waker, timer: Timer, in_hand: InHand) -> None:
        self._works = works
        self._clock = clock
        self._waker = waker
        self._timer = timer
        self._in_hand = in_hand
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._running: dict[WorkId, asyncio.Task[None]] = {}
        self._failures: Counter[WorkId] = Counter()
        self._not_before: dict[WorkId, Instant] = {}

    async def run(self) -> None:
        try:
            async for _ in self._waker.rounds():
                try:
                    waiting = await self._works.waiting()
                except Exception:
                    log.exception("received works could not be read; the next sweep tries again")
                    continue
                for work_id in waiting:
                    if work_id not in self._running and self._not_before.get(work_id, 0) <= self._clock.now():
                        self._in_hand.take()
                        self._running[work_id] = asyncio.create_task(self._keep(work_id))
        finally:
            for task in self._running.values():
                task.cancel()

    async def _keep(self, work_id: WorkId) -> None:
        try:
            async with self._gate, asyncio.timeout(LONGEST_SECONDS):
                await self._works.keep(work_id)
        except Exception:
            log.exception("bytes not kept yet", extra={"work_id": work_id})
            self._failures[work_id] += 1
            again = Instant(self._clock.now() + back_off(self._failures[work_id]))
            self._not_before[work_id] = again
            self._timer.wake_at(f"keeping {work_id}", again, self._waker)
        else:
            del self._failures[work_id]
            self._not_before.pop(work_id, None)
        finally:
            del self._running[work_id]
            self._in_hand.drop()
