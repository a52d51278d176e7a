"""Times as people write them, read in the community's zone."""

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.instants import Instant, from_datetime, to_datetime
from bot.domain.refusals import Refusal, Why

PROBE = timedelta(minutes=1)
WEEK = timedelta(weeks=1)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(rf"\b({'|'.join(WEEKDAYS)})[a-z]*\b")
_DATE = re.compile(
    r"\b(\d{1,2}\.\d{1,2}\.|\d{4}-\d\d?-|\d{1,2}/\d{1,2}|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b)"
)
_NEXT_DAY = re.compile(r"\b(today|tonight|tomorrow)\b")
_DAY_ALONE = re.compile(r"(?:(?:by|on|for)\s+)?(?:today|tomorrow)")
_CLOCK_TIME = re.compile(r"\d:\d\d|\d\s*[ap]\.?m\b")
_LEADING = re.compile(r"(?:for|in)\s+")
_LENGTH = re.compile(r"(?:\d+|an?|one)\s*[a-z]")
_HOUR = re.compile(r"\b(\d{1,2})\s*(h|uhr)\b")


def read_time(text: str, zone: str, now: Instant) -> Instant:
    """`in 7 days`, `Friday 18:00`, `2027-03-01 20:00` → the instant meant.

    A day without an hour means the end of that day, 23:59: who says "Friday" has not lost Friday.
    Raises `Refusal(TIME_NOT_UNDERSTOOD)`. Whether the instant will do is for the rules to say.
    """
    here = to_datetime(now).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    meant = text.strip().lower()
    weekday, dated, near = _WEEKDAY.search(meant), _DATE.search(meant), _NEXT_DAY.search(meant)
    if weekday or dated or near:
        meant = _HOUR.sub(r"\1:00", meant)  # beside a day, "18h" is an hour and not a while
    parsed = None if meant.lstrip("+-").isdecimal() else _parse(meant, here)
    if parsed is None:
        raise Refusal(Why.TIME_NOT_UNDERSTOOD, text=text)
    if parsed.tzinfo is not None:
        return from_datetime(parsed)
    if _DAY_ALONE.fullmatch(meant):
        return _in_zone(_end_of_day(parsed), zone)
    later = _parse(meant, here + PROBE)
    moves = later is not None and later - parsed == PROBE
    # What was read has to be the day that was written: a time that is misread closes a prompt on the wrong day.
    if (weekday or dated) and moves:
        raise Refusal(Why.TIME_NOT_UNDERSTOOD, text=text)
    if weekday and WEEKDAYS[parsed.weekday()] != weekday[1]:
        raise Refusal(Why.TIME_NOT_UNDERSTOOD, text=text)
    if weekday and not dated and abs(parsed - here) > timedelta(days=8):
        raise Refusal(Why.TIME_NOT_UNDERSTOOD, text=text)
    if moves:
        # It moves with the present, so it is a while from now; whiles are the same across a change of clocks.
        return Instant(now + (parsed - here) // timedelta(microseconds=1))
    if (weekday or dated) and parsed.time() == time() and not _CLOCK_TIME.search(meant):
        parsed = _end_of_day(parsed)
    if weekday and not dated and "next" not in meant and parsed - WEEK > here:
        parsed -= WEEK  # on a Friday, "Friday 20:00" is this evening as long as that is to come
    return _in_zone(parsed, zone)


def write_time(at: Instant | None, zone: str) -> str:
    """An instant as it could have been typed in that zone, to the minute; nothing for none."""
    return f"{to_datetime(at).astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" if at else ""


def read_span(text: str, now: Instant) -> int:
    """`5 days`, `36 hours` → microseconds. Raises `Refusal(DURATION_NOT_UNDERSTOOD)`."""
    meant = _LEADING.sub("", text.strip().lower())
    if _LENGTH.match(meant):
        try:
            return read_time(f"in {meant}", "UTC", now) - now
        except Refusal:
            pass
    raise Refusal(Why.DURATION_NOT_UNDERSTOOD, text=text)


def _end_of_day(day: datetime) -> datetime:
    return datetime.combine(day, time(23, 59))


def _in_zone(local: datetime, zone: str) -> Instant:
    return from_datetime(local.replace(tzinfo=ZoneInfo(zone)))


def prepare() -> None:
    """Load what reads times, and its words. The first time takes a second or more, too long for somebody who waits."""
    _parse("tomorrow", datetime(2026, 1, 1))  # noqa: DTZ001 - any day will do, in no zone at all


def _parse(text: str, here: datetime) -> datetime | None:
    import dateparser  # it takes a third of a second to load, so the start does not wait for it

    try:
        return dateparser.parse(
            text.strip(),
            languages=["en"],
            settings={
                "TIMEZONE": "UTC",  # the base is local already; dateparser would take it for UTC and turn it again
                "PREFER_DATES_FROM": "future",
                "DATE_ORDER": "DMY" if "." in text else "MDY",
                "RELATIVE_BASE": here,
            },
        )
    except (OverflowError, ValueError):
        return None
