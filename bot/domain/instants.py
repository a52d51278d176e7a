"""Instants are whole microseconds since 1970 in UTC; durations are whole microseconds."""

from datetime import UTC, datetime
from typing import NewType

Instant = NewType("Instant", int)
"""Microseconds since 1970-01-01T00:00:00Z."""

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR

DISCORD_EPOCH_MS = 1_420_070_400_000
"""2015-01-01, where Discord's snowflakes begin (https://discord.com/developers/docs/reference#snowflakes)."""


def instant_of(snowflake: int) -> Instant:
    """When Discord made the thing with this id, to the millisecond."""
    return Instant(((snowflake >> 22) + DISCORD_EPOCH_MS) * 1_000)


def from_datetime(moment: datetime) -> Instant:
    """The instant of an aware datetime; a naive one is refused."""
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone names no instant")
    since = moment - datetime(1970, 1, 1, tzinfo=UTC)
    return Instant((since.days * 86_400 + since.seconds) * SECOND + since.microseconds)


def to_datetime(instant: Instant) -> datetime:
    """The same instant as an aware datetime in UTC."""
    seconds, micros = divmod(instant, SECOND)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=micros)
