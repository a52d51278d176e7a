"""The community's terms, as a member is asked once; a new text is a new version in `bot.domain.making`."""

from bot.domain.making import Consent

TERMS = (
    "Your work stays yours. By handing it in you let people here see it, build on it and use it in this server's "
    "productions, always with your name beside it."
)
QUESTION = "May your works be used outside this server too, for instance in a film that is shown elsewhere?"
OUTSIDE_TOO = "Yes, outside too"
ONLY_HERE = "Only in this server"


def asked() -> str:
    """What a maker reads before they have said anything."""
    return f"{TERMS}\n{QUESTION} Your work is in either way, and you can change your mind."


def standing(consent: Consent) -> str:
    """What they said last."""
    if consent.outside:
        return "You said that your works may be used outside this server too."
    return "You said that your works are for this server only."
