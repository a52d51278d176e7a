"""A prompt that is still being written, or waits for the hour it opens by itself."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.domain.ids import ChannelId, CommunityId, DraftId, MemberId
from bot.domain.instants import DAY, Instant
from bot.domain.prompts import PromptDraft, PromptState, judge_draft, judge_opening

MAX_DRAFTS = 25
"""As many as one select offers."""
KEPT_FOR = DAY
"""How long a draft that was thrown away can be taken back."""


@dataclass(frozen=True, slots=True)
class Draft:
    id: DraftId
    community_id: CommunityId
    director_id: MemberId
    """Whose it is: nobody else sees it."""
    state: PromptState
    """Draft, scheduled, or dropped for as long as it can be taken back."""
    wording: PromptDraft
    """Its `opens_at` is 0 until an opening was chosen."""
    channel_id: ChannelId | None
    """None: the community's first channel."""
    changed_at: Instant


def judge(wording: PromptDraft, now: Instant) -> None:
    """Refuse what could not be posted as it stands, now or when it opens."""
    if wording.opens_at:
        judge_opening(wording.opens_at, now)
    judge_draft(replace(wording, opens_at=wording.opens_at or now))


def judge_change(wording: PromptDraft, changed: Collection[str], now: Instant) -> None:
    """The same for what was changed: a closing that passed while the draft lay says so when it is posted."""
    times = {"opens_at", "closes_at"} & set(changed)
    judge(wording if times else replace(wording, opens_at=Instant(0), closes_at=None), now)


def tidied(wording: PromptDraft) -> PromptDraft:
    """Its title in one line, its brief without blank edges."""
    return replace(wording, title=" ".join(wording.title.split()), brief=wording.brief.strip())
