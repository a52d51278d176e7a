"""Forgetting a person or a server, as the repository does it."""

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from bot.domain.audit import Entry
from bot.domain.ids import CommunityId, MemberId, PostId, WorkId
from bot.domain.instants import Instant
from bot.domain.privacy import CastBallot


class Privacy(Protocol):
    async def works_of(self, community_id: CommunityId, member: MemberId) -> list[WorkId]:
        """Everything they handed in here, whatever became of it, oldest first."""
        ...

    async def ballots_of(self, community_id: CommunityId, member: MemberId) -> list[CastBallot]: ...
    async def deeds_of(self, community_id: CommunityId, member: MemberId) -> list[Entry]:
        """Lines of the audit by them or about them, oldest first."""
        ...

    async def other_rows_of(self, community_id: CommunityId, member: MemberId) -> dict[str, list[dict[str, Any]]]:
        """What else was asked of them or for them, by the table it is in."""
        ...

    async def empty(self, work_ids: Collection[WorkId], at: Instant) -> None:
        """Take words, title, files and links to messages out of works; owe the deletion of their bytes."""
        ...

    async def cut_ballots(self, community_id: CommunityId, member: MemberId) -> None:
        """Counted ballots stay, nobody's; those of open votes go, or they could be cast twice."""
        ...

    async def unlink(
        self, community_id: CommunityId, member: MemberId, titles: Mapping[int, str], messages: Collection[int]
    ) -> list[PostId]:
        """Take their id and name, the `titles` and the `messages` out of every other row.

        Returns the messages of ours that named them.
        """
        ...

    async def showing(
        self, community_id: CommunityId, works: Collection[WorkId], prompts: Collection[int]
    ) -> list[PostId]:
        """The messages of ours that show one of these works or prompts."""
        ...

    async def forget_community(self, community_id: CommunityId, at: Instant) -> None:
        """Every row of it; the deletion of its bytes is owed."""
        ...

    async def being_left(self) -> list[CommunityId]:
        """The communities whose erasing is due one day."""
        ...

    async def owed(self) -> list[str]:
        """SHA-256 of bytes that are owed their deletion."""
        ...

    async def is_held(self, sha256: str) -> bool:
        """Whether anything in our rows is made of these bytes."""
        ...

    async def is_coming(self, size: int) -> bool:
        """Whether a work is on its way that may turn out to be made of as many bytes."""
        ...

    async def settle(self, sha256: str) -> None:
        """Nothing is owed of these bytes any more."""
        ...
