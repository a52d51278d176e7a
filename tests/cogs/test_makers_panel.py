"""The order of a maker's panel, and what it says where there is nothing to say yet."""

from dataclasses import replace

import pytest
from discord import ui

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, CommunityId
from bot.services.news import Told
from bot.services.works.desk import Desk
from cogs.cards.lineage import news
from cogs.cards.making import desk_lines
from cogs.cards.works import work_panel
from cogs.forms import words_form
from tests.cogs.test_cards import KEY, TOKEN, family, labels
from tests.domain.made import asset, work


def test_a_makers_panel_ends_with_what_takes_the_work_back() -> None:
    view = replace(family(0, "Dusk"), work=work(1, assets=(asset("a.png"),)), is_maker=True)
    _, buttons = work_panel(view, TOKEN, Desk(view.work, is_maker=True))
    assert labels(buttons) == ["Get the files", "Built on…", "Tell me…", "Edit…", "Files…", "More…", "Withdraw"]


def test_a_maker_is_not_told_to_reply_to_themselves() -> None:
    view = family(0, "Dusk")
    assert "Reply to it with a file of yours" in work_panel(view, TOKEN)[0]
    assert "**Built on…** is where you say" in work_panel(replace(view, is_maker=True), TOKEN)[0]


def test_a_sentence_does_not_end_in_the_dots_of_a_button() -> None:
    asked = Desk(work(1), is_maker=True)
    assert asked.asks_terms
    assert not any(line.replace("*", "").endswith("….") for line in desk_lines(asked))


def test_a_form_that_comes_back_says_that_its_files_are_gone() -> None:
    subject = {"prompt": 1, "built_on": [], "title": ""}
    first, again = (words_form(TOKEN, subject, filled) for filled in ({}, {"title": ["Dusk"]}))
    fields = [item for made in (first, again) for item in made.children if isinstance(item, ui.Label)]
    described = [item.description for item in fields if item.text == "Files"]
    assert described == [
        "Up to ten. You can hand in words alone where the prompt takes words.",
        "Choose them once more: a form can't keep files.",
    ]


@pytest.mark.parametrize(("title", "end"), [("Dusk", "“Dusk”."), ("The lamp is awake.", "awake.”"), ("x" * 80, "…”")])
def test_news_of_a_remix_has_one_full_stop(title: str, end: str) -> None:
    told = Told(work(2), work(1, title=title), ("Bo",), ChannelId(1), None)
    text, _ = news([told], Community(CommunityId(1), "Home"), KEY, None)
    assert text.endswith(end)
