"""What is kept of the calendar: who is to be reminded, who may come late, and what is posted again and again."""

from collections.abc import Collection
from typing import Protocol

from bot.domain.ids import ChannelId, CommunityId, MemberId, PromptId, SeriesId
from bot.domain.instants import Instant
from bot.domain.series import Series, SeriesDraft, SeriesState


class Reminders(Protocol):
    """Offsets are microseconds before a prompt's closing, whenever that is. `member` None: the thread itself."""

    async def chosen(self, prompt_id: PromptId, member: MemberId | None) -> frozenset[int]: ...
    async def choose(self, prompt_id: PromptId, member: MemberId | None, offsets: Collection[int]) -> None:
        """Instead of what was chosen before."""
        ...

    async def offsets(self, prompt_id: PromptId) -> frozenset[int]:
        """Every offset that somebody or the thread waits for."""
        ...

    async def members(self, prompt_id: PromptId, offsets: Collection[int]) -> dict[MemberId, int]:
        """Who asked for one of these, each with the one nearest to the closing."""
        ...


class LatePasses(Protocol):
    async def give(self, prompt_id: PromptId, member: MemberId, until: Instant, by: MemberId) -> None:
        """Instead of the one this member had."""
        ...

    async def until(self, prompt_id: PromptId, member: MemberId) -> Instant | None: ...


class SeriesBook(Protocol):
    async def add(
        self,
        community_id: CommunityId,
        what: SeriesDraft,
        director_id: MemberId,
        channel_id: ChannelId,
        next_at: Instant,
    ) -> SeriesId: ...

    async def get(self, series_id: SeriesId) -> Series: ...
    async def lock(self, series_id: SeriesId) -> Series:
        """The series, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_SERIES)`."""
        ...

    async def list_of(self, community_id: CommunityId) -> list[Series]:
        """Those that run or are paused, oldest first."""
        ...

    async def set(self, series_id: SeriesId, state: SeriesState, posted: int, next_at: Instant | None) -> None: ...
