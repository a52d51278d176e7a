"""What Discord allows one application on the gateway, and the count of its session starts."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from bot.sandbox.clock import SECOND
from bot.sandbox.world import Json

DAY = 24 * 3600 * SECOND


@dataclass(frozen=True, slots=True)
class Terms:
    """Source: discord-api-docs, events/gateway.mdx. The seconds and milliseconds are real time.

    `shards` is the number recommended to the bot. `servers_a_session` is the most one session may handle.
    `max_concurrency` sessions, one for each rate limit key, may start within `identify_seconds`.
    """

    shards: int = 1
    servers_a_session: int = 2_500
    max_concurrency: int = 1
    identify_seconds: float = 5.0
    starts_a_day: int = 1_000
    sends_a_minute: int = 120
    heartbeat_ms: int = 41_250


class Starts:
    """Session starts: how many are left today (in sandbox time), and which came too fast."""

    def __init__(self, terms: Terms, now: Callable[[], int]) -> None:
        self._terms = terms
        self._now = now
        self._day_began = 0
        self._used = 0
        self._last: dict[int, float] = {}

    def limit(self) -> Json:
        """Discord's session start limit object."""
        self._turn_day()
        left = self._day_began + DAY - self._now() if self._used else 0
        return {
            "total": self._terms.starts_a_day,
            "remaining": max(0, self._terms.starts_a_day - self._used),
            "reset_after": left // 1_000,
            "max_concurrency": self._terms.max_concurrency,
        }

    def exhausted(self) -> bool:
        """Count one Identify; whether it was more than the day allows."""
        self._turn_day()
        if not self._used:
            self._day_began = self._now()
        self._used += 1
        return self._used > self._terms.starts_a_day

    def too_fast(self, shard: int) -> bool:
        """Whether a shard of the same rate limit key started within the last `identify_seconds`."""
        key, at = shard % self._terms.max_concurrency, monotonic()
        last = self._last.get(key)
        if last is not None and at - last < self._terms.identify_seconds:
            return True
        self._last[key] = at
        return False

    def _turn_day(self) -> None:
        if self._now() - self._day_began >= DAY:
            self._used = 0
