import pytest

from bot.domain.instants import HOUR, Instant
from bot.domain.prompts import (
    LONGEST,
    MAX_BRIEF,
    MAX_TITLE,
    MAX_WORKS_PER_MEMBER,
    SHORTEST,
    closing_instant,
    judge_closing,
    judge_draft,
    judge_kinds,
    judge_window,
)
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind
from tests.domain.made import NOW, asset, draft, prompt

PICTURES = frozenset({Kind.PICTURE})


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": ""}, Why.TITLE_IS_EMPTY),
        ({"title": " \n"}, Why.TITLE_IS_EMPTY),
        ({"title": "x" * (MAX_TITLE + 1)}, Why.TITLE_TOO_LONG),
        ({"brief": "\t "}, Why.BRIEF_IS_EMPTY),
        ({"brief": "x" * (MAX_BRIEF + 1)}, Why.BRIEF_TOO_LONG),
        ({"works_per_member": 0}, Why.WORKS_PER_MEMBER_OUT_OF_RANGE),
        ({"works_per_member": -1}, Why.WORKS_PER_MEMBER_OUT_OF_RANGE),
        ({"works_per_member": MAX_WORKS_PER_MEMBER + 1}, Why.WORKS_PER_MEMBER_OUT_OF_RANGE),
        ({"closes_at": Instant(NOW - 1)}, Why.TIME_IS_PAST),
        ({"closes_at": Instant(NOW + SHORTEST - 1)}, Why.TIME_IS_PAST),
        ({"closes_at": Instant(NOW + LONGEST + 1)}, Why.TIME_TOO_FAR),
    ],
)
def test_a_draft_that_could_not_be_shown_or_answered_is_refused(changes, why):
    with pytest.raises(Refusal) as refused:
        judge_draft(draft(**changes))
    assert refused.value.why is why


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "x" * MAX_TITLE, "brief": "x" * MAX_BRIEF},
        {"works_per_member": 1},
        {"works_per_member": MAX_WORKS_PER_MEMBER},
        {"closes_at": Instant(NOW + SHORTEST)},
        {"closes_at": Instant(NOW + LONGEST)},
    ],
)
def test_a_draft_at_its_limits_passes(changes):
    judge_draft(draft(**changes))


def test_a_title_that_is_too_long_says_how_long_it_is_and_what_fits():
    with pytest.raises(Refusal) as refused:
        judge_draft(draft(title="x" * 91))
    assert refused.value.fields == {"length": 91, "limit": 90}


def test_a_prompt_without_a_closing_time_is_never_too_late():
    judge_closing(None, NOW)
    judge_window(prompt(closes_at=None), Instant(NOW + 500 * LONGEST))
    assert closing_instant(prompt(closes_at=None)) is None


def test_a_work_is_on_time_from_the_opening_up_to_just_before_the_closing():
    judge_window(prompt(), NOW)
    judge_window(prompt(), Instant(NOW + HOUR - 1))


def test_a_work_before_the_opening_is_told_when_that_is():
    with pytest.raises(Refusal) as refused:
        judge_window(prompt(), Instant(NOW - 1))
    assert refused.value.why is Why.PROMPT_NOT_OPEN_YET
    assert refused.value.fields["at"] == NOW


def test_a_work_at_the_very_closing_instant_is_late():
    with pytest.raises(Refusal) as refused:
        judge_window(prompt(), Instant(NOW + HOUR))
    assert refused.value.why is Why.PROMPT_IS_CLOSED
    assert refused.value.fields == {"title": "Rain", "number": 4, "at": NOW + HOUR}


def test_a_prompt_closed_by_hand_ended_then_and_one_closed_late_ended_when_it_said():
    by_hand = prompt(closed_at=Instant(NOW + 60))
    late = prompt(closed_at=Instant(NOW + 2 * HOUR))
    until_closed = prompt(closes_at=None, closed_at=Instant(NOW + 60))

    assert [closing_instant(one) for one in (by_hand, late, until_closed)] == [NOW + 60, NOW + HOUR, NOW + 60]
    judge_window(by_hand, Instant(NOW + 59))
    with pytest.raises(Refusal):
        judge_window(by_hand, Instant(NOW + 60))


def test_a_prompt_that_names_no_kinds_takes_any_file_and_words_alone():
    judge_kinds(prompt(), (asset(kind=Kind.OTHER),), "")
    judge_kinds(prompt(), (), "A haiku.")


def test_nothing_at_all_is_no_work():
    with pytest.raises(Refusal) as refused:
        judge_kinds(prompt(), (), " \n ")
    assert refused.value.why is Why.NOTHING_HANDED_IN


def test_words_alone_pass_only_where_words_are_taken():
    judge_kinds(prompt(kinds=frozenset({Kind.WORDS})), (), "A haiku.")
    with pytest.raises(Refusal) as refused:
        judge_kinds(prompt(kinds=PICTURES), (), "A haiku.")
    assert (refused.value.why, refused.value.fields) == (
        Why.NO_FILE,
        {"takes": [Kind.PICTURE]},
    )


def test_a_caption_beside_a_picture_does_no_harm():
    judge_kinds(prompt(kinds=PICTURES), (asset(),), "Taken from the bus.")


def test_one_file_of_another_kind_is_named_and_refuses_the_work():
    with pytest.raises(Refusal) as refused:
        judge_kinds(prompt(kinds=PICTURES), (asset(), asset("song.wav", Kind.SOUND)), "")
    assert refused.value.fields["filename"] == "song.wav"
