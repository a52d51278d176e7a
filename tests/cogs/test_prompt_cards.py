"""Drafts, endings and a member's own works, drawn."""

from dataclasses import replace

import pytest

from bot.domain.drafts import Draft
from bot.domain.ids import ChannelId, DraftId, MemberId, WorkId
from bot.domain.instants import HOUR, Instant
from bot.domain.prompts import MAX_BRIEF, MAX_ENDING, MAX_PAYS, MAX_TITLE, Ai, Ending, PromptState
from bot.domain.works import Kind, WorkState
from cogs.cards.drafts import draft_panel, drafts_list
from cogs.cards.prompts import STATES, ending_post, my_works_page, prompt_card, prompt_line
from cogs.forms.prompts import ending_form, terms_form
from tests.cogs.test_cards import KEY, TITLES, TOKEN, check, labels, text_of
from tests.domain.made import HOME, NOW, draft, prompt, work

PLACE = ChannelId(77)
LEADS = tuple(MemberId(10**18 + one) for one in range(5))


def a_draft(state: PromptState = PromptState.DRAFT, **wording: object) -> Draft:
    wording = {"opens_at": Instant(0), **wording}
    return Draft(DraftId(1), HOME, MemberId(1), state, draft(**wording), None, NOW)


@pytest.mark.parametrize("title", TITLES)
def test_the_fullest_card_and_the_fullest_draft_fit_whatever_was_written(title):
    full = {
        "title": title[:MAX_TITLE],
        "brief": ("*\n" * MAX_BRIEF)[:MAX_BRIEF],
        "pays": title[:MAX_PAYS],
        "kinds": frozenset(Kind),
        "works_per_member": 20,
        "ai": Ai.DECLARED,
        "co_directors": LEADS,
    }
    word = ("*" * MAX_ENDING)[:MAX_ENDING]
    ended = prompt(**full, state=PromptState.DROPPED, closed_at=NOW, ending=Ending(word, NOW, LEADS[0]))
    check(prompt_card(ended, 1_000, KEY, TOKEN))
    check(draft_panel(a_draft(**full, opens_at=Instant(NOW + HOUR)), PLACE, TOKEN))


def test_an_open_card_takes_works_and_a_closed_one_does_not():
    assert labels(prompt_card(prompt(), 0, KEY, TOKEN)) == [
        "Submit",
        "See the works",
        "My works",
        "Remind me",
        "Manage",
    ]
    closed = prompt(state=PromptState.CLOSED, closed_at=NOW)
    assert labels(prompt_card(closed, 0, KEY, TOKEN)) == ["See the works", "My works", "Manage"]


def test_a_card_counts_calmly():
    assert "so far" not in text_of(prompt_card(prompt(), 0, KEY, TOKEN))
    assert "1 work so far." in text_of(prompt_card(prompt(), 1, KEY, TOKEN))
    assert "1000 works so far." in text_of(prompt_card(prompt(), 1_000, KEY, TOKEN))


@pytest.mark.parametrize(("ai", "said"), [(Ai.NOT_WANTED, "not wanted"), (Ai.DECLARED, "if you say so"), (None, "")])
def test_a_card_says_about_ai_what_its_director_said(ai, said):
    text = text_of(prompt_card(prompt(ai=ai), 0, KEY, TOKEN))
    assert ("**AI**" in text) == (ai is not None)
    assert said in text


def test_a_draft_says_where_it_goes_and_shows_its_times_as_instants():
    closes_at = Instant(NOW + HOUR)
    panel = draft_panel(a_draft(closes_at=closes_at), PLACE, TOKEN)
    assert "in <#77>; nothing is posted yet" in text_of(panel)
    assert f"**Closes** <t:{closes_at // 1_000_000}:F>" in text_of(panel)
    assert labels(panel)[-2:] == ["Post it", "Throw it away"]
    opens = draft_panel(a_draft(opens_at=NOW), PLACE, TOKEN)
    assert labels(opens)[-3:] == ["Schedule it", "Post it now", "Throw it away"]
    waits = draft_panel(a_draft(PromptState.SCHEDULED, opens_at=NOW), PLACE, TOKEN)
    assert labels(waits)[-3:] == ["Don't open it by itself", "Post it now", "Throw it away"]


@pytest.mark.parametrize("title", TITLES)
def test_25_drafts_are_one_choice_away(title):
    drafts = [replace(a_draft(title=title[:MAX_TITLE].strip() or "x"), id=DraftId(one)) for one in range(25)]
    text, view = drafts_list(drafts, TOKEN)
    check(view, text)


@pytest.mark.parametrize("title", TITLES)
def test_a_word_for_sixty_makers_fits_and_says_how_many_are_not_named(title):
    works = [work(one, 10**18 + one) for one in range(1, 61)]
    ending = Ending(title[:MAX_ENDING] or "x", NOW, LEADS[0])
    text, view = ending_post(prompt(state=PromptState.FINISHED, title=title[:MAX_TITLE], ending=ending), works, KEY)
    check(view, text)
    assert "60 works by <@1000000000000000001>" in text
    assert "and 20 more" in text


def test_the_word_for_few_makers_names_each_once():
    works = [work(1, 5), work(2, 6), work(3, 5)]
    ended = prompt(state=PromptState.FINISHED, ending=Ending("All in.", NOW, MemberId(9)))
    text, _ = ending_post(ended, works, KEY)
    assert "is finished. <@9> says: “All in.”" in text
    assert "3 works by <@5> and <@6>." in text
    assert "finished <t:" in prompt_line(ended)


def test_my_works_say_how_each_stands_and_why():
    works = [
        work(4, 1, title="Tram"),
        work(3, 1, title="Sea", state=WorkState.WITHDRAWN),
        replace(work(2, 1, title="Fog", state=WorkState.REFUSED), number=None),
    ]
    text, view = my_works_page(prompt(), works, {WorkId(2): "It is too large."}, TOKEN, 0)
    check(view, text)
    assert "#4 “Tram” is in." in text
    assert "#3 “Sea” was taken back." in text
    assert "“Fog” wasn't added. It is too large." in text
    assert set(STATES) == set(WorkState)
    nothing, view = my_works_page(prompt(), [], {}, TOKEN, 0)
    assert "You have nothing in it." in nothing
    assert labels(view) == ["Submit"]


@pytest.mark.parametrize("number", [1, 25, 26, 125])
def test_any_number_of_my_works_is_paged(number):
    works = [work(one, title="x" * 100) for one in range(1, number + 1)]
    for page in range(6):
        text, view = my_works_page(prompt(), works, {}, TOKEN, page)
        check(view, text)


def test_the_forms_of_a_prompt_keep_discords_limits():
    files = [(f"{one}" * 64, "f" * 100) for one in range(4)]
    subject = {"pays": "x" * 200, "works_each": "20", "co_directors": [str(one) for one in LEADS], "files": files}
    for form in (terms_form(TOKEN, subject), ending_form(TOKEN, {"state": "finished"})):
        assert len(form.to_components()) <= 5
        assert len(form.title) <= 45
