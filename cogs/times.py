"""Times as people write them, read in the community's zone."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.instants import Instant, from_datetime, to_datetime
from bot.domain.refusals import Refusal, Why

PROBE = timedelta(minutes=1)


def read_time(text: str, zone: str, now: Instant) -> Instant:
    """`in 7 days`, `Friday 18:00`, `2027-03-01 20:00` → the instant meant.

    Raises `Refusal(TIME_NOT_UNDERSTOOD)`. Whether the instant will do is for the rules to say.
    """
    here = to_datetime(now).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    parsed = _parse(text, here)
    if parsed is None:
        raise Refusal(Why.TIME_NOT_UNDERSTOOD, text=text)
    if parsed.tzinfo is not None:
        return from_datetime(parsed)
    later = _parse(text, here + PROBE)
    if later is not None and later - parsed == PROBE:
        # It moves with the present, so it is a while from now; whiles are the same across a change of clocks.
        return Instant(now + (parsed - here) // timedelta(microseconds=1))
    return from_datetime(parsed.replace(tzinfo=ZoneInfo(zone)))


def _parse(text: str, here: datetime) -> datetime | None:
    import dateparser  # it takes a third of a second to load, and only directors need it

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
