"""Three prompts that are ready to post, for a server that has none yet."""

from dataclasses import dataclass

from bot.domain.works import Kind


@dataclass(frozen=True, slots=True)
class First:
    label: str
    """On its button."""
    title: str
    brief: str
    kinds: frozenset[Kind] = frozenset()


FIRSTS = (
    First(
        "Post the pictures",
        "A door, slightly open",
        "One picture. Draw it, photograph it, build it from matchsticks: a door, slightly open, and whatever can be "
        "seen through it.\nSomebody may take yours further, so leave something to be found.",
        frozenset({Kind.PICTURE}),
    ),
    First(
        "Post the sounds",
        "Ten seconds of where you are",
        "Record ten seconds of the place you are in, or make it up with your voice and what is on the table. A phone "
        "will do.\nIt may end up under somebody's picture.",
        frozenset({Kind.SOUND}),
    ),
    First(
        "Post the open one",
        "Send us your least finished thing",
        "A sketch, four bars, one line of dialogue, half a model. It need not be good and it need not be done.\nThen "
        "reply to somebody else's with what it makes you think of.",
    ),
)
FIRST_DAYS = 7
"""How long each of them is open."""
