"""The repositories, one an aggregate, and the transaction they live in."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol

from bot.domain.communities import Community
from bot.domain.ids import (
    AnnouncementId,
    AssetId,
    ChannelId,
    CommunityId,
    MemberId,
    MessageId,
    PostId,
    ProductionId,
    PromptId,
    VoteId,
    WorkId,
)
from bot.domain.instants import Instant
from bot.domain.productions import Announcement, AnnouncementState, Production
from bot.domain.prompts import Prompt, PromptDraft, PromptState
from bot.domain.votes import Ballot, Rule, Vote, VoteState
from bot.domain.works import Asset, Work, WorkState
from bot.services.ports.calendar import LatePasses, Reminders, SeriesBook
from bot.services.ports.lineage import Lineage
from bot.services.ports.making import Making
from bot.services.ports.moderation import Moderation
from bot.services.ports.outside import Kept
from bot.services.ports.owed import Absences, Audit, Deadlines, Panels, Posts, Seen
from bot.services.ports.rehearsal import Rehearsals


class Communities(Protocol):
    async def ensure(self, community_id: CommunityId, name: str) -> bool:
        """Make the row if there is none; True if it is new."""
        ...

    async def find(self, community_id: CommunityId) -> Community | None: ...
    async def get(self, community_id: CommunityId) -> Community:
        """Raises `Refusal(NOT_SET_UP)` where there is none."""
        ...

    async def save(self, community: Community) -> None: ...
    async def take_number(self, community_id: CommunityId, of: str) -> int:
        """The next number for a "prompt", "work", "vote" or "production": 1, 2, 3 … never twice."""
        ...

    async def list_all(self) -> list[Community]: ...


class People(Protocol):
    async def remember(self, community_id: CommunityId, member_id: MemberId, name: str, at: Instant) -> None:
        """Keep how a member shows themselves here; the newest `at` wins."""
        ...

    async def names(self, community_id: CommunityId, members: Collection[MemberId]) -> dict[MemberId, str]:
        """Names for those we know; the others are absent."""
        ...


class Prompts(Protocol):
    async def add(
        self,
        community_id: CommunityId,
        number: int,
        draft: PromptDraft,
        director_id: MemberId,
        channel_id: ChannelId,
        card_post: PostId,
        thread_post: PostId,
    ) -> PromptId: ...

    async def get(self, prompt_id: PromptId) -> Prompt: ...
    async def lock(self, prompt_id: PromptId) -> Prompt:
        """The prompt, nobody else writing it until the transaction ends."""
        ...

    async def by_number(self, community_id: CommunityId, number: int) -> Prompt:
        """Raises `Refusal(NO_SUCH_PROMPT)`."""
        ...

    async def in_thread(self, thread_id: ChannelId) -> Prompt | None: ...
    async def list_of(
        self, community_id: CommunityId, state: PromptState | None = None, limit: int = 1_000
    ) -> list[Prompt]:
        """Newest first."""
        ...

    async def close(self, prompt_id: PromptId, at: Instant) -> None: ...
    async def move_closing(self, prompt_id: PromptId, closes_at: Instant) -> None: ...
    async def card_post(self, prompt_id: PromptId) -> PostId: ...


class Works(Protocol):
    async def add(self, work: Work) -> WorkId:
        """Insert with its makers and assets; `work.id` is ignored."""
        ...

    async def get(self, work_id: WorkId) -> Work: ...
    async def lock(self, work_id: WorkId) -> Work: ...
    async def many(self, work_ids: Collection[WorkId]) -> dict[WorkId, Work]: ...
    async def by_number(self, community_id: CommunityId, number: int) -> Work:
        """Raises `Refusal(NO_SUCH_WORK)`."""
        ...

    async def by_origin(self, origin_id: int) -> Work | None: ...
    async def by_message(self, message_id: MessageId) -> Work | None:
        """The newest work handed in with this message of its maker."""
        ...

    async def received(self) -> list[WorkId]:
        """Every work whose bytes were promised and not yet kept, oldest first."""
        ...

    async def with_files_to_keep(self) -> list[WorkId]:
        """Accepted works with a file whose bytes are not kept: one that was added later."""
        ...

    async def of_prompt(self, prompt_id: PromptId, state: WorkState = WorkState.ACCEPTED) -> list[Work]:
        """In number order."""
        ...

    async def of_community(self, community_id: CommunityId) -> list[Work]:
        """Numbered works, in number order."""
        ...

    async def matching(self, community_id: CommunityId, text: str, limit: int) -> list[Work]:
        """Accepted works whose number starts with or whose title holds the text, newest first."""
        ...

    async def standing_in(self, channel_id: ChannelId) -> list[MessageId]:
        """The makers' messages here whose works are in, newest first."""
        ...

    async def reword(self, work_id: WorkId, title: str, words: str) -> None: ...
    async def add_assets(self, work_id: WorkId, of: Sequence[Asset]) -> None:
        """Files that came after the first ones."""
        ...

    async def drop(self, asset_ids: Collection[AssetId], at: Instant) -> None:
        """Their maker took these files out. Rows and bytes stay; the work is without them."""
        ...

    async def files_ever(self, work_id: WorkId) -> frozenset[int]:
        """The attachments it has or had, by Discord's ids."""
        ...

    async def set_kept(self, asset_id: AssetId, kept: Kept) -> None: ...
    async def accept(self, work_id: WorkId, number: int, at: Instant) -> None: ...
    async def end(self, work_id: WorkId, state: WorkState, reason: str | None) -> None:
        """Refused or withdrawn; its slot is free again."""
        ...

    async def reconsider(self, work_id: WorkId) -> None:
        """A refused one is received after all, free of any prompt."""
        ...

    async def turn(self, work_id: WorkId, state: WorkState, reason: str | None = None) -> None:
        """Its state alone: number and slot stay its own."""
        ...

    async def blank(self, work_id: WorkId) -> None:
        """Nothing its maker wrote stays."""
        ...

    async def take_slot(self, prompt_id: PromptId, maker: MemberId, work_id: WorkId, limit: int | None) -> bool:
        """Take the lowest free slot of this maker in this prompt; False when all `limit` are taken.

        Call it holding the prompt's lock; UNIQUE (prompt, maker, slot) catches whoever does not.
        """
        ...


