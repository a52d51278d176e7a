import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import Refusal, Why
from bot.domain.works import (
    MAX_FILE_BYTES,
    MAX_FILES,
    MAX_TITLE,
    Kind,
    judge_assets,
    kind_of,
    shorten,
    title_from,
)
from tests.domain.made import asset, work


@pytest.mark.parametrize(
    ("filename", "content_type", "kind"),
    [
        ("rain.png", "", Kind.PICTURE),
        ("RAIN.JPEG", "", Kind.PICTURE),
        ("layers.psd", "application/octet-stream", Kind.PICTURE),
        ("song.wav", "", Kind.SOUND),
        ("song.mid", "", Kind.SOUND),
        ("cut.mp4", "", Kind.VIDEO),
        ("script.fountain", "", Kind.WORDS),
        ("script.pdf", "application/pdf", Kind.WORDS),
        ("archive.zip", "application/zip", Kind.OTHER),
        ("noname", "image/png", Kind.PICTURE),
        ("noname", "Audio/ogg; codecs=opus", Kind.SOUND),
        ("noname", "text/plain; charset=utf-8", Kind.WORDS),
        ("noname", "", Kind.OTHER),
        ("cut.mp4", "image/png", Kind.VIDEO),
        ("夜.png", "", Kind.PICTURE),
        ("", "", Kind.OTHER),
    ],
)
def test_a_file_is_what_its_name_says_and_else_what_its_type_says(filename, content_type, kind):
    assert kind_of(filename, content_type) is kind


def test_a_work_without_a_title_is_called_by_its_first_line():
    assert title_from("\n  \n Umbrellas \nof Vienna", (asset("a.png"),)) == "Umbrellas"


def test_a_work_without_words_is_called_by_its_first_file():
    assert title_from("", (asset("night_bus_02.final.png"), asset("b.png"))) == "night bus 02.final"


def test_a_work_with_neither_is_untitled():
    assert title_from(" ", ()) == "Untitled"
    assert title_from("", (asset("___.png"),)) == "Untitled"


def test_a_long_first_line_is_cut_at_a_word():
    title = title_from("word " * 60, ())

    assert len(title) <= MAX_TITLE
    assert title.endswith("word…")


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("one two", 7, "one two"),
        ("one two three", 9, "one two…"),
        ("one  \n two", 7, "one two"),
        ("abcdefghij", 5, "abcd…"),
        ("a bcdefghijklmnop", 10, "a bcdefgh…"),
        ("", 5, ""),
        ("ab", 1, "…"),
    ],
)
def test_a_text_is_shortened_to_one_line_at_a_word(text, limit, short):
    assert shorten(text, limit) == short


@given(st.text(), st.integers(1, 120))
def test_a_shortened_text_fits_stays_on_one_line_and_begins_as_it_did(text, limit):
    short = shorten(text, limit)
    line = " ".join(text.split())

    assert len(short) <= limit
    assert len(short.splitlines()) <= 1
    assert short == line or (short.endswith("…") and line.startswith(short[:-1]) and len(line) > limit)


@given(st.text(), st.integers(1, 120))
def test_shortening_twice_changes_nothing(text, limit):
    assert shorten(shorten(text, limit), limit) == shorten(text, limit)


def test_a_work_holds_as_many_files_as_a_message_and_no_more():
    judge_assets((asset(),) * MAX_FILES)
    with pytest.raises(Refusal) as refused:
        judge_assets((asset(),) * (MAX_FILES + 1))
    assert (refused.value.why, refused.value.fields) == (Why.TOO_MANY_FILES, {"count": 11, "limit": 10})


def test_a_file_at_the_limit_passes_and_one_byte_more_is_named():
    judge_assets((asset(size=MAX_FILE_BYTES),))
    with pytest.raises(Refusal) as refused:
        judge_assets((asset(), asset("huge.mov", Kind.VIDEO, MAX_FILE_BYTES + 1)))
    assert refused.value.why is Why.FILE_TOO_LARGE
    assert refused.value.fields["filename"] == "huge.mov"


def test_of_two_works_made_in_the_same_instant_the_smaller_id_is_the_older():
    assert work(3, made_at=5).age < work(4, made_at=5).age < work(1, made_at=6).age
