"""What was done to whom by whom, kept for good: a deed, said in a sentence to the team."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant


class Deed(StrEnum):
    """One word a kind of deed; `cogs.words.deeds` has the sentence."""

    SET_UP = "set_up"
    WORK_WAITS = "work_waits"
    WORK_HELD = "work_held"
    WORK_TAKEN_IN = "work_taken_in"
    WORK_NOT_TAKEN = "work_not_taken"
    WORK_REMOVED = "work_removed"
    WORK_RESTORED = "work_restored"
    WORK_PURGED = "work_purged"
    WORK_REPORTED = "work_reported"
    REPORTS_SETTLED = "reports_settled"
    CHANGE_ASKED = "change_asked"
    REVIEW_CHOSEN = "review_chosen"
    PAUSED = "paused"
    WENT_ON = "went_on"
    PROMPT_POSTED = "prompt_posted"
    PROMPT_MOVED = "prompt_moved"
    PROMPT_CLOSED = "prompt_closed"
    PROMPT_FINISHED = "prompt_finished"
    PROMPT_DROPPED = "prompt_dropped"
    PROMPT_NOT_OPENED = "prompt_not_opened"
    SETTINGS_CHANGED = "settings_changed"
    TEAM_CHANNEL_CHOSEN = "team_channel_chosen"
    TEAM_CHANNEL_DROPPED = "team_channel_dropped"
    REHEARSAL_HELD = "rehearsal_held"
    VOTE_OPENED = "vote_opened"
    VOTE_MOVED = "vote_moved"
    CREDITS_SCHEDULED = "credits_scheduled"
    CREDITS_TAKEN_BACK = "credits_taken_back"
    MEMBER_FORGOTTEN = "member_forgotten"
    DONE_LATE = "done_late"
    MORE_TIME_GIVEN = "more_time_given"
    SERIES_STARTED = "series_started"
    SERIES_PAUSED = "series_paused"
    SERIES_RESUMED = "series_resumed"
    SERIES_STOPPED = "series_stopped"
    SERIES_SKIPPED = "series_skipped"


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit. `actor` None: Callsheet itself, on time or after an absence."""

    community_id: CommunityId
    deed: Deed
    actor: MemberId | None
    at: Instant
    facts: Mapping[str, Any] = field(default_factory=dict)
    """What the sentence needs: numbers, titles, reasons; ids as strings."""
