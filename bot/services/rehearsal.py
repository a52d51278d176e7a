"""Holding a rehearsal: a row, a deadline for each step, and nothing of the community's own touched."""

from bot.domain.audit import Deed
from bot.domain.communities import Person, require_server_manager, require_set_up
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import CommunityId, RehearsalId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from bot.domain.rehearsal import (
    UNKNOWN_CHANNEL,
    Rehearsal,
    Step,
    Trouble,
    following,
    is_stale,
    pause_before,
    with_troubles,
)
from bot.services.ports import Clock, Database, Wake
from bot.services.ports.rehearsal import Stagehand
from bot.services.team import note


class RehearsalService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake, wake_deadlines: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def begin(self, person: Person, community_id: CommunityId, interaction_id: int) -> Rehearsal:
        """One at a time: where one is running, that is the one. Raises `Refusal`: NEEDS_MANAGE_SERVER, NOT_SET_UP."""
        require_server_manager(person)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_set_up(community)
            running = await tx.rehearsals.latest(community_id)
            if running is not None and running.ended_at is None:
                return running
            rehearsal = await tx.rehearsals.begin(community_id, person.id, community.home, now)
            await tx.deadlines.add(_key(rehearsal.id), DeadlineKind.REHEARSAL_GOES_ON, community_id, rehearsal.id, now)
            await note(tx, community, Deed.REHEARSAL_HELD, person.id, now)
        self._wake_deadlines()
        self._wake_posts()
        return rehearsal

    async def latest(self, community_id: CommunityId) -> Rehearsal | None:
        """The one that is running, or the last that was held."""
        async with self._db.transaction() as tx:
            return await tx.rehearsals.latest(community_id)

    async def next(
        self, person: Person, community_id: CommunityId, rehearsal_id: int, after: Step, interaction_id: int
    ) -> Rehearsal:
        """Do not wait for what follows `after`. Where it has come already, nothing changes.

        Raises `Refusal`: REHEARSAL_IS_OVER, PANEL_IS_ANOTHERS for somebody who neither asked for it nor manages.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            rehearsal = await tx.rehearsals.find(RehearsalId(rehearsal_id))
            if rehearsal is None or rehearsal.community_id != community_id or rehearsal.ended_at is not None:
                raise Refusal(Why.REHEARSAL_IS_OVER)
            if person.id != rehearsal.member_id and not person.manages_server:
                raise Refusal(Why.PANEL_IS_ANOTHERS)
            if rehearsal.step is following(after):
                await tx.deadlines.add(
                    _key(rehearsal.id), DeadlineKind.REHEARSAL_GOES_ON, community_id, rehearsal.id, now
                )
        self._wake_deadlines()
        return rehearsal

    async def go_on(self, hands: Stagehand, deadline: Deadline) -> None:
        """Play what comes next and owe what follows; after an absence only clear away.

        What fails for a while is raised, and tried again by the deadline.
        """
        async with self._db.transaction() as tx:
            rehearsal = await tx.rehearsals.find(RehearsalId(deadline.subject))
            if rehearsal is None or rehearsal.ended_at is not None:
                await tx.deadlines.finish(deadline.key)
                return
        stale = is_stale(rehearsal, self._clock.now())
        if rehearsal.thread_id is None and not stale:
            opened = await hands.open(rehearsal)
            if isinstance(opened, Trouble):
                await self._end(deadline, rehearsal, (opened,), left_behind=False)
                return
            async with self._db.transaction() as tx:
                await tx.rehearsals.opened(rehearsal.id, opened)
                rehearsal = await tx.rehearsals.find(rehearsal.id) or rehearsal
        if rehearsal.step is Step.CLEARING or stale:
            cleared = await hands.clear(rehearsal)
            await self._end(deadline, rehearsal, rehearsal.troubles, left_behind=not cleared)
            return
        troubles = with_troubles(rehearsal.troubles, await hands.play(rehearsal))
        if any(trouble.code == UNKNOWN_CHANNEL for trouble in troubles):
            await self._end(deadline, rehearsal, troubles, left_behind=False)
            return
        follows = following(rehearsal.step)
        due_at = Instant(self._clock.now() + pause_before(follows))
        async with self._db.transaction() as tx:
            await tx.rehearsals.went_on(rehearsal.id, follows, troubles)
            await tx.deadlines.add(
                deadline.key, DeadlineKind.REHEARSAL_GOES_ON, rehearsal.community_id, rehearsal.id, due_at
            )

    async def _end(
        self, deadline: Deadline, rehearsal: Rehearsal, troubles: tuple[Trouble, ...], *, left_behind: bool
    ) -> None:
        async with self._db.transaction() as tx:
            await tx.rehearsals.went_on(rehearsal.id, rehearsal.step, troubles)
            await tx.rehearsals.ended(rehearsal.id, self._clock.now(), left_behind=left_behind)
            await tx.deadlines.finish(deadline.key)


def _key(rehearsal_id: RehearsalId) -> str:
    return f"rehearsal:{rehearsal_id}"
