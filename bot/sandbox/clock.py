"""Sandbox time: real time plus an offset that only grows. Instants are integer microseconds UTC."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
LAST = 3_600_000_000 * SECOND  # in 2084, before the instants that a snowflake holds in 63 bits end


class Clock:
    """Starts at `start` (µs UTC; now by default), runs with real time and can be pushed forward."""

    def __init__(self, start: int | None = None) -> None:
        started = time.time_ns() // 1000 if start is None else start
        self._offset = started - time.monotonic_ns() // 1000
        self._date = (0, "")
        self.on_advance: list[Callable[[], None]] = []

    def now(self) -> int:
        return time.monotonic_ns() // 1000 + self._offset

    def advance(self, microseconds: int) -> None:
        """Push the clock forward; raises ValueError for a negative span (time never goes back), or past LAST."""
        if microseconds < 0 or self.now() + microseconds > LAST:
            raise ValueError("time never goes back, and ends where snowflakes do")
        self._offset += microseconds
        for told in self.on_advance:
            told()

    def http_date(self) -> str:
        """The `Date` header: discord.py and the bot's clock take Discord's time from it."""
        second = self.now() // SECOND
        if second != self._date[0]:
            self._date = (second, format_datetime(EPOCH + timedelta(seconds=second), usegmt=True))
        return self._date[1]


def iso(instant: int) -> str:
    """An instant as Discord writes it: ISO 8601 with microseconds and offset."""
    seconds, microseconds = divmod(instant, SECOND)
    return f"{_second(seconds)}.{microseconds:06}+00:00"


@lru_cache(maxsize=8_192)
def _second(seconds: int) -> str:
    return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")


def instant_from(value: str | int) -> int:
    """µs UTC from ISO 8601 text (no offset means UTC) or integer µs; raises ValueError."""
    if isinstance(value, int):
        return value
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return (moment - EPOCH) // timedelta(microseconds=1)
