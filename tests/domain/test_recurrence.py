"""Again at the same time of day, whatever the clocks do on the nights they change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.domain.instants import DAY, HOUR, MINUTE, Instant, from_datetime, to_datetime
from bot.domain.recurrence import Every, Recurrence, following, later_by, recurrence_from, upcoming


def at(text: str, zone: str = "UTC") -> Instant:
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)))


def local(instant: Instant, zone: str) -> str:
    return to_datetime(instant).astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def daily(clock: str, zone: str, first: str) -> Recurrence:
    return Recurrence(Every.DAY, date.fromisoformat(first), time.fromisoformat(clock), zone)


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu"])
@pytest.mark.parametrize("clock", ["00:00", "01:30", "02:15", "02:30", "03:00", "23:59"])
def test_a_year_of_days_has_one_on_every_day_in_order(zone: str, clock: str) -> None:
    every = daily(clock, zone, "2026-01-01")
    times = list(islice(following(every, at("2025-12-31T12:00", zone)), 365))

    days = [to_datetime(one).astimezone(ZoneInfo(zone)).date() for one in times]
    assert days == [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert all(22 * HOUR < later - earlier < 26 * HOUR for earlier, later in pairwise(times))


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Europe/Berlin"])
def test_midnight_comes_every_day_and_at_midnight(zone: str) -> None:
    times = upcoming(daily("00:00", zone, "2026-01-01"), at("2026-01-01T12:00", zone), 400)
    assert {local(one, zone)[-5:] for one in times} == {"00:00"}


@pytest.mark.parametrize(
    ("zone", "night", "clock", "comes"),
    [
        ("Europe/Berlin", "2026-03-29", "02:30", "03:30"),
        ("America/Los_Angeles", "2026-03-08", "02:30", "03:30"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "02:45"),
    ],
)
def test_a_time_that_the_clocks_jump_over_comes_as_much_later_as_they_jump(
    zone: str, night: str, clock: str, comes: str
) -> None:
    before, on, after = _around(zone, night, clock)
    assert (local(before, zone)[-5:], local(on, zone), local(after, zone)[-5:]) == (clock, f"{night} {comes}", clock)


@pytest.mark.parametrize(
    ("zone", "night", "clock", "offset"),
    [
        ("Europe/Berlin", "2026-10-25", "02:30", 2 * HOUR),
        ("America/Los_Angeles", "2026-11-01", "01:30", -7 * HOUR),
        ("Australia/Lord_Howe", "2026-04-05", "01:45", 11 * HOUR),
    ],
)
def test_a_time_that_comes_twice_in_a_night_is_the_first_of_the_two(
    zone: str, night: str, clock: str, offset: int
) -> None:
    before, on, after = _around(zone, night, clock)
    assert on == at(f"{night}T{clock}") - offset
    assert [local(one, zone)[-5:] for one in (before, on, after)] == [clock] * 3
    assert on - before < after - on


def _around(zone: str, night: str, clock: str) -> list[Instant]:
    """The ones of the day before, of that night, and of the day after."""
    day = date.fromisoformat(night) - timedelta(days=1)
    return upcoming(daily(clock, zone, "2026-01-01"), at(f"{day}T00:00", zone), 3)


def test_the_day_that_samoa_skipped_has_none_and_no_day_has_two() -> None:
    times = upcoming(daily("10:00", "Pacific/Apia", "2011-12-01"), at("2011-12-28T12:00", "Pacific/Apia"), 3)
    assert [local(one, "Pacific/Apia") for one in times] == [
        "2011-12-29 10:00",
        "2011-12-31 10:00",
        "2012-01-01 10:00",
    ]


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Marquesas"])
def test_an_offset_of_nine_hours_or_of_nine_and_a_half_makes_one_a_day(zone: str) -> None:
    times = upcoming(daily("18:00", zone, "2026-05-01"), at("2026-06-01T00:00"), 30)
    assert {later - earlier for earlier, later in pairwise(times)} == {DAY}


def test_weeks_keep_their_weekday_and_hour_across_the_change() -> None:
    first = at("2026-03-20T18:00", "Europe/Berlin")
    times = upcoming(recurrence_from(Every.WEEK, first, "Europe/Berlin"), Instant(first - 1), 3)
    assert [local(one, "Europe/Berlin") for one in times] == [
        "2026-03-20 18:00",
        "2026-03-27 18:00",
        "2026-04-03 18:00",
    ]
    assert times[0] == first
    assert [times[1] - times[0], times[2] - times[1]] == [7 * DAY, 7 * DAY - HOUR]


def test_the_thirty_first_is_the_last_day_of_shorter_months() -> None:
    first = at("2027-01-31T09:00", "Europe/Vienna")
    times = upcoming(recurrence_from(Every.MONTH, first, "Europe/Vienna"), Instant(first - 1), 14)
    assert [local(one, "Europe/Vienna")[:10] for one in times[:5]] == [
        "2027-01-31",
        "2027-02-28",
        "2027-03-31",
        "2027-04-30",
        "2027-05-31",
    ]
    assert local(times[13], "Europe/Vienna") == "2028-02-29 09:00"


@pytest.mark.parametrize("every", Every)
def test_whatever_moment_it_is_asked_the_next_is_the_same(every: Every) -> None:
    recurrence = Recurrence(every, date(2026, 1, 31), time(2, 30), "Europe/Berlin")
    times = upcoming(recurrence, at("2025-01-01T00:00"), 40)
    for earlier, later in pairwise(times):
        for moment in (earlier, earlier + MINUTE, later - 1):
            assert next(following(recurrence, Instant(moment))) == later


def test_nothing_comes_before_the_first() -> None:
    recurrence = daily("12:00", "UTC", "2026-06-01")
    assert upcoming(recurrence, at("2020-01-01T00:00"), 1) == [at("2026-06-01T12:00")]


def test_days_later_is_the_same_time_of_day_and_hours_are_hours() -> None:
    friday = at("2026-03-27T18:00", "Europe/Berlin")
    assert local(later_by(friday, 7 * DAY, "Europe/Berlin"), "Europe/Berlin") == "2026-04-03 18:00"
    assert later_by(friday, 36 * HOUR, "Europe/Berlin") == friday + 36 * HOUR
    assert to_datetime(friday).tzinfo is UTC
