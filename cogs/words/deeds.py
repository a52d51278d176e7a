"""What was done, in a sentence for the team."""

from collections.abc import Mapping
from typing import Any

from bot.domain.audit import Deed, Entry
from cogs.words.plain import plain, quoted

SENTENCES: Mapping[Deed, str] = {
    Deed.SET_UP: "{who} set Callsheet up.",
    Deed.SETTINGS_CHANGED: "{who} changed how Callsheet is set up: {what}.",
    Deed.TEAM_CHANNEL_CHOSEN: "{who} chose {channel} for what the team reads: each deed in a sentence.",
    Deed.TEAM_CHANNEL_DROPPED: "{who} took the team's channel back. What is done is still kept, and said nowhere.",
    Deed.REHEARSAL_HELD: "{who} held a rehearsal; its private thread goes when it is over.",
    Deed.PROMPT_CLOSED: "{who} closed prompt {number} {title}.",
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
    return plain(str(fact), 100)
