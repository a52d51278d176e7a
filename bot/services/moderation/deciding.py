"""What moderators do: hold, accept, refuse, remove, restore, purge, ask for a change, pause. And members: report."""

from collections.abc import Sequence
from dataclasses import replace

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, require_moderator, require_set_up
from bot.domain.ids import CommunityId
from bot.domain.instants import Instant
from bot.domain.moderation import MAX_REASON, REVIEW_DAYS, TO, Decision, Report, judge_decision
from bot.domain.reasons import write_reason
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState
from bot.services.linking import link_replies_to_it
from bot.services.moderation.showing import show_again
from bot.services.moderation.waiting import WaitingView, read_waiting
from bot.services.ports import Clock, Database, Store, Transaction, Wake
from bot.services.team import maker_to_name, note

DEEDS = {
    Decision.HOLD: Deed.WORK_HELD,
    Decision.ACCEPT: Deed.WORK_TAKEN_IN,
    Decision.REFUSE: Deed.WORK_NOT_TAKEN,
    Decision.REMOVE: Deed.WORK_REMOVED,
    Decision.RESTORE: Deed.WORK_RESTORED,
    Decision.PURGE: Deed.WORK_PURGED,
}


class ModerationService:
    def __init__(self, db: Database, clock: Clock, store: Store, wake_posts: Wake, wake_deadlines: Wake) -> None:
        self._db = db
        self._clock = clock
        self._store = store
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def decide(
        self,
        person: Person,
        community_id: CommunityId,
        numbers: Sequence[int],
        decision: Decision,
        interaction_id: int,
        reason: str = "",
    ) -> list[Work]:
        """Decide about these works, all or none. Every post that shows one is drawn again.

        Raises `Refusal`: NEEDS_MODERATOR, NO_SUCH_WORK, WORK_HAS_CHANGED, OWN_WORK_TO_JUDGE, OWN_CONTEST, REASON_….
        """
        reason, now = _short(reason), self._clock.now()
        async with self._db.transaction() as tx:
            community = await self._moderated(tx, person, community_id, interaction_id)
            decided = [
                await self._decide(tx, community, person, number, decision, reason, now)
                for number in dict.fromkeys(numbers)
            ]
        self._wake_posts()
        if decision is Decision.PURGE:
            await self.destroy()
        return decided

    async def _decide(
        self,
        tx: Transaction,
        community: Community,
        person: Person,
        number: int,
        decision: Decision,
        reason: str,
        now: Instant,
    ) -> Work:
        work = await tx.works.lock((await tx.works.by_number(community.id, number)).id)
        has_entered = work.prompt_id is not None and await tx.moderation.has_entered(work.prompt_id, person.id)
        judge_decision(decision, work, person.id, has_entered=has_entered, reason=reason)
        if decision in (Decision.REFUSE, Decision.REMOVE, Decision.PURGE):
            why = Why.PURGED_BY_MODERATORS if decision is Decision.PURGE else Why.BY_MODERATORS
            told = write_reason(Refusal(why, number=number, text=reason))
            await tx.works.end(work.id, TO[decision], told)  # its maker has room for another one
        else:
            await tx.works.turn(work.id, TO[decision])
        if decision in (Decision.ACCEPT, Decision.RESTORE):
            await link_replies_to_it(tx, replace(work, state=TO[decision]), now)
        if decision is Decision.RESTORE and work.prompt_id is not None:
            await tx.prompts.lock(work.prompt_id)
            for maker in work.makers[:1]:  # it had its place before, so no limit keeps it out
                await tx.works.take_slot(work.prompt_id, maker, work.id, None)
        if decision is Decision.PURGE:
            await tx.moderation.bar(community.id, work.id, now)
            await tx.works.blank(work.id)
        if decision is not Decision.HOLD:
            await tx.moderation.settle(work.id, now)
        facts = {"number": number, "maker": maker_to_name(work)} | ({"reason": reason} if reason else {})
        await note(tx, community, DEEDS[decision], person.id, now, **facts)
        await show_again(tx, work, now)
        return replace(work, state=TO[decision])

    async def destroy(self) -> None:
        """Destroy what was purged and no other work holds; also at every start, for what a crash left."""
        async with self._db.transaction() as tx:
            hashes = await tx.moderation.to_destroy()
        for sha256 in hashes:
            await self._store.forget(sha256)
            async with self._db.transaction() as tx:
                await tx.moderation.destroyed(sha256)

    async def report(
        self, person: Person, community_id: CommunityId, number: int, reason: str, interaction_id: int
    ) -> None:
        """A member asks the moderators to look at a work, once. Raises `Refusal`."""
        reason, now = _short(reason), self._clock.now()
        if not reason:
            raise Refusal(Why.REASON_IS_EMPTY)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_set_up(community)
            work = await tx.works.by_number(community_id, number)
            if person.id in work.makers:
                raise Refusal(Why.OWN_WORK_TO_REPORT, number=number)
            if work.state is not WorkState.ACCEPTED:
                raise Refusal(Why.WORK_HAS_CHANGED, number=number)
            if not await tx.moderation.report(Report(work.id, person.id, reason, now)):
                raise Refusal(Why.ALREADY_REPORTED, number=number)
            maker = maker_to_name(work)
            await note(tx, community, Deed.WORK_REPORTED, person.id, now, number=number, maker=maker, reason=reason)
        self._wake_posts()

    async def leave_in(
        self, person: Person, community_id: CommunityId, numbers: Sequence[int], interaction_id: int
    ) -> list[Work]:
        """Somebody has looked: held works come in, reported ones stay in and their reports are settled."""
        now = self._clock.now()
        looked: list[Work] = []
        async with self._db.transaction() as tx:
            community = await self._moderated(tx, person, community_id, interaction_id)
            for number in dict.fromkeys(numbers):
                work = await tx.works.by_number(community_id, number)
                if work.state is WorkState.HELD:
                    work = await self._decide(tx, community, person, number, Decision.ACCEPT, "", now)
                else:
                    judge_decision(Decision.REMOVE, work, person.id, has_entered=False, reason="none is needed")
                    await tx.moderation.settle(work.id, now)
                    maker = maker_to_name(work)
                    await note(tx, community, Deed.REPORTS_SETTLED, person.id, now, number=number, maker=maker)
                looked.append(work)
        self._wake_posts()
        return looked

    async def turn_down(
        self, person: Person, community_id: CommunityId, numbers: Sequence[int], reason: str, interaction_id: int
    ) -> list[Work]:
        """Held works are refused, reported ones removed; for the same reason, all or none."""
        reason, now = _short(reason), self._clock.now()
        turned: list[Work] = []
        async with self._db.transaction() as tx:
            community = await self._moderated(tx, person, community_id, interaction_id)
            for number in dict.fromkeys(numbers):
                held = (await tx.works.by_number(community_id, number)).state is WorkState.HELD
                decision = Decision.REFUSE if held else Decision.REMOVE
                turned.append(await self._decide(tx, community, person, number, decision, reason, now))
        self._wake_posts()
        return turned

    async def ask_for_a_change(
        self, person: Person, community_id: CommunityId, numbers: Sequence[int], words: str, interaction_id: int
    ) -> list[Work]:
        """The works are held, and their panels tell their makers what to change."""
        words, now = _short(words), self._clock.now()
        if not words:
            raise Refusal(Why.REASON_IS_EMPTY)
        asked: list[Work] = []
        async with self._db.transaction() as tx:
            community = await self._moderated(tx, person, community_id, interaction_id)
            for number in dict.fromkeys(numbers):
                work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
                judge_decision(Decision.REMOVE, work, person.id, has_entered=False, reason=words)
                await tx.works.turn(work.id, WorkState.HELD)
                await tx.moderation.ask(work.id, words, person.id, now)
                maker = maker_to_name(work)
                await note(tx, community, Deed.CHANGE_ASKED, person.id, now, number=number, maker=maker, reason=words)
                await show_again(tx, work, now)
                asked.append(replace(work, state=WorkState.HELD))
        self._wake_posts()
        return asked

    async def waiting(self, person: Person, community_id: CommunityId) -> WaitingView:
        """Everything that waits for a moderator. Raises `Refusal(NEEDS_MODERATOR)`."""
        async with self._db.transaction() as tx:
            require_moderator(await tx.communities.get(community_id), person)
            return await read_waiting(tx, community_id)

    async def choose_review(self, person: Person, community_id: CommunityId, days: int, interaction_id: int) -> None:
        """Whose first work waits for a moderator: accounts younger than `days`; 0 for nobody's."""
        async with self._db.transaction() as tx:
            community = await self._moderated(tx, person, community_id, interaction_id)
            settings = await tx.moderation.settings(community_id)
            chosen = days if days in REVIEW_DAYS else settings.review_days
            await tx.moderation.save(community_id, replace(settings, review_days=chosen))
            await note(tx, community, Deed.REVIEW_CHOSEN, person.id, self._clock.now(), days=chosen)
        self._wake_posts()

    async def pause(self, person: Person, community_id: CommunityId, interaction_id: int) -> None:
        """Stop everything at once: nothing new begins, nothing is posted, no deadline acts.

        Works posted meanwhile are kept, and held for a moderator.
        """
        await self._set_pause(person, community_id, interaction_id, to=True)

    async def go_on(self, person: Person, community_id: CommunityId, interaction_id: int) -> None:
        """What was owed and due meanwhile follows now."""
        await self._set_pause(person, community_id, interaction_id, to=False)

    async def _set_pause(self, person: Person, community_id: CommunityId, interaction_id: int, *, to: bool) -> None:
        now = self._clock.now()
        async with self._db.transaction() as tx:
            community = await self._moderated(tx, person, community_id, interaction_id)
            settings = await tx.moderation.settings(community_id)
            if (settings.paused_at is not None) == to:
                return
            paused = replace(settings, paused_at=now if to else None, paused_by=person.id if to else None)
            await tx.moderation.save(community_id, paused)
            await note(tx, community, Deed.PAUSED if to else Deed.WENT_ON, person.id, now)
        self._wake_posts()
        self._wake_deadlines()

    async def hidden(self, community_id: CommunityId) -> frozenset[int]:
        """The numbers of works that are not to be shown."""
        async with self._db.transaction() as tx:
            return await tx.moderation.hidden(community_id)

    async def is_paused(self, community_id: CommunityId) -> bool:
        async with self._db.transaction() as tx:
            return (await tx.moderation.settings(community_id)).paused_at is not None

    async def _moderated(
        self, tx: Transaction, person: Person, community_id: CommunityId, interaction_id: int
    ) -> Community:
        await tx.seen.once(interaction_id, self._clock.now())
        community = await tx.communities.get(community_id)
        require_moderator(community, person)
        return community


def _short(reason: str) -> str:
    reason = " ".join(reason.split())
    if len(reason) > MAX_REASON:
        raise Refusal(Why.REASON_TOO_LONG, length=len(reason), limit=MAX_REASON)
    return reason
