"""The repository of what was built on what, and of what grows around that."""

from collections.abc import Collection
from typing import Protocol

from bot.domain.ids import CommunityId, MemberId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import Edge, Telling
from bot.domain.works import Work


class Lineage(Protocol):
    async def add(self, work: Work, source: Work) -> bool:
        """True if the edge is new. The table itself refuses a source that is not older."""
        ...

    async def remove(self, work_id: WorkId, source_id: WorkId) -> bool:
        """True if there was such an edge."""
        ...

    async def expect(self, work_id: WorkId, message_id: MessageId) -> None:
        """The work replies to a message that is no work, or none we have heard of yet."""
        ...

    async def expecting(self, message_id: MessageId) -> list[WorkId]:
        """The works that reply to this message and were heard of before it was a work."""
        ...

    async def edges(self, community_id: CommunityId) -> list[Edge]:
        """All there are here."""
        ...

    async def upstream(self, work_id: WorkId) -> list[Edge]:
        """Every edge on a way from the work to what it is built on, however far."""
        ...

    async def downstream(self, work_id: WorkId) -> list[Edge]:
        """Every edge on a way from what was built on the work, however far."""
        ...

    async def sources(self, work_id: WorkId) -> list[WorkId]: ...
    async def built_on(self, work_ids: Collection[WorkId]) -> set[WorkId]:
        """Of these works, those on which an accepted one is built."""
        ...

    async def remixes(self, work_id: WorkId) -> list[WorkId]: ...
    async def fetched(self, member_id: MemberId, work_id: WorkId, at: Instant) -> None:
        """The member was handed the work's files."""
        ...

    async def fetched_by(self, member_id: MemberId, community_id: CommunityId, since: Instant) -> list[WorkId]:
        """Accepted works whose files they were handed, the last one first."""
        ...

    async def recent(self, work: Work, limit: int) -> list[WorkId]:
        """Accepted works older than this one and of the same prompt (or of none), newest first."""
        ...

    async def by_makers(self, community_id: CommunityId, members: Collection[MemberId], limit: int) -> list[WorkId]:
        """Accepted works of these makers, newest first."""
        ...

    async def known_as(self, community_id: CommunityId, text: str) -> list[MemberId]:
        """Members whose name here holds the text, whatever its case."""
        ...

    async def refuse(self, work_id: WorkId, source_id: WorkId) -> None:
        """The maker said that the work is not built on this one."""
        ...

    async def refused(self, work_id: WorkId) -> set[WorkId]: ...
    async def telling(self, community_id: CommunityId, member_id: MemberId) -> Telling:
        """How the member wants to hear that somebody built on their work."""
        ...

    async def choose_telling(self, community_id: CommunityId, member_id: MemberId, telling: Telling) -> None: ...
    async def note_news(self, community_id: CommunityId, member_id: MemberId, edge: Edge) -> bool:
        """True if the member had no such news yet."""
        ...

    async def news_for(self, community_id: CommunityId, member_id: MemberId) -> list[Edge]:
        """What the member was not told yet, where both works are in and are linked still."""
        ...

    async def told(self, community_id: CommunityId, member_id: MemberId, at: Instant) -> None:
        """Nothing of all that is news to the member any more."""
        ...
