"""A deadline: an instant at which Callsheet owes an action. A row first, a timer after."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import CommunityId, DeadlineId
from bot.domain.instants import MINUTE, Instant

LEASE = MINUTE
"""How long a claimed deadline belongs to its claimer before another may try."""


class DeadlineKind(StrEnum):
    PROMPT_CLOSES = "prompt_closes"
    VOTE_CLOSES = "vote_closes"
    CREDITS_ARE_DUE = "credits_are_due"
    NEWS_IS_TOLD = "news_is_told"
    """A member hears who built on their works today; the subject is the member."""
    PROMPT_REMINDS = "prompt_reminds"
    REMINDERS_UNREACHED = "reminders_unreached"
    """Those who could not be told directly are named in the thread."""
    SERIES_POSTS = "series_posts"
    REHEARSAL_GOES_ON = "rehearsal_goes_on"


@dataclass(frozen=True, slots=True)
class Deadline:
    id: DeadlineId
    key: str
    kind: DeadlineKind
    community_id: CommunityId
    subject: int
    """The id of the prompt, vote, announcement or rehearsal it is about."""
    due_at: Instant
    attempts: int
