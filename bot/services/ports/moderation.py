"""The repository of how communities are moderated."""

from collections.abc import Collection
from typing import Protocol

from bot.domain.ids import CommunityId, MemberId, PostId, PromptId, WorkId
from bot.domain.instants import Instant
from bot.domain.moderation import Report, Settings


class Moderation(Protocol):
    async def settings(self, community_id: CommunityId) -> Settings: ...
    async def save(self, community_id: CommunityId, settings: Settings) -> None: ...
    async def has_been_in(self, community_id: CommunityId, member_id: MemberId) -> bool:
        """Whether a work of this member is in."""
        ...

    async def has_entered(self, prompt_id: PromptId, member_id: MemberId) -> bool:
        """Whether this member has a work in the prompt, or one that waits."""
        ...

    async def held(self, community_id: CommunityId) -> list[WorkId]:
        """Works that wait for a moderator, oldest first."""
        ...

    async def hidden(self, community_id: CommunityId) -> frozenset[int]:
        """The numbers of works that are not to be shown."""
        ...

    async def credits_posts(self, community_id: CommunityId) -> list[PostId]: ...
    async def report(self, report: Report) -> bool:
        """True if this person had not reported this work before."""
        ...

    async def reports(self, community_id: CommunityId) -> list[Report]:
        """Those nobody has dealt with, oldest first."""
        ...

    async def settle(self, work_id: WorkId, at: Instant) -> bool:
        """Its reports are dealt with, and nothing is asked any more. True if any were open."""
        ...

    async def ask(self, work_id: WorkId, words: str, by: MemberId, at: Instant) -> None: ...
    async def asked(self, work_ids: Collection[WorkId]) -> dict[WorkId, str]:
        """What is asked of their makers, where something is."""
        ...

    async def bar(self, community_id: CommunityId, work_id: WorkId, at: Instant) -> None:
        """The work's bytes may not come back here, and are to be destroyed."""
        ...

    async def bar_bytes(self, community_id: CommunityId, hashes: Collection[str], at: Instant) -> None: ...
    async def barred(self, community_id: CommunityId, hashes: Collection[str]) -> frozenset[str]:
        """Those of these bytes that may not come back."""
        ...

    async def to_destroy(self) -> list[str]:
        """Purged bytes that may still be on our disk and that no other work holds."""
        ...

    async def destroyed(self, sha256: str) -> None: ...