class Votes(Protocol):
    async def add(
        self,
        community_id: CommunityId,
        number: int,
        prompt_id: PromptId,
        title: str,
        rule: Rule,
        opens_at: Instant,
        closes_at: Instant,
        channel_id: ChannelId,
        moderator_id: MemberId,
        card_post: PostId,
        works: Sequence[WorkId],
    ) -> VoteId: ...

    async def get(self, vote_id: VoteId) -> Vote: ...
    async def lock(self, vote_id: VoteId) -> Vote: ...
    async def lock_many(self, vote_ids: Collection[VoteId]) -> dict[VoteId, Vote]:
        """The votes, kept open or closed as they are until the transaction ends."""
        ...

    async def by_number(self, community_id: CommunityId, number: int) -> Vote:
        """Raises `Refusal(NO_SUCH_VOTE)`."""
        ...

    async def list_of(self, community_id: CommunityId, state: VoteState | None = None) -> list[Vote]:
        """Newest first."""
        ...

    async def open_on(self, prompt_id: PromptId) -> Vote | None: ...
    async def card_post(self, vote_id: VoteId) -> PostId: ...
    async def ballots(self, vote_id: VoteId) -> list[Ballot]: ...
    async def ballots_by(self, keys: Collection[tuple[VoteId, MemberId]]) -> dict[tuple[VoteId, MemberId], Ballot]: ...
    async def put_ballots(self, ballots: Iterable[Ballot]) -> None:
        """Insert or replace, one row a (vote, voter); an older press never replaces a newer one."""
        ...

    async def close(self, vote_id: VoteId, at: Instant) -> None: ...
    async def move_closing(self, vote_id: VoteId, closes_at: Instant) -> None: ...


class Productions(Protocol):
    async def add(
        self, community_id: CommunityId, number: int, title: str, director_id: MemberId, at: Instant
    ) -> ProductionId: ...
    async def get(self, production_id: ProductionId) -> Production: ...
    async def lock(self, production_id: ProductionId) -> Production: ...
    async def by_number(self, community_id: CommunityId, number: int) -> Production:
        """Raises `Refusal(NO_SUCH_PRODUCTION)`."""
        ...

    async def list_of(self, community_id: CommunityId) -> list[Production]:
        """Newest first."""
        ...

    async def add_use(self, production_id: ProductionId, work_id: WorkId, role: str, by: MemberId, at: Instant) -> bool:
        """True if the work was not in it yet."""
        ...

    async def use_any(self, work_ids: Collection[WorkId]) -> bool:
        """Whether any production has one of these works in it."""
        ...

    async def remove_use(self, production_id: ProductionId, work_id: WorkId) -> bool: ...
    async def finish(self, production_id: ProductionId, at: Instant) -> None: ...
    async def announce(
        self, production_id: ProductionId, channel_id: ChannelId, due_at: Instant, by: MemberId
    ) -> AnnouncementId: ...
    async def announcement(self, announcement_id: AnnouncementId) -> Announcement: ...
    async def announcements(self, production_id: ProductionId) -> list[Announcement]:
        """Oldest first."""
        ...

    async def set_announcement(self, announcement_id: AnnouncementId, state: AnnouncementState) -> None: ...


class Transaction(Protocol):
    @property
    def communities(self) -> Communities: ...
    @property
    def people(self) -> People: ...
    @property
    def prompts(self) -> Prompts: ...
    @property
    def works(self) -> Works: ...
    @property
    def lineage(self) -> Lineage: ...
    @property
    def making(self) -> Making: ...
    @property
    def votes(self) -> Votes: ...
    @property
    def productions(self) -> Productions: ...
    @property
    def seen(self) -> Seen: ...
    @property
    def posts(self) -> Posts: ...
    @property
    def deadlines(self) -> Deadlines: ...
    @property
    def absences(self) -> Absences: ...
    @property
    def panels(self) -> Panels: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def moderation(self) -> Moderation: ...
    @property
    def reminders(self) -> Reminders: ...
    @property
    def late_passes(self) -> LatePasses: ...
    @property
    def series(self) -> SeriesBook: ...
    @property
    def rehearsals(self) -> Rehearsals: ...

    def savepoint(self) -> AbstractAsyncContextManager[None]:
        """What fails inside is undone alone."""
        ...


class Database(Protocol):
    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits durably at the end of the block; rolls back if it raises."""
        ...
