from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind
from bot.router import Upload
from cogs.prompts import read_kinds
from cogs.translate import MOST_NUMBERS, asset_of, read_numbers, read_some_numbers
from tests.services.stage import Refuses


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("17, 31", (17, 31)),
        ("#17 and #31", (17, 31)),
        ("4 2 4", (4, 2)),
        ("#1,#2,,3", (1, 2, 3)),
        ("", ()),
        (" , ", ()),
        ("007", (7,)),
    ],
)
def test_numbers_are_read_in_the_order_written_each_once(text, numbers):
    assert read_numbers(text) == numbers


@pytest.mark.parametrize("text", ["seventeen", "17a", "-3", "1.5", "٣", "²", "1234567890", "17; 31", "@everyone"])
def test_what_is_no_list_of_numbers_is_refused_as_it_was_written(text):
    with Refuses(Why.NUMBERS_NOT_UNDERSTOOD) as refused:
        read_numbers(text)
    assert refused.fields == {"text": text}


@given(
    st.lists(st.integers(0, 999_999_999), unique=True, max_size=MOST_NUMBERS),
    st.sampled_from([", ", " ", " and ", ",#", " #"]),
)
def test_numbers_written_any_way_come_back(numbers, between):
    assert read_numbers(between.join(map(str, numbers))) == tuple(numbers)


@given(st.text(max_size=20))
def test_any_text_is_numbers_or_a_refusal(text):
    with suppress(Refusal):
        assert all(number >= 0 for number in read_numbers(text))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("", set()),
        ("anything", set()),
        ("pictures, sound", {Kind.PICTURE, Kind.SOUND}),
        ("Pictures and VIDEO", {Kind.PICTURE, Kind.VIDEO}),
        ("music", {Kind.SOUND}),
        ("text,,writing", {Kind.WORDS}),
    ],
)
def test_kinds_are_read_by_the_words_people_use(text, kinds):
    assert read_kinds(text) == kinds


def test_a_kind_nobody_knows_is_named_in_the_refusal():
    with Refuses(Why.UNKNOWN_KIND) as refused:
        read_kinds("pictures, smells")
    assert refused.fields == {"kind": "smells"}


def test_an_attachment_becomes_an_asset_with_its_kind():
    asset = asset_of(Upload(id=9, filename="rain.wav", size=5, content_type="", url="https://cdn.invalid/rain.wav"))

    assert (asset.discord_id, asset.filename, asset.size, asset.kind) == (9, "rain.wav", 5, Kind.SOUND)
    assert (asset.url, asset.sha256) == ("https://cdn.invalid/rain.wav", None)


def test_more_works_than_anybody_names_are_refused():
    with Refuses(Why.TOO_MANY_NUMBERS):
        read_numbers(" ".join(map(str, range(MOST_NUMBERS + 1))))


def test_where_a_work_is_needed_none_is_refused():
    with Refuses(Why.NUMBERS_NOT_UNDERSTOOD):
        read_some_numbers(" , ")
