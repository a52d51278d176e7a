"""Nothing is cut from a long list: what does not fit is on the next page, and every line is on one."""

from typing import Any

import pytest
from discord import ui
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.ids import MemberId, ProductionId, WorkId
from bot.domain.productions import Production, ProductionState
from bot.domain.votes import VoteState
from bot.domain.votes.approval import count
from bot.services.productions import CreditLine, ProductionView
from bot.services.votes.voting import ResultView
from cogs.cards.layout import page_of, paged
from cogs.cards.productions import credits_preview
from cogs.cards.prompts import prompt_line, works_page
from cogs.cards.votes import full_order
from tests.cogs.test_cards import TITLES, TOKEN, check, labels
from tests.domain.made import HOME, NOW, prompt, vote, work

# Right to left, joined, stacked, and of several code points each.
SCRIPTS = ["شارع المطر", "רחוב הגשם", "वर्षा की सड़क", "ถนนสายฝน", "👩‍👩‍👧‍👦" * 12, "e\u0301" * 50, "\u202egnp.exe"]

PIECE = Production(ProductionId(1), HOME, 1, "Monsoon " * 12, ProductionState.RUNNING, MemberId(1), ())


def turned(page: Any) -> list[str]:
    """What every page says, by turning them all as somebody would."""
    said: list[str] = []
    while True:
        text, view = page(len(said))
        check(view, text)
        said.append(text)
        if not any(
            isinstance(one, ui.Button) and (one.label or "").startswith("Next") and not one.disabled
            for one in (view.walk_children() if view else ())
        ):
            return said


@given(
    st.lists(st.text(st.characters(exclude_characters="\n"), min_size=1, max_size=90), max_size=60),
    st.integers(90, 400),
)
def test_every_line_stands_whole_on_one_page_and_in_order(lines, limit):
    pages = paged(lines, limit)
    assert "\n".join(pages) == "\n".join(lines)
    assert all(len(page) <= limit for page in pages)


def test_a_short_list_has_no_pages_to_turn_and_a_page_past_the_end_is_the_last():
    assert page_of(["one", "two"], "vote", "listed", TOKEN, 0, head="Head") == ("Head\none\ntwo", None)
    lines = [f"{number} " + "x" * 90 for number in range(60)]
    text, view = page_of(lines, "vote", "listed", TOKEN, 99, head="Head")
    assert text.startswith("Head\n")
    assert text.endswith(lines[-1])
    assert labels(view) == ["Back", "Next (page 3 of 3)"]


@pytest.mark.parametrize("title", [*TITLES, *SCRIPTS])
@pytest.mark.parametrize("number", [1, 60, 125])
def test_the_full_order_names_every_work_once(number, title):
    works = {WorkId(one): work(one, one, title=title[:100]) for one in range(1, number + 1)}
    some = vote(*range(1, number + 1), state=VoteState.CLOSED, closed_at=NOW)
    view = ResultView(some, count([frozenset(one.id for one in some.entries)], [one.id for one in some.entries]), works)

    pages = turned(lambda page: full_order(view, TOKEN, page))

    listed = [line.split(" · ")[1].split(" ")[0] for page in pages for line in page.splitlines()[1:]]
    assert sorted(listed) == sorted(f"#{one.number}" for one in some.entries)


@pytest.mark.parametrize("name", [*TITLES, *SCRIPTS])
def test_a_preview_of_sixty_credits_names_all_sixty(name):
    lines = tuple(
        CreditLine(MemberId(one), f"{one} {name}"[:100], one, (name[:60] or "x",), ((one, name[:100]),))
        for one in range(60)
    )
    view = ProductionView(PIECE, {}, lines, ())

    pages = turned(lambda page: credits_preview(view, TOKEN, page))

    assert sum(page.count("-# ") for page in pages) == 60


@pytest.mark.parametrize("title", [*TITLES, *SCRIPTS])
def test_a_hundred_and_twenty_five_prompts_are_all_listed(title):
    prompts = [prompt(number=number, title=title[:100], thread_id=None) for number in range(125, 0, -1)]

    pages = turned(lambda page: page_of(map(prompt_line, prompts), "prompt", "listed", TOKEN, page))

    assert [line.split()[0] for page in pages for line in page.splitlines()] == [f"**{one.number}**" for one in prompts]


def test_a_prompt_of_a_thousand_works_shows_them_all_a_page_at_a_time():
    works = [work(one, one, title=SCRIPTS[one % len(SCRIPTS)]) for one in range(1, 1_001)]

    pages = turned(lambda page: works_page(prompt(), works, TOKEN, page))

    assert len(pages) == 40
    shown = [line.split()[0] for page in pages for line in page.splitlines() if line.startswith("#")]
    assert shown == [f"#{one.number}" for one in works]
