"""An absence: a time in which Discord's events did not reach us, and what was found when it was over."""

from dataclasses import dataclass, field

from bot.domain.ids import ChannelId, CommunityId, MessageId
from bot.domain.instants import Instant


@dataclass(frozen=True, slots=True)
class Watched:
    """A channel or thread where a work may be handed in, changed or taken back."""

    channel_id: ChannelId
    watermark: MessageId
    """Nothing up to this message is left to be received."""
    told: bool = False
    """The team has heard that it can't be read."""


@dataclass(frozen=True, slots=True)
class Absence:
    community_id: CommunityId
    away_from: Instant | None
    """The last event before it; None where there never was one."""
    back_at: Instant
    works: int = 0
    refused: int = 0
    edits: int = 0
    deletions: int = 0
    unreadable: tuple[ChannelId, ...] = field(default=())
    """Channels that could not be read, each told once."""

    @property
    def is_worth_telling(self) -> bool:
        return bool(self.works or self.refused or self.edits or self.deletions or self.unreadable)
