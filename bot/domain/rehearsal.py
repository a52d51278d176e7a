"""A rehearsal: the whole round in a private thread, made up, counted nowhere and taken away at the end."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import ChannelId, CommunityId, MemberId, RehearsalId
from bot.domain.instants import MINUTE, SECOND, Instant

PAUSE = 30 * SECOND
"""From step to step, for whoever presses nothing."""
LAST_PAUSE = 2 * MINUTE
"""From the last step until the thread goes."""
LONGEST = 20 * MINUTE
"""After that it is no longer played, only cleared away: we were gone for a while, and so is whoever watched."""
UNKNOWN_CHANNEL = 10_003
"""Discord's code for a thread that is no more."""


class Step(StrEnum):
    OPENING = "opening"
    PROMPT = "prompt"
    WORK = "work"
    REMIX = "remix"
    VOTE = "vote"
    RESULTS = "results"
    CREDITS = "credits"
    REPORT = "report"
    CLEARING = "clearing"


STEPS = tuple(Step)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something Discord would not take."""

    step: Step
    code: int
    """Discord's, of its answer."""
    missing: tuple[str, ...] = ()
    """What our role lacked there, as discord.py names it."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    id: RehearsalId
    community_id: CommunityId
    member_id: MemberId
    """Whoever asked for it, and is brought into its thread."""
    channel_id: ChannelId
    """The channel its thread hangs under."""
    thread_id: ChannelId | None
    step: Step
    """The one that comes next."""
    troubles: tuple[Trouble, ...]
    begun_at: Instant
    ended_at: Instant | None = None
    left_behind: bool = False
    """The thread could not be deleted; it is empty and archived."""


def following(step: Step) -> Step:
    """The step after this one; clearing is the last."""
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def pause_before(step: Step) -> int:
    """Microseconds until this step comes by itself."""
    return LAST_PAUSE if step is Step.CLEARING else PAUSE


def is_stale(rehearsal: Rehearsal, now: Instant) -> bool:
    return now - rehearsal.begun_at > LONGEST


def with_troubles(known: Sequence[Trouble], new: Sequence[Trouble]) -> tuple[Trouble, ...]:
    """Each once, in the order they were met."""
    return tuple(dict.fromkeys((*known, *new)))
