"""How much a prompt shows of what is handed in, for as long as it is to stay so."""

from enum import StrEnum


class Shows(StrEnum):
    OPENLY = "openly"
    """Each work and who made it, at once."""
    NAMELESS = "nameless"
    """Nobody is named until it has ended."""
    HIDDEN = "hidden"
    """Only its makers see a work until it closes."""
    NAMELESS_AND_HIDDEN = "nameless_and_hidden"

    @property
    def is_nameless(self) -> bool:
        return self in (Shows.NAMELESS, Shows.NAMELESS_AND_HIDDEN)

    @property
    def is_hidden(self) -> bool:
        return self in (Shows.HIDDEN, Shows.NAMELESS_AND_HIDDEN)
