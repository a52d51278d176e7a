"""What a work's panel, its answer and *Waiting for you* say while moderators have something in hand."""

from dataclasses import replace

import pytest

from bot.domain.ids import MemberId, WorkId
from bot.domain.instants import Instant
from bot.domain.moderation import Report, Settings
from bot.domain.reasons import write_reason
from bot.domain.refusals import Refusal, Why
from bot.domain.works import WorkState
from bot.services.moderation import Waiting, WaitingView
from bot.services.votes.voting import BallotView
from cogs.cards.moderation import chosen_panel, waiting_panel
from cogs.cards.votes import ballot_panel, vote_card
from cogs.cards.works import work_answer, work_panel
from tests.cogs.test_cards import KEY, TITLES, TOKEN, check, family, labels, text_of, vote, work

IN_HAND = [WorkState.HELD, WorkState.REFUSED, WorkState.REMOVED, WorkState.PURGED]
REASON = write_reason(Refusal(Why.BY_MODERATORS, number=500, text="Found elsewhere"))


def panel(state: WorkState, *, is_maker: bool = False, is_moderator: bool = False, asked: str = ""):
    plain = family(0, "A secret title", is_maker=is_maker)
    held = replace(plain.work, state=state, reason=REASON)
    return work_panel(replace(plain, work=held, is_moderator=is_moderator, asked=asked), TOKEN)


@pytest.mark.parametrize("state", IN_HAND)
def test_to_others_a_work_in_hand_shows_neither_title_nor_words_nor_reason(state):
    text, view = panel(state)
    assert "secret" not in text
    assert "elsewhere" not in text
    assert view is None
    answer, button = work_answer(work(42, title="A secret title", state=state), [], KEY, shown_here=True)
    assert "secret" not in answer
    assert labels(button) == ["Why?"]


def test_its_maker_always_sees_how_it_stands_and_what_is_asked():
    assert "first work" in panel(WorkState.HELD, is_maker=True)[0]
    assert "Blur the faces" in panel(WorkState.HELD, is_maker=True, asked="Blur the faces")[0]
    assert "Found elsewhere" in panel(WorkState.REMOVED, is_maker=True)[0]
    assert labels(panel(WorkState.HELD, is_maker=True)[1]) == []


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (WorkState.ACCEPTED, ["Hold", "Remove…", "Purge…"]),
        (WorkState.HELD, ["Accept", "Refuse…", "Ask for a change…", "Purge…"]),
        (WorkState.REMOVED, ["Restore", "Purge…"]),
        (WorkState.PURGED, []),
    ],
)
def test_a_moderator_is_offered_what_can_be_done_and_nothing_on_an_own_work(state, offered):
    assert labels(panel(state, is_moderator=True)[1]) == offered
    assert not set(offered) & set(labels(panel(state, is_moderator=True, is_maker=True)[1]))


def test_others_can_report_a_work_that_is_in():
    assert labels(panel(WorkState.ACCEPTED)[1]) == ["Report…"]


def waiting(count: int, title: str = "Rain", **settings) -> WaitingView:
    reports = (Report(WorkId(1), MemberId(9), "x" * 500, Instant(1)),)
    held = [work(number, title=title, state=WorkState.HELD) for number in range(1, count + 1)]
    return WaitingView(Settings(**settings), tuple(Waiting(one, reports, title) for one in held), {})


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("count", [0, 1, 26, 125])
def test_waiting_for_you_holds_any_number_of_works_with_any_titles(title, count):
    view = waiting(count, title)
    for page in (0, 1, 4):
        text, buttons = waiting_panel(view, TOKEN, page)
        check(buttons, text)
    text, buttons = chosen_panel(view, range(1, 26), TOKEN)
    check(buttons, text)


def test_a_pause_shows_and_can_be_ended_where_it_was_begun():
    text, buttons = waiting_panel(waiting(0, paused_at=Instant(1), paused_by=MemberId(9)), TOKEN)
    assert "Everything is paused" in text
    assert "Go on" in labels(buttons)
    assert "Pause everything" in labels(waiting_panel(waiting(0), TOKEN)[1])


def test_a_hidden_entry_keeps_its_place_on_the_card_and_the_ballot_without_its_title():
    some = vote(2)
    first = replace(some.entries[0], title="A secret title", hidden=True)
    some = replace(some, entries=(first, *some.entries[1:]))
    card = text_of(vote_card(some, KEY, TOKEN, TOKEN))
    assert "secret" not in card
    assert "hidden by moderators" in card
    assert "keep their place" in card
    text, view = ballot_panel(BallotView(some, MemberId(99), frozenset()), TOKEN, 0)
    check(view, text)
    assert view is not None
    options = [option.label for item in view.children for option in getattr(item, "options", ())]
    assert options[0] == f"#{first.number} (hidden by moderators)"


@pytest.mark.parametrize("state", [*IN_HAND, WorkState.WITHDRAWN])
def test_nobody_is_told_to_build_on_what_is_not_in(state):
    assert "to build on it" not in panel(state, is_moderator=True)[0]
    assert "Built on…" not in panel(state, is_maker=True)[0]
