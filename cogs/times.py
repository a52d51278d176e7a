"""Times as people write them, read in the community's zone."""

from datetime import UTC
from zoneinfo import ZoneInfo

from bot.domain.instants import Instant, from_datetime, to_datetime
from bot.domain.refusals import Refusal, Why


def read_time(text: str, zone: str, now: Instant) -> Instant:
    """`in 7 days`, `Friday 18:00`, `2027-03-01 20:00` → the instant meant.

    Raises `Refusal(TIME_NOT_UNDERSTOOD)`. Whether the instant will do is for the rules to say.
    """
    import dateparser  # it takes a third of a second to load, and only directors need it

    here = to_datetime(now).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    try:
        parsed = dateparser.parse(
            text.strip(),
            languages=["en"],
            settings={
                "TIMEZONE": "UTC",  # the base is local already; dateparser would take it for UTC and turn it again
                "PREFER_DATES_FROM": "future",
                "RELATIVE_BASE": here,
            },
        )
    except (OverflowError, ValueError):
        parsed = None
    if parsed is None:
        raise Refusal(Why.TIME_NOT_UNDERSTOOD, text=text)
    local = parsed if parsed.tzinfo else parsed.replace(tzinfo=ZoneInfo(zone))
    return from_datetime(local.astimezone(UTC))
