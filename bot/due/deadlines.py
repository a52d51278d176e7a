"""Doing what is due, on time or as soon after as we can."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.instants import MINUTE, Instant
from bot.domain.posts import back_off
from bot.due.waking import Timer, Waker
from bot.services.ports import Clock, Database

log = logging.getLogger(__name__)

LONGEST_SECONDS = 30
"""Shorter than the lease, so that a hung one never runs beside its second try."""
AT_ONCE = 50

LATE = MINUTE
"""What is done later than this after it was due was missed, and somebody hears of it."""

Handler = Callable[[Deadline], Awaitable[None]]
"""Does the work and finishes the deadline in one transaction."""


class DeadlineLoop:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        waker: Waker,
        timer: Timer,
        handlers: Mapping[DeadlineKind, Handler],
        note_late: Handler | None = None,
    ) -> None:
        self._db = db
        self._clock = clock
        self._waker = waker
        self._timer = timer
        self._handlers = handlers
        self._note_late = note_late

    async def run(self) -> None:
        async for _ in self._waker.rounds():
            try:
                while claimed := await self._claim():
                    for deadline in claimed:
                        await self._do(deadline)
                self._timer.wake_at("deadlines", await self.next_due(), self._waker)
            except Exception:
                log.exception("deadlines could not be read; the next sweep tries again")

    async def next_due(self) -> Instant | None:
        async with self._db.transaction() as tx:
            return await tx.deadlines.next_due()

    async def next_owed(self) -> tuple[Instant, DeadlineKind] | None:
        async with self._db.transaction() as tx:
            return await tx.deadlines.next_owed()

    async def _claim(self) -> list[Deadline]:
        async with self._db.transaction() as tx:
            return await tx.deadlines.claim(self._clock.now(), AT_ONCE)

    async def _do(self, deadline: Deadline) -> None:
        try:
            late = self._clock.now() - deadline.due_at > LATE
            async with asyncio.timeout(LONGEST_SECONDS):
                await self._handlers[deadline.kind](deadline)
                if late and self._note_late is not None:
                    await self._note_late(deadline)
        except Exception as error:
            log.exception("deadline failed", extra={"key": deadline.key, "attempts": deadline.attempts})
            again = Instant(self._clock.now() + back_off(deadline.attempts))
            async with self._db.transaction() as tx:
                await tx.deadlines.retry(deadline.id, repr(error), again)
