"""What was done, in a sentence for the team."""

from collections.abc import Mapping
from typing import Any

from bot.domain.audit import Deed, Entry
from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import Instant
from cogs.words.due import WHAT_IS_DUE
from cogs.words.plain import plain, quoted, when

SENTENCES: Mapping[Deed, str] = {
    Deed.SET_UP: "{who} set Callsheet up.",
    Deed.SETTINGS_CHANGED: "{who} changed how Callsheet is set up: {what}.",
    Deed.TEAM_CHANNEL_CHOSEN: "{who} chose {channel} for what the team reads: each deed in a sentence.",
    Deed.TEAM_CHANNEL_DROPPED: "{who} took the team's channel back. What is done is still kept, and said nowhere.",
    Deed.REHEARSAL_HELD: "{who} held a rehearsal; its private thread goes when it is over.",
    Deed.PROMPT_CLOSED: "{who} closed prompt {number} {title}.",
    Deed.DONE_LATE: "This was due {due} and came late, because I was away or busy: {what} {title}.",
    Deed.MORE_TIME_GIVEN: "{who} gave {member} until {due} for prompt {number} {title}.",
    Deed.SERIES_STARTED: "{who} has {title} posted again and again, next {due}.",
    Deed.SERIES_PAUSED: "{who} paused the repeating prompt {title}.",
    Deed.SERIES_RESUMED: "{who} has {title} posted again, next {due}.",
    Deed.SERIES_STOPPED: "{who} stopped the repeating prompt {title}.",
    Deed.SERIES_SKIPPED: "{who} skipped one of the repeating prompt {title}. The next comes {due}.",
}
"""One sentence a deed; a test holds the two together."""


def deed(entry: Entry) -> str:
    """The sentence, whoever did it named without a ping."""
    who = "Callsheet" if entry.actor is None else f"<@{entry.actor}>"
    return SENTENCES[entry.deed].format_map(
        {"who": who, **{name: _word(name, fact) for name, fact in entry.facts.items()}}
    )


def _word(name: str, fact: Any) -> str:
    """Text from people is quoted; numbers stand as they are."""
    if name in ("title", "reason", "text", "name"):
        return quoted(str(fact), 200)
    if name in ("member", "maker"):
        return f"<@{int(fact)}>"
    if name == "channel":
        return f"<#{int(fact)}>"
    if name == "due":
        return when(Instant(int(fact)))
    if name == "what":
        return WHAT_IS_DUE.get(DeadlineKind(fact), "something about")
    return plain(str(fact), 100)
