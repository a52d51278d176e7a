"""Time zones are read as people write them, and never guessed where several are meant."""

from zoneinfo import available_timezones

import pytest

from bot.domain.refusals import Refusal, Why
from bot.domain.zones import _MEANT, read_zone

KNOWN = available_timezones()


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" Berlin. ", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("New_York", "America/New_York"),
        ("america/port-au-prince", "America/Port-au-Prince"),
        ("Port au Prince", "America/Port-au-Prince"),
        ("Indianapolis", "America/Indianapolis"),
        ("Singapore", "Asia/Singapore"),
        ("Munich", "Europe/Berlin"),
        ("Österreich", "Europe/Vienna"),
        ("San Francisco", "America/Los_Angeles"),
        ("utc", "UTC"),
        ("Etc/UTC", "UTC"),
        ("GMT", "UTC"),
        ("JST", "Asia/Tokyo"),
    ],
)
def test_a_zone_is_read_by_its_name_its_city_or_its_country(text: str, zone: str) -> None:
    assert read_zone(text, KNOWN) == zone


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("CET?", ["Europe/Berlin", "Europe/Paris", "Europe/Rome"]),
        ("EST", ["America/New_York", "America/Toronto", "America/Panama"]),
        ("USA", ["America/New_York", "America/Chicago", "America/Los_Angeles"]),
        ("Berlin time", ["Europe/Berlin"]),
        ("Europe/Stokholm", ["Europe/Stockholm"]),
        ("Los Angles", ["America/Los_Angeles"]),
    ],
)
def test_what_could_mean_several_clocks_is_asked_about(text: str, nearest: list[str]) -> None:
    with pytest.raises(Refusal) as refused:
        read_zone(text, KNOWN)
    assert (refused.value.why, refused.value.fields["zone"]) == (Why.ZONE_IS_UNCLEAR, text)
    assert refused.value.fields["zones"][: len(nearest)] == nearest


@pytest.mark.parametrize("text", ["", "?", "Moon/Base", "Europe/Atlantis", "+2", "noon", "🌒", "x" * 4_000])
def test_what_is_near_no_place_is_not_a_zone(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_zone(text, KNOWN)
    assert refused.value.why is Why.UNKNOWN_ZONE


def test_every_word_leads_to_zones_there_are() -> None:
    assert {zone for zones in _MEANT.values() for zone in zones} <= KNOWN
