"""Reminders: how long before a prompt closes somebody wants to hear of it."""

from bot.domain.instants import DAY, HOUR, Instant

OFFSETS = (DAY, 3 * HOUR, HOUR)
"""What can be asked for, the earliest first."""


def still_possible(closes_at: Instant | None, now: Instant) -> tuple[int, ...]:
    """The offsets whose moment is still to come. Without a closing time all of them: they wait for one."""
    return tuple(before for before in OFFSETS if closes_at is None or closes_at - before > now)
