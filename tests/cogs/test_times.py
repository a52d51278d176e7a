"""Times as people write them, read in the community's zone."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.instants import DAY, HOUR, MINUTE, Instant, from_datetime
from bot.domain.prompts import judge_closing
from bot.domain.refusals import Why
from cogs.times import read_time, write_time
from tests.services.stage import Refuses

FRIDAY_EVENING = from_datetime(datetime(2026, 6, 5, 17, 0, tzinfo=UTC))


def at(zone: str, *when: int) -> Instant:
    return from_datetime(datetime(*when, tzinfo=ZoneInfo(zone)))  # type: ignore[arg-type]


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Chatham"])
def test_a_date_and_hour_are_those_of_the_communitys_zone(zone):
    assert read_time("2027-03-01 20:00", zone, FRIDAY_EVENING) == at(zone, 2027, 3, 1, 20)
    assert read_time(" Tomorrow 09:30 ", zone, at(zone, 2026, 6, 5, 12)) == at(zone, 2026, 6, 6, 9, 30)
    assert read_time("Sunday 18:00", zone, at(zone, 2026, 6, 5, 12)) == at(zone, 2026, 6, 7, 18)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo", "Pacific/Chatham"])
@pytest.mark.parametrize(
    ("text", "later"),
    [("now", 0), ("in 2 hours", 2 * HOUR), ("in 7 days", 7 * DAY), ("in three days", 3 * DAY), ("2 days", 2 * DAY)],
)
def test_a_while_is_counted_from_now_in_any_zone(zone, text, later):
    assert read_time(text, zone, FRIDAY_EVENING) == FRIDAY_EVENING + later


def test_the_offset_is_that_of_the_day_meant_and_not_of_today():
    before, after = datetime(2026, 10, 20, 10, tzinfo=UTC), datetime(2026, 3, 20, 10, tzinfo=UTC)

    assert read_time("2026-11-01 18:00", "Europe/Vienna", from_datetime(before)) == from_datetime(
        datetime(2026, 11, 1, 17, tzinfo=UTC)
    )
    assert read_time("2026-04-01 18:00", "Europe/Vienna", from_datetime(after)) == from_datetime(
        datetime(2026, 4, 1, 16, tzinfo=UTC)
    )


def test_an_hour_that_does_not_exist_or_exists_twice_is_one_instant_all_the_same():
    now = from_datetime(datetime(2026, 3, 1, tzinfo=UTC))

    assert read_time("2026-03-29 02:30", "Europe/Vienna", now) == from_datetime(
        datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    )
    assert read_time("2026-10-25 02:30", "Europe/Vienna", now) in (
        from_datetime(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        from_datetime(datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    )


def test_a_zone_written_out_wins_over_the_communitys():
    assert read_time("2026-06-05 20:00 UTC", "Asia/Tokyo", FRIDAY_EVENING) == FRIDAY_EVENING + 3 * HOUR


@pytest.mark.parametrize("text", ["", "  ", "soonish", "12:61", "in 1000000 years", "@everyone", "((((", "9" * 300])
def test_what_cannot_be_read_as_a_time_is_refused_with_what_was_written(text):
    with Refuses(Why.TIME_NOT_UNDERSTOOD) as refused:
        read_time(text, "UTC", FRIDAY_EVENING)
    assert refused.fields == {"text": text}


@pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo"])
def test_a_bare_hour_is_the_next_one_there(zone):
    evening = at(zone, 2026, 6, 5, 19)
    assert read_time("20:30", zone, evening) == at(zone, 2026, 6, 5, 20, 30)
    assert read_time("18:30", zone, evening) == at(zone, 2026, 6, 6, 18, 30)


def test_a_while_is_as_long_on_the_night_the_clocks_change():
    for before in (at("Europe/Berlin", 2026, 3, 29, 1), at("Europe/Berlin", 2026, 10, 25, 1)):
        assert read_time("in 2 hours", "Europe/Berlin", before) == before + 2 * HOUR


def test_a_date_with_dots_is_read_as_it_is_written_where_dots_are():
    assert read_time("1.12.2026 18:00", "Europe/Berlin", FRIDAY_EVENING) == at("Europe/Berlin", 2026, 12, 1, 18)


@pytest.mark.parametrize("text", ["5", "18", "2027", "Monday 6", "Friday 6-8pm", "Friday in 3 hours"])
def test_a_time_that_could_be_misread_is_refused(text):
    with Refuses(Why.TIME_NOT_UNDERSTOOD):
        read_time(text, "Europe/Berlin", at("Europe/Berlin", 2026, 11, 25, 12))


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("28.11. 18h", (2026, 11, 28, 18)),
        ("30.11. 20 h", (2026, 11, 30, 20)),
        ("Dec 3 20h", (2026, 12, 3, 20)),
        ("Friday 18h", (2026, 11, 27, 18)),
        ("tomorrow 18 Uhr", (2026, 11, 26, 18)),
    ],
)
def test_an_hour_beside_a_day_is_an_hour_of_that_day(text, when):
    assert read_time(text, "Europe/Berlin", at("Europe/Berlin", 2026, 11, 25, 12)) == at("Europe/Berlin", *when)


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("Friday", (2026, 11, 27, 23, 59)),
        ("by Friday", (2026, 11, 27, 23, 59)),
        ("Friday midnight", (2026, 11, 27, 23, 59)),
        ("2027-03-01", (2027, 3, 1, 23, 59)),
        ("28.11.", (2026, 11, 28, 23, 59)),
        ("Dec 3", (2026, 12, 3, 23, 59)),
        ("today", (2026, 11, 25, 23, 59)),
        ("Tomorrow", (2026, 11, 26, 23, 59)),
        ("Friday 0:00", (2026, 11, 27, 0, 0)),
        ("tomorrow 18:00", (2026, 11, 26, 18, 0)),
    ],
)
def test_a_day_without_an_hour_means_its_end_and_an_hour_that_is_written_stands(text, when):
    assert read_time(text, "Europe/Berlin", at("Europe/Berlin", 2026, 11, 25, 12)) == at("Europe/Berlin", *when)


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
@pytest.mark.parametrize("day", [(2026, 10, 25), (2026, 11, 1), (2027, 3, 14), (2027, 3, 28), (2027, 4, 4)])
def test_a_deadline_on_the_day_the_clocks_change_is_right_weeks_ahead(zone, day):
    text = "{}-{:02}-{:02} 18:00".format(*day)
    for weeks in (1, 3, 10):
        now = Instant(at(zone, *day, 12) - weeks * 7 * DAY)
        assert read_time(text, zone, now) == at(zone, *day, 18)


@pytest.mark.parametrize("text", ["9999999999d", "in 9999999999 days", "0", "-5", "999999999999999999999 hours"])
def test_what_no_calendar_holds_is_refused_kindly(text):
    with Refuses(Why.TIME_NOT_UNDERSTOOD):
        read_time(text, "Europe/Berlin", FRIDAY_EVENING)


@pytest.mark.parametrize("text", ["yesterday", "in 0 minutes", "-3 days", "2 hours ago", "2020-01-01 18:00", "now"])
def test_what_is_over_is_refused_with_the_instant_that_was_understood(text):
    with Refuses(Why.TIME_IS_PAST) as refused:
        judge_closing(read_time(text, "Europe/Berlin", FRIDAY_EVENING), FRIDAY_EVENING)
    assert int(str(refused.fields["at"])) <= FRIDAY_EVENING


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata"])
def test_a_time_that_is_shown_back_in_a_form_reads_as_the_same_instant(zone: str) -> None:
    instant = read_time("in 7 days", zone, FRIDAY_EVENING)
    minute = Instant(instant - instant % MINUTE)
    assert read_time(write_time(instant, zone), zone, FRIDAY_EVENING) == minute
    assert write_time(None, zone) == ""


def test_on_a_friday_its_evening_is_this_one_until_it_has_passed():
    zone = "Europe/Berlin"
    afternoon, night = at(zone, 2026, 6, 5, 15, 39), at(zone, 2026, 6, 5, 21)
    assert read_time("Friday 20:00", zone, afternoon) == at(zone, 2026, 6, 5, 20)
    assert read_time("Friday 20:00", zone, night) == at(zone, 2026, 6, 12, 20)
    assert read_time("Friday", zone, night) == at(zone, 2026, 6, 5, 23, 59)
    assert read_time("Friday 14:00", zone, afternoon) == at(zone, 2026, 6, 12, 14)
    assert read_time("Thursday 20:00", zone, afternoon) == at(zone, 2026, 6, 11, 20)
