"""The repository of prompts that are still being written."""

from typing import Protocol

from bot.domain.drafts import Draft
from bot.domain.ids import ChannelId, CommunityId, DraftId, MemberId
from bot.domain.instants import Instant
from bot.domain.prompts import PromptDraft


class Drafts(Protocol):
    async def add(
        self,
        community_id: CommunityId,
        director_id: MemberId,
        wording: PromptDraft,
        channel_id: ChannelId | None,
        at: Instant,
    ) -> DraftId: ...

    async def find(self, draft_id: DraftId) -> Draft | None: ...
    async def lock(self, draft_id: DraftId) -> Draft:
        """The draft, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_DRAFT)`."""
        ...

    async def of(self, community_id: CommunityId, director_id: MemberId) -> list[Draft]:
        """What this director has not posted, changed last first."""
        ...

    async def save(self, draft: Draft) -> None: ...
    async def remove(self, draft_id: DraftId) -> None: ...
    async def sweep(self, before: Instant) -> None:
        """Forget what was thrown away earlier than this."""
        ...
