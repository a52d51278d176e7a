"""What was done, in a sentence for the team."""

import re
from collections.abc import Mapping
from typing import Any

from bot.domain.audit import Deed, Entry
from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import Instant
from cogs.words.due import WHAT_IS_DUE
from cogs.words.plain import listed, mention, plain, quoted, when

SENTENCES: Mapping[Deed, str] = {
    Deed.SET_UP: "{who} set Callsheet up.",
    Deed.WORK_WAITS: "#{number} by {maker} waits for a moderator.",
    Deed.WORK_HELD: "{who} holds #{number} by {maker} back.",
    Deed.WORK_TAKEN_IN: "{who} took #{number} by {maker} in.",
    Deed.WORK_NOT_TAKEN: "{who} didn't take #{number} by {maker}: {reason}.",
    Deed.WORK_REMOVED: "{who} removed #{number} by {maker}: {reason}. Its panel brings it back.",
    Deed.WORK_RESTORED: "{who} brought #{number} by {maker} back.",
    Deed.WORK_PURGED: "{who} purged #{number} by {maker}: {reason}. Its files are destroyed and can't come in again.",
    Deed.WORK_REPORTED: "{who} asks you to look at #{number} by {maker}: {reason}.",
    Deed.REPORTS_SETTLED: "{who} looked at what was reported about #{number} by {maker} and left it in.",
    Deed.CHANGE_ASKED: "{who} asked {maker} for a change to #{number}: {reason}.",
    Deed.REVIEW_CHOSEN: "{who} chose whose first work waits: accounts younger than this many days: {days}.",
    Deed.PAUSED: "{who} paused everything here.",
    Deed.WENT_ON: "{who} let everything go on.",
    Deed.PROMPT_POSTED: "{who} posted prompt {number} {title}.",
    Deed.PROMPT_MOVED: "{who} gave prompt {number} {title} another closing: {closing}.",
    Deed.PROMPT_CLOSED: "{who} closed prompt {number} {title}.",
    Deed.PROMPT_FINISHED: "{who} finished prompt {number} {title}, saying {reason}.",
    Deed.PROMPT_DROPPED: "{who} dropped prompt {number} {title}, saying {reason}.",
    Deed.PROMPT_NOT_OPENED: (
        "{title} could not open by itself, so it is a draft of {member} again. `/prompt drafts` opens it and says why."
    ),
    Deed.TEAM_CHANNEL_CHOSEN: "{who} chose {channel} for what the team reads: each deed in a sentence.",
    Deed.TEAM_CHANNEL_DROPPED: "{who} took the team's channel back. What is done is still kept, and said nowhere.",
    Deed.REHEARSAL_HELD: "{who} held a rehearsal; its private thread goes when it is over.",
    Deed.SETTINGS_CHANGED: "{who} changed how Callsheet is set up: {changed}.",
    Deed.VOTE_OPENED: "{who} opened vote {number} {title}, until {due}.",
    Deed.VOTE_MOVED: "{who} moved the closing of vote {number} {title} to {due}.",
    Deed.CREDITS_SCHEDULED: "{who} has the credits of production {number} {title} posted {due}.",
    Deed.CREDITS_TAKEN_BACK: "{who} took the scheduled credits of production {number} {title} back.",
    Deed.MEMBER_FORGOTTEN: "{who} had all that Callsheet kept about them here erased. Works emptied: {works}.",
    Deed.DONE_LATE: "This was due {due} and came late, because I was away or busy: {what} {title}.",
    Deed.MORE_TIME_GIVEN: "{who} gave {member} until {due} for prompt {number} {title}.",
    Deed.SERIES_STARTED: "{who} has {title} posted again and again, next {due}.",
    Deed.SERIES_PAUSED: "{who} paused the repeating prompt {title}.",
    Deed.SERIES_RESUMED: "{who} has {title} posted again, next {due}.",
    Deed.SERIES_STOPPED: "{who} stopped the repeating prompt {title}.",
    Deed.SERIES_SKIPPED: "{who} skipped one of the repeating prompt {title}. The next comes {due}.",
}
"""One sentence a deed; a test holds the two together."""
_TWO_STOPS = re.compile(r"(?<=[.!?…]”)\.")
"""A full stop after a quotation that brings its own."""
SETTINGS = {
    "channels": "the channels",
    "director_role": "who directs",
    "moderator_role": "who moderates",
    "zone": "the time zone",
}


def deed(entry: Entry) -> str:
    """The sentence, whoever did it named without a ping."""
    who = "Callsheet" if entry.actor is None else mention(entry.actor)
    said = SENTENCES[entry.deed].format_map(
        {"who": who, **{name: _word(name, fact) for name, fact in entry.facts.items()}}
    )
    said = _TWO_STOPS.sub("", said)
    return said[:1].upper() + said[1:]


def _word(name: str, fact: Any) -> str:
    """Text from people is quoted; numbers stand as they are."""
    if name in ("title", "reason", "text", "name"):
        return quoted(str(fact), 200)
    if name in ("member", "maker"):
        return mention(int(fact))
    if name == "closing":
        return when(Instant(int(fact)))
    if name == "channel":
        return f"<#{int(fact)}>"
    if name == "due":
        return when(Instant(int(fact)))
    if name == "changed":
        return listed([SETTINGS[one] for one in fact])
    if name == "what":
        return WHAT_IS_DUE.get(DeadlineKind(fact), "something about")
    return plain(str(fact), 100)
