"""What was done, in a sentence for the team."""

from collections.abc import Mapping
from typing import Any

from bot.domain.audit import Deed, Entry
from bot.domain.instants import Instant
from cogs.words.plain import plain, quoted, when

SENTENCES: Mapping[Deed, str] = {
    Deed.SET_UP: "{who} set Callsheet up.",
    Deed.PROMPT_POSTED: "{who} posted prompt {number} {title}.",
    Deed.PROMPT_MOVED: "{who} gave prompt {number} {title} another closing: {closing}.",
    Deed.PROMPT_CLOSED: "{who} closed prompt {number} {title}.",
    Deed.PROMPT_FINISHED: "{who} finished prompt {number} {title}, saying {reason}.",
    Deed.PROMPT_DROPPED: "{who} dropped prompt {number} {title}, saying {reason}.",
    Deed.PROMPT_NOT_OPENED: (
        "{title} could not open by itself, so it is a draft of {member} again. `/prompt drafts` opens it and says why."
    ),
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
    if name == "closing":
        return when(Instant(int(fact)))
    if name == "channel":
        return f"<#{int(fact)}>"
    return plain(str(fact), 100)
