from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instants import MINUTE, SECOND, Instant, from_datetime, instant_of, to_datetime
from bot.domain.posts import MAX_BACKOFF, back_off, nonce_of

# Hypothesis takes bounds without a zone and adds it.
MOMENTS = st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_a_snowflake_names_the_millisecond_it_was_made_in():
    # The example of Discord's reference: 175928847299117063 was made 2016-04-30 11:18:25.796 UTC.
    assert to_datetime(instant_of(175_928_847_299_117_063)) == datetime(2016, 4, 30, 11, 18, 25, 796_000, tzinfo=UTC)


@given(MOMENTS)
def test_an_instant_and_its_datetime_are_the_same_to_the_microsecond(moment):
    assert to_datetime(from_datetime(moment)) == moment


@given(MOMENTS, MOMENTS)
def test_instants_are_in_the_order_of_time(one, other):
    assert (from_datetime(one) < from_datetime(other)) == (one < other)
    assert from_datetime(other) - from_datetime(one) == (other - one) // timedelta(microseconds=1)


@given(MOMENTS, st.integers(-14 * 60, 14 * 60))
def test_the_zone_a_moment_is_written_in_does_not_move_it(moment, offset):
    there = timezone(timedelta(minutes=offset))

    assert from_datetime(moment.astimezone(there)) == from_datetime(moment)


def test_a_time_without_a_zone_names_no_instant():
    with pytest.raises(ValueError, match="without a time zone"):
        from_datetime(datetime(2026, 6, 1, 12))  # noqa: DTZ001


@given(st.integers(0, 2**63), st.integers(0, 2**63))
def test_a_later_snowflake_is_never_an_earlier_instant(one, other):
    assert instant_of(min(one, other)) <= instant_of(max(one, other))


def test_the_epoch_is_zero():
    assert from_datetime(datetime(1970, 1, 1, tzinfo=UTC)) == 0
    assert to_datetime(Instant(-1)) == datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)


def test_each_wait_is_twice_the_one_before_up_to_a_quarter_of_an_hour():
    assert [back_off(attempts) // SECOND for attempts in range(1, 6)] == [2, 4, 8, 16, 32]
    assert back_off(9) == 512 * SECOND
    assert back_off(10) == back_off(400) == MAX_BACKOFF == 15 * MINUTE


@given(st.text())
def test_a_nonce_is_the_same_for_the_same_key_and_fits_discords_field(key):
    assert nonce_of(key) == nonce_of(key)
    assert len(nonce_of(key)) == 25
    assert nonce_of(key) != nonce_of(key + "x")
