"""What was done, in a sentence for the team."""

from collections.abc import Mapping
from typing import Any

from bot.domain.audit import Deed, Entry
from cogs.words.plain import mention, plain, quoted

SENTENCES: Mapping[Deed, str] = {
    Deed.SET_UP: "{who} set Callsheet up.",
    Deed.PROMPT_CLOSED: "{who} closed prompt {number} {title}.",
    Deed.MEMBER_FORGOTTEN: "{who} had all that Callsheet kept about them here erased. Works emptied: {works}.",
}
"""One sentence a deed; a test holds the two together."""


def deed(entry: Entry) -> str:
    """The sentence, whoever did it named without a ping."""
    who = "Callsheet" if entry.actor is None else mention(entry.actor)
    said = SENTENCES[entry.deed].format_map(
        {"who": who, **{name: _word(name, fact) for name, fact in entry.facts.items()}}
    )
    return said[:1].upper() + said[1:]


def _word(name: str, fact: Any) -> str:
    """Text from people is quoted; numbers stand as they are."""
    if name in ("title", "reason", "text", "name"):
        return quoted(str(fact), 200)
    if name in ("member", "maker"):
        return mention(int(fact))
    if name == "channel":
        return f"<#{int(fact)}>"
    return plain(str(fact), 100)
