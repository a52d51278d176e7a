"""What directors and moderators read: one full stop a sentence, and what has just been done."""

from dataclasses import replace

import pytest
from discord import ui

from bot.domain.audit import Deed, Entry
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.moderation import Settings
from bot.domain.prompts import PromptDraft
from bot.domain.works import Kind, WorkState
from bot.services.moderation import Waiting, WaitingView
from cogs.cards.decisions import in_hand
from cogs.cards.moderation import waiting_panel
from cogs.cards.prompts import draft_card
from cogs.words.deeds import deed
from cogs.words.help import DIRECTOR
from tests.cogs.test_cards import TOKEN, family, work
from tests.cogs.test_moderation_cards import REASON


def test_a_quoted_sentence_is_not_followed_by_a_second_full_stop() -> None:
    held = work(3, title="Lamp", state=WorkState.HELD)
    view = WaitingView(Settings(0), (Waiting(held, (), "Blur it."),), {})
    assert "“Blur it.”" in waiting_panel(view, TOKEN)[0]
    assert "”." not in waiting_panel(view, TOKEN)[0]
    plain = family(0, "Lamp")
    removed = replace(plain, is_moderator=True, work=replace(plain.work, state=WorkState.REMOVED, reason=REASON))
    assert not any(line.endswith("”.") for line in in_hand(removed))


@pytest.mark.parametrize(("reason", "ends"), [("It hangs.", "“It hangs.”"), ("It hangs", "“It hangs”.")])
def test_what_the_team_reads_ends_with_one_full_stop(reason: str, ends: str) -> None:
    facts = {"number": 1, "title": "Rain", "reason": reason}
    entry = Entry(CommunityId(1), Deed.PROMPT_FINISHED, MemberId(2), Instant(0), facts)
    assert deed(entry).endswith(f"saying {ends}")


def test_what_was_just_decided_stands_over_the_list() -> None:
    text, _ = waiting_panel(WaitingView(Settings(0), (), {}), TOKEN, said="#3 “Lamp”: in.")
    assert text.startswith("#3 “Lamp”: in.\n**Waiting for you**")


def test_a_director_is_told_where_drafts_are() -> None:
    assert "/prompt drafts" in DIRECTOR


def test_a_draft_says_how_words_are_handed_in_as_its_card_will() -> None:
    def said(kinds: frozenset[Kind]) -> str:
        return "".join(
            part.content
            for part in draft_card(PromptDraft("Rain", "At night.", kinds)).walk_children()
            if isinstance(part, ui.TextDisplay)
        )

    assert "press **Submit**" in said(frozenset())
    assert "press **Submit**" not in said(frozenset({Kind.PICTURE}))
