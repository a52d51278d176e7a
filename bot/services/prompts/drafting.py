"""Drafts: each change kept at once, shown back before anything is posted, posted by hand or by the clock."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, require_director
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.drafts import KEPT_FOR, MAX_DRAFTS, Draft, judge, judge_change, tidied
from bot.domain.ids import ChannelId, CommunityId, DraftId
from bot.domain.instants import Instant, instant_of
from bot.domain.prompts import (
    MAX_REFERENCE_BYTES,
    Prompt,
    PromptDraft,
    PromptState,
    Reference,
    judge_references,
)
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Asset
from bot.services.ports import Clock, Database, Fetcher, Store, Transaction, Wake
from bot.services.prompts.opening import open_prompt
from bot.services.team import note, require_going


class DraftService:
    def __init__(
        self,
        db: Database,
        clock: Clock,
        store: Store,
        fetcher: Fetcher,
        wake_posts: Wake,
        wake_deadlines: Wake,
    ) -> None:
        self._db = db
        self._clock = clock
        self._store = store
        self._fetcher = fetcher
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def start(
        self,
        person: Person,
        community_id: CommunityId,
        wording: PromptDraft,
        channel_id: ChannelId | None,
        interaction_id: int,
    ) -> Draft:
        """Keep a first wording. Raises `Refusal` for one that could not be posted as it stands."""
        now = self._clock.now()
        wording = tidied(wording)
        judge(wording, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_director(community, person)
            community.place(channel_id)
            await tx.drafts.sweep(Instant(now - KEPT_FOR))
            kept = await tx.drafts.of(community_id, person.id)
            if len(kept) >= MAX_DRAFTS:
                raise Refusal(Why.TOO_MANY_DRAFTS, count=len(kept), limit=MAX_DRAFTS)
            await tx.people.remember(community_id, person.id, person.name, now)
            return await tx.drafts.lock(await tx.drafts.add(community_id, person.id, wording, channel_id, now))

    async def get(self, person: Person, community_id: CommunityId, draft_id: DraftId) -> Draft:
        """Raises `Refusal`: NO_SUCH_DRAFT for what is not theirs or is gone, NEEDS_DIRECTOR."""
        async with self._db.transaction() as tx:
            return (await _theirs(tx, person, community_id, draft_id))[1]

    async def list_of(self, person: Person, community_id: CommunityId) -> list[Draft]:
        """A director's own, changed last first."""
        async with self._db.transaction() as tx:
            require_director(await tx.communities.get(community_id), person)
            return await tx.drafts.of(community_id, person.id)

    async def change(
        self, person: Person, community_id: CommunityId, draft_id: DraftId, interaction_id: int, **changes: Any
    ) -> Draft:
        """Other values for some fields of its wording. One that waits for its opening goes on waiting."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            _, draft = await _theirs(tx, person, community_id, draft_id)
            wording = tidied(replace(draft.wording, **changes))
            judge_change(wording, changes, now)
            state = draft.state if wording.opens_at else PromptState.DRAFT
            changed = replace(draft, wording=wording, state=state, changed_at=now)
            await tx.drafts.save(changed)
            await self._await_opening(tx, changed)
        self._wake_deadlines()
        return changed

    async def set_terms(
        self,
        person: Person,
        community_id: CommunityId,
        draft_id: DraftId,
        files: Sequence[Asset],
        interaction_id: int,
        *,
        without: Collection[str] = (),
        **changes: Any,
    ) -> Draft:
        """Other values, more reference files, and those `without` which it is (by SHA-256). Their bytes are kept."""
        draft = await self.get(person, community_id, draft_id)
        old = tuple(one for one in draft.wording.references if one.sha256 not in without)
        promised = tuple(Reference(file.filename, file.size, file.kind, "") for file in files)
        judge_references((*old, *promised))
        new = [await self._keep(file) for file in files]
        references = tuple({one.sha256: one for one in (*old, *new)}.values())
        return await self.change(person, community_id, draft_id, interaction_id, references=references, **changes)

    async def _keep(self, file: Asset) -> Reference:
        kept = await self._store.keep(self._fetcher.fetch(file), MAX_REFERENCE_BYTES)
        return Reference(file.filename, kept.size, file.kind, kept.sha256)

    async def post(self, person: Person, community_id: CommunityId, draft_id: DraftId, interaction_id: int) -> Prompt:
        """Open it now. Raises `Refusal`, leaving the draft as it was."""
        now = self._clock.now()
        opens_at = min(now, instant_of(interaction_id))  # works are judged by Discord's clock, and so is this
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community, draft = await _theirs(tx, person, community_id, draft_id)
            await require_going(tx, community_id)
            wording = replace(draft.wording, opens_at=Instant(0))
            judge(wording, now)
            place = community.place(draft.channel_id)
            await tx.deadlines.cancel(opening_key(draft.id))
            await tx.drafts.remove(draft.id)
            prompt = await open_prompt(
                tx, community, replace(wording, opens_at=opens_at), draft.director_id, place, now
            )
        self._wake_posts()
        self._wake_deadlines()
        return prompt

    async def schedule(
        self, person: Person, community_id: CommunityId, draft_id: DraftId, interaction_id: int
    ) -> Draft:
        """Let it open by itself at the time it says."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community, draft = await _theirs(tx, person, community_id, draft_id)
            judge(draft.wording, now)
            community.place(draft.channel_id)
            waits = replace(draft, state=PromptState.SCHEDULED, changed_at=now)
            await tx.drafts.save(waits)
            await self._await_opening(tx, waits)
        self._wake_deadlines()
        return waits

    async def open_on_time(self, deadline: Deadline) -> None:
        """The opening that was promised. One that can't be opened as it stands is a draft again, and the team hears."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            try:
                draft = await tx.drafts.lock(DraftId(deadline.subject))
            except Refusal:
                await tx.deadlines.cancel(deadline.key)  # posted by hand or thrown away
                return
            if draft.state is not PromptState.SCHEDULED:
                await tx.deadlines.cancel(deadline.key)
                return
            if draft.wording.opens_at != deadline.due_at:
                return  # it was moved after this deadline was claimed, and the moved one is still owed
            community = await tx.communities.get(draft.community_id)
            try:
                async with tx.savepoint():
                    judge(replace(draft.wording, opens_at=Instant(0)), now)
                    place = community.place(draft.channel_id)
                    await open_prompt(tx, community, draft.wording, draft.director_id, place, now)
                    await tx.drafts.remove(draft.id)
            except Refusal:
                wording = replace(draft.wording, opens_at=Instant(0))
                await tx.drafts.save(replace(draft, state=PromptState.DRAFT, wording=wording))
                facts = {"title": wording.title, "member": str(draft.director_id)}
                await note(tx, community, Deed.PROMPT_NOT_OPENED, None, now, **facts)
            await tx.deadlines.cancel(deadline.key)  # not finished for good: a draft may be scheduled again
        self._wake_posts()
        self._wake_deadlines()

    async def unschedule(
        self, person: Person, community_id: CommunityId, draft_id: DraftId, interaction_id: int
    ) -> Draft:
        """It opens no more by itself, and is a draft as before."""
        return await self._put(person, community_id, draft_id, PromptState.DRAFT, interaction_id)

    async def throw_away(
        self, person: Person, community_id: CommunityId, draft_id: DraftId, interaction_id: int
    ) -> Draft:
        """It is listed no more and opens no more; for a day it can be taken back."""
        return await self._put(person, community_id, draft_id, PromptState.DROPPED, interaction_id)

    async def take_back(
        self, person: Person, community_id: CommunityId, draft_id: DraftId, interaction_id: int
    ) -> Draft:
        return await self._put(person, community_id, draft_id, PromptState.DRAFT, interaction_id)

    async def _put(
        self, person: Person, community_id: CommunityId, draft_id: DraftId, state: PromptState, interaction_id: int
    ) -> Draft:
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            _, draft = await _theirs(tx, person, community_id, draft_id, dropped=True)
            changed = replace(draft, state=state, changed_at=now)
            await tx.drafts.save(changed)
            await self._await_opening(tx, changed)
        return changed

    async def _await_opening(self, tx: Transaction, draft: Draft) -> None:
        """Its opening is owed while it is scheduled, and only then."""
        key = opening_key(draft.id)
        if draft.state is not PromptState.SCHEDULED:
            await tx.deadlines.cancel(key)
            return
        await tx.deadlines.add(key, DeadlineKind.PROMPT_OPENS, draft.community_id, draft.id, draft.wording.opens_at)


async def _theirs(
    tx: Transaction, person: Person, community_id: CommunityId, draft_id: DraftId, *, dropped: bool = False
) -> tuple[Community, Draft]:
    """The draft, locked. `dropped`: one that was thrown away will do."""
    community = await tx.communities.get(community_id)
    require_director(community, person)
    draft = await tx.drafts.lock(draft_id)
    if draft.community_id != community_id or draft.director_id != person.id:
        raise Refusal(Why.NO_SUCH_DRAFT)
    if draft.state is PromptState.DROPPED and not dropped:
        raise Refusal(Why.NO_SUCH_DRAFT)
    return community, draft


def opening_key(draft_id: DraftId) -> str:
    return f"draft:{draft_id}:opens"
