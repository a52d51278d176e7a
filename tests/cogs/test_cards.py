"""Cards and panels keep within what Discord takes, whatever people wrote and however much there is."""

from collections.abc import Iterator
from typing import Any

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import MemberId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import Branch
from bot.domain.prompts import MAX_BRIEF, MAX_TITLE, PromptState
from bot.domain.votes import VoteState
from bot.domain.votes.approval import count
from bot.domain.works import Kind, WorkState
from bot.services.lineage import WorkView
from bot.services.productions import NAMES_A_POST
from bot.services.votes.voting import BallotView, ResultView
from cogs.cards.layout import clipped
from cogs.cards.productions import credits_card
from cogs.cards.prompts import prompt_card, works_page
from cogs.cards.votes import ballot_panel, full_order, results_card, vote_card
from cogs.cards.works import work_answer, work_panel
from tests.domain.made import NOW, prompt, vote, work

TOKEN = "a" * 16
KEY = "prompt:1100000000000000001:1"
TITLES = ["Rain", "x" * 100, "x" * 101, "y " * 400, "🎬" * 100, "**_`|" * 20, "@everyone <@1>" * 7, " "]
CARD_LIMIT = 4_000
MESSAGE_LIMIT = 2_000


def inside(view: ui.View | ui.LayoutView | None) -> Iterator[ui.Item[Any]]:
    if view is not None:
        yield from view.walk_children()


def text_of(view: ui.LayoutView) -> str:
    return "\n".join(item.content for item in inside(view) if isinstance(item, ui.TextDisplay))


def check(view: ui.View | ui.LayoutView | None, text: str = "") -> None:
    """Discord's limits: 2,000 or 4,000 characters, 25 options, labels of 100 and 80, custom ids of 100."""
    assert len(text) <= MESSAGE_LIMIT
    if isinstance(view, ui.LayoutView):
        assert 0 < len(text_of(view)) <= CARD_LIMIT
    for item in inside(view):
        if isinstance(item, ui.Select):
            assert 1 <= len(item.options) <= 25
            assert all(1 <= len(option.label) <= 100 for option in item.options)
            assert len({option.value for option in item.options}) == len(item.options)
            assert item.max_values <= len(item.options)
        if isinstance(item, ui.Button):
            assert 1 <= len(item.label or "") <= 80
        if isinstance(item, ui.Button | ui.Select):
            assert len(item.custom_id or "") <= 100
    if view is not None:
        view.to_components()


def labels(view: ui.View | ui.LayoutView | None) -> list[str | None]:
    return [item.label for item in inside(view) if isinstance(item, ui.Button)]


def select_of(view: ui.View | None) -> ui.Select[Any]:
    return next(item for item in inside(view) if isinstance(item, ui.Select))


@given(st.lists(st.text(max_size=300), max_size=60), st.integers(60, 2_500))
def test_clipped_lines_fit_and_say_how_many_did_not(lines, limit):
    said = clipped(lines, limit)
    whole = "\n".join(lines)

    assert len(said) <= limit
    assert said == whole or said.splitlines()[-1].endswith("more.")


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("state", PromptState)
def test_a_prompts_card_shows_any_title_and_brief(title, state):
    closed_at = Instant(NOW) if state is PromptState.CLOSED else None
    shown = prompt(
        title=title[:MAX_TITLE],
        brief=("A line of a brief.\n" * 200)[:MAX_BRIEF],
        pays=title[:200],
        kinds=frozenset(Kind),
        state=state,
        closed_at=closed_at,
        works_per_member=2,
    )

    check(prompt_card(shown, 3, KEY, TOKEN))


def test_a_prompts_card_says_how_to_answer_and_what_it_pays():
    said = text_of(prompt_card(prompt(kinds=frozenset({Kind.SOUND})), 0, KEY, TOKEN))

    assert "Post it in the thread or reply to this message; that is all." in said
    assert "**Pays** nothing" in said
    assert "**Takes** sound" in said
    assert "anything" in text_of(prompt_card(prompt(), 0, KEY, TOKEN))


@pytest.mark.parametrize("number", [0, 1, 25, 26, 51])
@pytest.mark.parametrize("title", TITLES)
def test_the_works_of_a_prompt_are_paged(number, title):
    works = [work(one + 1, title=title) for one in range(number)]
    met = []
    for page in range(4):
        text, view = works_page(prompt(), works, TOKEN, page)
        check(view, text)
        if works:
            met += [option.value for option in select_of(view).options]

    assert set(met) == {str(one.number) for one in works}


