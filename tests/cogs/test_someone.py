"""Whoever was forgotten is “someone” on our cards: a mention of nobody would stand there as a bare number."""

import re
from dataclasses import replace
from pathlib import Path

import cogs.cards
from bot.domain.ids import ChannelId, CommunityId
from bot.domain.instants import Instant
from bot.domain.privacy import SOMEONE
from bot.domain.prompts import Ending, PromptState
from bot.services.lineage import Fetched
from cogs.cards.lineage import handed_over
from cogs.cards.prompts import ending_post
from tests.domain.made import NOW, prompt, work


def test_files_handed_over_and_the_end_of_a_prompt_say_someone():
    theirs = replace(work(42, title="Night bus"), makers=(SOMEONE,))
    ended = replace(prompt(), state=PromptState.FINISHED, ending=Ending("A film.", Instant(NOW), SOMEONE))

    assert "by someone" in handed_over(Fetched(theirs, ChannelId(5), None), CommunityId(1), [])
    told = ending_post(ended, [theirs], "ended:1")[0]
    assert "someone says" in told
    assert "by someone" in told


def test_every_card_names_members_by_the_one_word_that_knows_of_it():
    sources = [path.read_text(encoding="utf-8") for path in Path(cogs.cards.__file__).parent.glob("*.py")]
    assert not [found for source in sources for found in re.findall(r"<@\{.*", source)]
