"""A production: a piece a director leads to a finish; its uses are the works in it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.ids import AnnouncementId, ChannelId, CommunityId, MemberId, ProductionId, WorkId
from bot.domain.instants import Instant

MAX_TITLE = 90
MAX_ROLE = 60


class ProductionState(StrEnum):
    RUNNING = "running"
    FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Use:
    """A work that is in the production, and as what."""

    work_id: WorkId
    number: int
    role: str
    """What it is in the piece, in the director's words; empty means just "made it"."""


@dataclass(frozen=True, slots=True)
class Production:
    id: ProductionId
    community_id: CommunityId
    number: int
    title: str
    state: ProductionState
    director_id: MemberId
    uses: tuple[Use, ...]


class AnnouncementState(StrEnum):
    SCHEDULED = "scheduled"
    POSTED = "posted"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Announcement:
    """The credits of a production, owed to a channel at an instant."""

    id: AnnouncementId
    production_id: ProductionId
    channel_id: ChannelId
    due_at: Instant
    state: AnnouncementState
    director_id: MemberId
