"""Snowflakes: Discord's ids, which carry the instant they were made."""

from itertools import count

from bot.sandbox.clock import Clock

DISCORD_EPOCH_MS = 1_420_070_400_000
LIVE_WORKER, BACKDATED_WORKER = 1 << 17, 2 << 17


class Snowflakes:
    """Gives ids that only rise (with sandbox time), and ids for a past instant."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._last = 0
        self._backdated = count()

    def new(self) -> int:
        millisecond = self._clock.now() // 1000 - DISCORD_EPOCH_MS
        candidate = (millisecond << 22) | LIVE_WORKER
        self._last = candidate if candidate > self._last else self._last + 1
        return self._last

    def at(self, instant: int) -> int:
        """A unique id whose instant is `instant` (µs UTC), as if it had been made then."""
        millisecond = instant // 1000 - DISCORD_EPOCH_MS
        return (millisecond << 22) | BACKDATED_WORKER | (next(self._backdated) & 0xFFF)


def instant_of(snowflake: int) -> int:
    """The instant inside a snowflake, in µs UTC (Discord keeps milliseconds)."""
    return ((snowflake >> 22) + DISCORD_EPOCH_MS) * 1000
