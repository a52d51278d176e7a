import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import EntryId, MemberId, VoteId
from bot.domain.instants import HOUR, Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.votes import PAGE_SIZE, Ballot, VoteState, ballot_page, mark, own_entries, pages
from tests.domain.made import NOW, press, vote

VOTER = MemberId(50)
OTHERS = range(1, 61)


def ballot(*picks: int, pressed: int = 5) -> Ballot:
    return Ballot(VoteId(1), VOTER, frozenset(map(EntryId, picks)), pressed)


def refused(*arguments: object) -> Why:
    with pytest.raises(Refusal) as refusal:
        mark(*arguments)  # type: ignore[arg-type]
    return refusal.value.why


def test_a_first_press_makes_a_ballot():
    assert mark(vote(1, 2, 3), None, press(1, 3)) == ballot(1, 3, pressed=10)


def test_a_newer_press_says_what_is_picked_now():
    assert mark(vote(1, 2, 3), ballot(1), press(2, 3)) == ballot(2, 3, pressed=10)


def test_a_press_of_nothing_empties_the_ballot():
    assert mark(vote(1, 2), ballot(1, 2), press()) == ballot(pressed=10)


@pytest.mark.parametrize("interaction", [4, 5])
def test_a_press_no_newer_than_the_one_obeyed_changes_nothing(interaction):
    assert mark(vote(1, 2, 3), ballot(1, pressed=5), press(2, interaction=interaction)) == ballot(1, pressed=5)


def test_a_press_speaks_for_its_page_and_leaves_the_others():
    many = vote(*OTHERS)

    assert mark(many, ballot(1, 2, 26, 60), press(27, page=1)) == ballot(1, 2, 27, 60, pressed=10)
    assert mark(many, ballot(1, 26, 60), press(page=2)) == ballot(1, 26, pressed=10)


def test_ones_own_work_cannot_be_picked_and_the_refusal_names_it():
    with pytest.raises(Refusal) as refusal:
        mark(vote(1, 50, 3), None, press(1, 2))
    assert (refusal.value.why, refusal.value.fields) == (Why.OWN_WORK, {"number": 102})


def test_a_work_of_another_page_or_of_no_vote_is_refused():
    assert refused(vote(*OTHERS), None, press(26)) is Why.NO_SUCH_ENTRY
    assert refused(vote(*OTHERS), None, press(1, page=1)) is Why.NO_SUCH_ENTRY
    assert refused(vote(1, 2), None, press(77)) is Why.NO_SUCH_ENTRY
    assert refused(vote(1, 2), None, press(1, page=4)) is Why.NO_SUCH_ENTRY


def test_a_press_counts_from_the_opening_up_to_just_before_the_close():
    assert mark(vote(1), None, press(1, at=NOW)).picks == {1}
    assert mark(vote(1), None, press(1, at=NOW + HOUR - 1)).picks == {1}
    assert refused(vote(1), None, press(1, at=NOW + HOUR)) is Why.VOTE_IS_CLOSED
    assert refused(vote(1), None, press(1, at=NOW - 1)) is Why.VOTE_IS_CLOSED


def test_a_press_on_a_closed_vote_is_told_when_it_closed():
    closed = vote(1, state=VoteState.CLOSED, closed_at=Instant(NOW + 60))

    with pytest.raises(Refusal) as refusal:
        mark(closed, None, press(1, at=NOW + 30))
    assert refusal.value.fields == {"title": "Rain", "at": NOW + 60}


@pytest.mark.parametrize(("entries", "expected"), [(1, 1), (2, 1), (25, 1), (26, 2), (50, 2), (60, 3)])
def test_a_ballot_has_as_many_pages_as_its_works_need(entries, expected):
    assert pages(vote(*range(1, entries + 1)), VOTER) == expected


def test_ones_own_works_take_no_room_on_the_ballot():
    mine_first = vote(50, *range(1, 26))

    assert own_entries(mine_first, VOTER) == mine_first.entries[:1]
    assert pages(mine_first, VOTER) == 1
    assert ballot_page(mine_first, VOTER, 0) == mine_first.entries[1:]


def test_a_voter_whose_works_are_all_there_are_sees_one_empty_page():
    assert pages(vote(50, 50), VOTER) == 1
    assert ballot_page(vote(50, 50), VOTER, 0) == ()


@given(st.lists(st.sampled_from([50, 1, 2]), max_size=80))
def test_the_pages_together_show_every_work_of_others_once_and_none_of_ones_own(makers):
    some = vote(*makers)
    shown = [entry for page in range(pages(some, VOTER)) for entry in ballot_page(some, VOTER, page)]

    assert shown == [entry for entry in some.entries if VOTER not in entry.makers]
    assert all(len(ballot_page(some, VOTER, page)) <= PAGE_SIZE for page in range(pages(some, VOTER)))


@given(st.permutations([press(*picks, interaction=10 + at) for at, picks in enumerate([(1,), (), (2, 3), (1, 2)])]))
def test_presses_in_any_order_of_arrival_leave_the_last_ones_will(presses):
    standing = None
    for one in presses:
        standing = mark(vote(1, 2, 3), standing, one)

    assert standing == ballot(1, 2, pressed=13)


def test_fifty_times_on_and_off_leaves_what_the_last_press_said():
    standing = None
    for turn in range(100):
        standing = mark(vote(1), standing, press(*([1] if turn % 2 == 0 else []), interaction=10 + turn))

    assert standing == ballot(pressed=109)