@pytest.mark.parametrize("number", [1, 2, 25, 26, 60])
@pytest.mark.parametrize("title", TITLES)
def test_a_vote_over_any_number_of_works_has_a_card_and_a_ballot(number, title):
    some = vote(*range(100, 100 + number), title=title[:100] or "x")
    entries = tuple(type(one)(one.id, one.work_id, one.number, title, one.makers) for one in some.entries)
    some = vote(*range(100, 100 + number), title=title[:100], entries=entries)
    check(vote_card(some, KEY, TOKEN, TOKEN))
    picks = frozenset(one.id for one in some.entries)
    shown: list[str] = []
    for page in range(-(-number // 25)):
        text, view = ballot_panel(BallotView(some, MemberId(1), picks), TOKEN, page)
        check(view, text)
        shown += [option.value for option in select_of(view).options if option.default]

    assert shown == [str(one.id) for one in some.entries], "every pick is shown as picked"


def test_a_page_turned_past_the_end_is_the_last_one():
    some = vote(*range(100, 130))
    _, view = ballot_panel(BallotView(some, MemberId(1), frozenset()), TOKEN, 9)

    assert len(select_of(view).options) == 5
    assert [item.disabled for item in inside(view) if isinstance(item, ui.Button)] == [False, True]


def test_a_voter_whose_works_are_all_there_are_is_told_so():
    text, view = ballot_panel(BallotView(vote(1, 1), MemberId(1), frozenset()), TOKEN, 0)

    assert view is None
    assert "nothing for you to pick" in text


def test_an_open_votes_card_shows_no_count():
    said = text_of(vote_card(vote(1, 2, 3), KEY, TOKEN, TOKEN))

    assert "pick" not in said.replace("picked", "").split("**Closes**")[1]
    closed = vote(1, state=VoteState.CLOSED, closed_at=NOW)
    assert labels(vote_card(closed, KEY, TOKEN, TOKEN)) == []


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("number", [1, 2, 60])
def test_results_and_the_full_order_fit_whatever_the_titles(title, number):
    works = {WorkId(one): work(one, one, title=title) for one in range(1, number + 1)}
    entries = tuple(
        type(one)(one.id, one.work_id, one.number, title, one.makers) for one in vote(*range(1, number + 1)).entries
    )
    some = vote(entries=entries, title=title[:100], state=VoteState.CLOSED, closed_at=NOW)
    everything = frozenset(one.id for one in entries)
    view = ResultView(some, count([everything, everything], [one.id for one in entries]), works)

    check(results_card(view, KEY, []))
    text, pages = full_order(view, TOKEN)
    check(pages, text)


def test_a_tie_is_named_and_an_empty_vote_has_no_winner():
    some = vote(1, 2, 3, state=VoteState.CLOSED, closed_at=NOW)
    works = {WorkId(one): work(one) for one in (1, 2, 3)}
    ids = [one.id for one in some.entries]
    tie = ResultView(some, count([frozenset(ids[:2])], ids), works)
    nothing = ResultView(some, count([], ids), works)

    assert "A tie, each picked 1 time:" in text_of(results_card(tie, KEY, []))
    assert "no winner" in text_of(results_card(nothing, KEY, []))
    assert [line.split(" · ")[0] for line in full_order(tie, TOKEN)[0].splitlines()[1:]] == [
        "Place 1",
        "Place 1",
        "Place 3",
    ]


def family(number: int, title: str, **rights: bool) -> WorkView:
    relatives = {WorkId(one): work(one, title=title) for one in range(1, number + 1)}
    lines = tuple(Branch(WorkId(one), one, False) for one in range(1, number + 1))
    return WorkView(
        work=work(500, title=title, words=title),
        prompt=None,
        upstream=lines,
        downstream=lines,
        relatives=relatives,
        names={},
        is_maker=rights.get("is_maker", False),
        is_director=rights.get("is_director", False),
        may_come_back=False,
    )


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("number", [0, 1, 60])
def test_a_works_panel_holds_a_family_of_any_size(title, number):
    text, view = work_panel(family(number, title, is_maker=True, is_director=True), TOKEN)

    check(view, text)


def test_a_works_panel_offers_what_the_person_looking_may_do():
    assert labels(work_panel(family(0, "Rain"), TOKEN)[1]) == ["Report…"]
    assert "Withdraw" in labels(work_panel(family(0, "Rain", is_maker=True), TOKEN)[1])
    assert "Withdraw" not in labels(work_panel(family(0, "Rain", is_director=True), TOKEN)[1])


@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("state", [WorkState.ACCEPTED, WorkState.WITHDRAWN])
def test_the_answer_to_a_work_is_one_short_text_with_its_number_on_a_button(title, state):
    some = work(42, title=title, words=title, state=state)
    for shown_here in (True, False):
        text, view = work_answer(some, [3, 17], KEY, shown_here=shown_here)
        check(view, text)
        assert labels(view) == ["#42"]


@pytest.mark.parametrize("name", [*TITLES, "a`b", "``` ```", "a_b|c", "[x](https://evil.invalid)"])
def test_a_full_post_of_credits_fits_whatever_people_are_called(name):
    role, title = name[:60], name[:100]
    works = [[1_000 + one, title] for one in range(8)]
    lines = [
        {"maker": str(10**18 + one), "name": name, "roles": [role, role + "2"], "works": works}
        for one in range(NAMES_A_POST)
    ]

    check(credits_card(name[:MAX_TITLE], 1, 9, lines, KEY))


def test_credits_mention_each_person_once_and_nobody_else():
    lines = [{"maker": "7", "name": "@everyone", "roles": ["<@8>"], "works": [[1, "<@9> @here"]]}]
    said = text_of(credits_card("@everyone", 1, 1, lines, KEY))

    assert said.count("<@7>") == 1
    for ping in ("<@8>", "<@9>", "@everyone", "@here"):
        assert ping not in said


def test_a_vote_over_a_hundred_and_twenty_five_works_is_paged_and_not_stacked():
    some = vote(*range(100, 225))
    for page in range(5):
        text, view = ballot_panel(BallotView(some, MemberId(1), frozenset()), TOKEN, page)
        check(view, text)
        assert len([item for item in inside(view) if isinstance(item, ui.Select)]) == 1


def test_a_ballot_says_which_works_are_left_out_as_ones_own_and_that_later_ones_are_not_in_it():
    text, _ = ballot_panel(BallotView(vote(1, 2, 1), MemberId(1), frozenset()), TOKEN, 0)
    assert "are yours, so they aren't on your ballot" in text
    assert "handed in since aren't in it" in text
    text, _ = ballot_panel(BallotView(vote(1, 2), MemberId(3), frozenset()), TOKEN, 0)
    assert "yours" not in text
    assert "handed in after the vote opened aren't in it" in text_of(vote_card(vote(1, 2), KEY, TOKEN, TOKEN))
