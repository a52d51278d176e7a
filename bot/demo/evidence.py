"""What the tour saw for itself, to be held against what Callsheet says of it."""

from dataclasses import dataclass, field

from bot.demo.line import Json
from bot.demo.makers import Piece, Turned


@dataclass(slots=True)
class Ballots:
    """A vote as its voters know it."""

    number: int = 0
    last: dict[str, set[int]] = field(default_factory=dict)
    """Voter → the works they last picked, by number."""
    changed: set[str] = field(default_factory=set)
    own_offered: list[str] = field(default_factory=list)
    """Voters whose ballot offered them a work of their own; there must be none."""
    leaks: list[str] = field(default_factory=list)
    """What could be seen of others' votes before the end; there must be nothing."""
    early: Json | None = None
    """The vote as it was exported while it was open."""
    winners: list[int] = field(default_factory=list)
    """As the results post names them."""
    results: list[Json] = field(default_factory=list)


@dataclass(slots=True)
class Roll:
    """Credits as they were posted."""

    production: int = 0
    before: list[Json] = field(default_factory=list)
    """Credits posts that were there before they were due; there must be none."""
    posts: list[Json] = field(default_factory=list)
    lines: list[tuple[str, list[str], list[int]]] = field(default_factory=list)
    """Who, as what, through which works, in the order they stand."""
    pinged: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Evidence:
    home: str = ""
    """The community of the story, by id."""
    other: str = ""
    """The one that must see nothing of it."""
    members: int = 0
    directors: int = 0
    moderators: int = 0
    pieces: list[Piece] = field(default_factory=list)
    refused: list[Turned] = field(default_factory=list)
    ballots: Ballots = field(default_factory=Ballots)
    roll: Roll = field(default_factory=Roll)
    closed_by_itself: int = 0
    """The number of the prompt that nobody closed."""
    strangers: list[str] = field(default_factory=list)
    """Things of the first community that somebody saw in the other; there must be none."""
    messages: list[tuple[Json, Json]] = field(default_factory=list)
    """Every message of Callsheet's that stands in a channel at the end, with whom it pinged."""
    requests: list[Json] = field(default_factory=list)
    export: list[Json] = field(default_factory=list)
    kept: set[str] = field(default_factory=set)
    """SHA-256 of every file in the bot's media folder."""
    exit_code: int = 0
    stopped_after: float = 0.0
    """Seconds from the request to end until it had ended."""
