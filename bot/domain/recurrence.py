"""Recurrence: again every day, week or month at a time of day, as clocks show it in one place."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, islice
from zoneinfo import ZoneInfo

from bot.domain.instants import DAY, Instant, from_datetime, to_datetime


class Every(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


DAYS_OF = {Every.DAY: 1, Every.WEEK: 7, Every.MONTH: 31}
"""At most this many days lie between two of them."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """From `first` on, at `at` in `zone` (IANA): every day, on its weekday, or on its day of the month."""

    every: Every
    first: date
    at: time
    zone: str


def recurrence_from(every: Every, first_at: Instant, zone: str) -> Recurrence:
    """The recurrence whose first instant this is."""
    local = to_datetime(first_at).astimezone(ZoneInfo(zone))
    return Recurrence(every, local.date(), local.time().replace(second=0, microsecond=0, fold=0), zone)


def following(recurrence: Recurrence, after: Instant) -> Iterator[Instant]:
    """Its instants later than `after`, without end, each later than the one before.

    A time of day that the clocks jump over comes as much later as they jumped; one that comes twice in a night is
    the first of the two. A day that a place skipped (Samoa, 2011-12-30) has none of its own.
    """
    local = to_datetime(after).astimezone(ZoneInfo(recurrence.zone)).date()
    begin = max(0, (local - recurrence.first).days // DAYS_OF[recurrence.every] - 1)
    last = after
    for step in count(begin):
        at = _instant(_day(recurrence, step), recurrence)
        if at > last:
            last = at
            yield at


def upcoming(recurrence: Recurrence, after: Instant, many: int) -> list[Instant]:
    return list(islice(following(recurrence, after), many))


def later_by(at: Instant, span: int, zone: str) -> Instant:
    """`span` microseconds after `at`. Whole days end at the same time of day, though the clocks changed between."""
    if span % DAY:
        return Instant(at + span)
    local = to_datetime(at).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    return from_datetime((local + timedelta(days=span // DAY)).replace(tzinfo=ZoneInfo(zone)))


def _day(recurrence: Recurrence, step: int) -> date:
    """The day of the occurrence after `step` others. A month that is too short has it on its last day."""
    first = recurrence.first
    if recurrence.every is not Every.MONTH:
        return first + timedelta(days=step * DAYS_OF[recurrence.every])
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))


def _instant(day: date, recurrence: Recurrence) -> Instant:
    # fold=0 reads a time that was jumped over by the offset before the jump, and one that comes twice as the first.
    return from_datetime(datetime.combine(day, recurrence.at, ZoneInfo(recurrence.zone)))
