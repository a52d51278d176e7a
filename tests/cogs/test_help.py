"""`/help` says what to do here and now, and nothing that is for others."""

from dataclasses import replace

import pytest

from bot.domain.ids import ChannelId, CommunityId, MemberId, PromptId
from bot.domain.instants import DAY, Instant
from bot.domain.prompts import Prompt, PromptState
from bot.domain.works import Kind
from cogs.help import WAYS
from cogs.words.help import DIRECTOR, MANAGER, MODERATOR, Standing, help_text

NOW = Instant(1_780_315_200_000_000)
PROMPT = Prompt(
    id=PromptId(1),
    community_id=CommunityId(1),
    number=7,
    title="Rain at night",
    brief="One minute.",
    kinds=frozenset({Kind.PICTURE}),
    pays="nothing",
    opens_at=NOW,
    closes_at=Instant(NOW + DAY),
    works_per_member=2,
    state=PromptState.OPEN,
    closed_at=None,
    director_id=MemberId(1),
    channel_id=ChannelId(2),
    thread_id=ChannelId(3),
)
MEMBER = Standing(directs=False, moderates=False, manages=False, here=None, open_prompts=[PROMPT])


@pytest.mark.parametrize(
    ("standing", "told"),
    [
        (MEMBER, set()),
        (replace(MEMBER, directs=True), {DIRECTOR}),
        (replace(MEMBER, moderates=True), {MODERATOR}),
        (replace(MEMBER, manages=True, directs=True), {MANAGER, DIRECTOR}),
    ],
)
def test_each_role_reads_what_it_can_do(standing: Standing, told: set[str]) -> None:
    assert {words for words in (DIRECTOR, MODERATOR, MANAGER) if words in help_text(standing)} == told


def test_in_a_prompts_thread_it_begins_with_that_prompt() -> None:
    said = help_text(replace(MEMBER, here=PROMPT)).splitlines()[0]
    assert said.startswith(
        "**Here:** “Rain at night” takes pictures, up to 2 works from each member, until <t:1780401600:F>"
    )
    assert said.endswith("Post your file in this thread and it is in.")
    words = replace(PROMPT, kinds=frozenset({Kind.WORDS}))
    assert "reply with them to my first message" in help_text(replace(MEMBER, here=words))
    closed = replace(PROMPT, state=PromptState.CLOSED, closed_at=NOW)
    assert "You can still build on what is in it" in help_text(replace(MEMBER, here=closed))


def test_elsewhere_it_says_what_is_open_and_where_nothing_is_who_begins() -> None:
    assert help_text(MEMBER).startswith("**Open now:** <#3>.\n")
    assert help_text(replace(MEMBER, open_prompts=[PROMPT] * 5)).startswith(
        "**Open now:** <#3>, <#3> and <#3>, and 2 others."
    )
    assert "A director posts the first prompt" in help_text(replace(MEMBER, open_prompts=[]))
    assert "Post the first prompt with `/prompt new`" in help_text(replace(MEMBER, open_prompts=[], directs=True))


def test_it_fits_whoever_asks_and_wherever() -> None:
    everything = Standing(
        directs=True, moderates=True, manages=True, here=replace(PROMPT, title="🌧" * 90), open_prompts=[]
    )
    assert len(help_text(everything)) <= 2_000
    assert sum(way.is_for(everything) for way in WAYS) <= 5
