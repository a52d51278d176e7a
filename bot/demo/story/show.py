"""What the acts of the story hand on to each other."""

from dataclasses import dataclass, field

from bot.demo.company import Company
from bot.demo.evidence import Evidence
from bot.demo.line import Json
from bot.demo.makers import Call, Piece
from bot.demo.stage import Stage
from bot.demo.transcript import Transcript


@dataclass(slots=True)
class Show:
    stage: Stage
    transcript: Transcript
    evidence: Evidence
    film: Company
    """The people of the story, in their server."""
    yard: Company | None = None
    """The other server."""
    calls: dict[str, Call] = field(default_factory=dict)
    """The prompts: pictures, words, sounds."""
    pieces: dict[str, Piece] = field(default_factory=dict)
    """The works by a nickname of ours."""
    vote: Json | None = None

    def open(self, title: str, told: str) -> None:
        self.transcript.open(title, told)
