"""What moderators decide about works, and when a work waits for them."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import MemberId, WorkId
from bot.domain.instants import DAY, Instant, instant_of
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState

MAX_REASON = 500
REVIEW_DAYS = (0, 1, 7, 30)
"""What can be chosen for a first look, as the age of an account in days; 0: nothing waits by itself."""


class Decision(StrEnum):
    HOLD = "hold"
    ACCEPT = "accept"
    REFUSE = "refuse"
    REMOVE = "remove"
    RESTORE = "restore"
    PURGE = "purge"


FROM = {
    Decision.HOLD: frozenset({WorkState.ACCEPTED}),
    Decision.ACCEPT: frozenset({WorkState.HELD}),
    Decision.REFUSE: frozenset({WorkState.HELD}),
    Decision.REMOVE: frozenset({WorkState.ACCEPTED, WorkState.HELD}),
    Decision.RESTORE: frozenset({WorkState.REMOVED, WorkState.REFUSED}),
    Decision.PURGE: frozenset(WorkState) - {WorkState.PURGED, WorkState.RECEIVED},
}
TO = {
    Decision.HOLD: WorkState.HELD,
    Decision.ACCEPT: WorkState.ACCEPTED,
    Decision.REFUSE: WorkState.REFUSED,
    Decision.REMOVE: WorkState.REMOVED,
    Decision.RESTORE: WorkState.ACCEPTED,
    Decision.PURGE: WorkState.PURGED,
}
NEED_A_REASON = frozenset({Decision.REFUSE, Decision.REMOVE, Decision.PURGE})
IN_HASTE = frozenset({Decision.HOLD, Decision.PURGE})
"""What anyone who moderates may do at once, even where their own work is in the same contest: it judges nothing."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How a community is moderated."""

    review_days: int = 0
    """The first work of an account younger than this waits for a moderator; 0: none does."""
    paused_at: Instant | None = None
    paused_by: MemberId | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """Somebody thinks a moderator should look at a work."""

    work_id: WorkId
    reporter: MemberId
    reason: str
    at: Instant


def judge_decision(decision: Decision, work: Work, person: MemberId, *, has_entered: bool, reason: str) -> None:
    """Refuse what cannot be done with this work now, or not by this person. `has_entered`: the same prompt."""
    if work.state not in FROM[decision]:
        raise Refusal(Why.WORK_HAS_CHANGED, number=work.number)
    if person in work.makers:
        raise Refusal(Why.OWN_WORK_TO_JUDGE, number=work.number)
    if has_entered and decision not in IN_HASTE:
        raise Refusal(Why.OWN_CONTEST, number=work.number)
    if decision in NEED_A_REASON and not reason.strip():
        raise Refusal(Why.REASON_IS_EMPTY)


def waits_for_a_look(settings: Settings, maker: MemberId, made_at: Instant, *, has_been_in: bool) -> bool:
    """Whether a new work waits for a moderator.

    While everything is paused each does. Otherwise only those of accounts younger than the chosen age, until one work
    of theirs is in. An account's age is in its id.
    """
    if settings.paused_at is not None:
        return True
    return not has_been_in and made_at < instant_of(maker) + settings.review_days * DAY
