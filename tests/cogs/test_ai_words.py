"""What is asked about AI and what is told, where its prompt wants to know."""

from dataclasses import replace

import pytest
from discord import ui

from bot.domain.making import MAX_AI, AiUse, Consent
from bot.services.works.desk import Desk
from cogs.cards.making import AI_ASKED, desk_lines, more_panel
from cogs.cards.prompts import works_page
from cogs.cards.works import work_answer, work_panel
from cogs.forms.works import words_form
from tests.cogs.test_cards import KEY, TITLES, TOKEN, check, family, labels
from tests.domain.made import NOW, prompt, work

ASKED = {"No AI", "AI was used…"}
USED = AiUse(used=True, how="It drew the sky.")
MINE = Desk(work(1), is_maker=True, asks_ai=True, consent=Consent(1, outside=True, at=NOW))


def panel(desk: Desk) -> tuple[str, ui.View | None]:
    return work_panel(replace(family(0, "Dusk"), is_maker=desk.is_maker), TOKEN, desk)


def test_a_makers_panel_asks_until_they_have_said_it_and_keeps_the_buttons_after_that():
    text, buttons = panel(MINE)
    assert AI_ASKED in text
    assert set(labels(buttons)) >= ASKED
    said = replace(MINE, ai=USED)
    text, buttons = panel(said)
    assert AI_ASKED not in text
    assert not ASKED & set(labels(buttons))
    assert set(labels(more_panel(said, TOKEN)[1])) >= ASKED


def test_nobody_is_asked_where_the_prompt_says_nothing_or_does_not_want_it():
    silent = replace(MINE, asks_ai=False)
    assert AI_ASKED not in panel(silent)[0]
    assert not ASKED & {*labels(panel(silent)[1]), *labels(more_panel(silent, TOKEN)[1])}


@pytest.mark.parametrize(
    ("ai", "line"),
    [
        (USED, "AI was used: “It drew the sky.”."),
        (AiUse(used=True), "AI was used."),
        (AiUse(used=False), "No AI was used."),
    ],
)
def test_everybody_reads_it_on_the_panel(ai, line):
    assert line in desk_lines(Desk(work(1), ai=ai))


@pytest.mark.parametrize("how", TITLES)
def test_the_line_under_a_work_says_how_ai_was_used_and_nothing_otherwise(how):
    for ai, told in ((AiUse(used=True, how=how[:MAX_AI]), True), (AiUse(used=False), False), (None, False)):
        text, buttons = work_answer(work(1), [], KEY, shown_here=False, ai=ai)
        check(buttons, text)
        assert ("AI" in text) is told


def test_the_list_of_a_prompts_works_marks_those_made_with_ai():
    works = [work(1), work(2)]
    lines = works_page(prompt(), works, TOKEN, 0, used_ai={works[1].id})[0].splitlines()
    assert [line.startswith("#2") for line in lines if line.endswith("AI was used")] == [True]


def test_the_form_asks_in_place_of_what_it_builds_on():
    subject = {"prompt": 1, "built_on": [], "title": ""}
    usual, asking = (words_form(TOKEN, {**subject, "asks_ai": asks}) for asks in (False, True))
    asked = [[item.text for item in form.children if isinstance(item, ui.Label)] for form in (usual, asking)]
    assert asked == [["Title", "Words", "Files", "Built on"], ["Title", "Words", "Files", "Was AI used?"]]
