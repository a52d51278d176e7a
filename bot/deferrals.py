"""An alarm for every interaction, so that none is left unanswered past Discord's three seconds."""

import asyncio
from collections import deque
from typing import Protocol

DEFER_AFTER_SECONDS = 1.5
"""Half of what Discord allows (Interactions, "Responding"): the other half is for the way there."""


class Deferrable(Protocol):
    @property
    def is_over(self) -> bool: ...
    def defer_late(self) -> None: ...


class Deferrals:
    """Defers whatever is not answered in time. All wait equally long, so one timer serves them in turn."""

    def __init__(self) -> None:
        self._waiting: deque[tuple[float, Deferrable]] = deque()

    def watch(self, answer: Deferrable) -> None:
        loop = asyncio.get_running_loop()
        self._waiting.append((loop.time() + DEFER_AFTER_SECONDS, answer))
        if len(self._waiting) == 1:
            loop.call_later(DEFER_AFTER_SECONDS, self._ring)

    def _ring(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            due, answer = self._waiting[0]
            if not answer.is_over:
                if due > loop.time():
                    loop.call_at(due, self._ring)
                    return
                answer.defer_late()
            self._waiting.popleft()
