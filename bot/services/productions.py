"""Leading a production: what is in it, whom it credits, and when that is said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.domain.audit import Deed
from bot.domain.communities import Person, require_director, require_set_up
from bot.domain.credits import Credit, credit
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import AnnouncementId, ChannelId, CommunityId, MemberId, PostId, WorkId
from bot.domain.instants import MINUTE, Instant
from bot.domain.lineage import reach, sources_of
from bot.domain.making import Outside
from bot.domain.posts import Action, Owed, PostKind, PostState
from bot.domain.productions import (
    MAX_ROLE,
    MAX_TITLE,
    Announcement,
    AnnouncementState,
    Production,
    ProductionState,
)
from bot.domain.prompts import LONGEST
from bot.domain.refusals import Refusal, Why
from bot.domain.works import WITH_MODERATORS, Work, WorkState, is_visible, shorten
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.team import note

NAMES_A_POST = 12
"""Credits are read on phones, and 12 lines of at most 310 characters stay under Discord's 4,000 a message."""


@dataclass(frozen=True, slots=True)
class CreditLine:
    """One person's credit. `works` are (number, title), nearest first."""

    maker: MemberId
    name: str
    steps: int
    roles: tuple[str, ...]
    works: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class ProductionView:
    production: Production
    works: Mapping[WorkId, Work]
    lines: tuple[CreditLine, ...]
    announcements: tuple[Announcement, ...]
    outside: tuple[Outside, ...] = ()
    """What its works took from people who are not here, each once."""


class ProductionService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake, wake_deadlines: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def start(self, person: Person, community_id: CommunityId, title: str, interaction_id: int) -> Production:
        title = " ".join(title.split())
        if not is_visible(title):
            raise Refusal(Why.TITLE_IS_EMPTY)
        if len(title) > MAX_TITLE:
            raise Refusal(Why.TITLE_TOO_LONG, length=len(title), limit=MAX_TITLE)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            require_director(await tx.communities.get(community_id), person)
            await tx.people.remember(community_id, person.id, person.name, now)
            number = await tx.communities.take_number(community_id, "production")
            production_id = await tx.productions.add(community_id, number, title, person.id, now)
            return await tx.productions.get(production_id)

    async def add_works(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        works: Sequence[int],
        role: str,
        interaction_id: int,
    ) -> Production:
        """Put works into the production, all or none, as `role` in the director's words (may be empty)."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            production = await self._led(tx, person, community_id, number)
            for work_number in works:
                work = await tx.works.by_number(community_id, work_number)
                if work.state is not WorkState.ACCEPTED:
                    raise Refusal(Why.WORK_NOT_IN, number=work_number)
                if work.is_hidden and work.prompt_id is not None:
                    raise Refusal(Why.WORKS_ARE_HIDDEN, title=(await tx.prompts.get(work.prompt_id)).title)
                role = shorten(role, MAX_ROLE)
                if not await tx.productions.add_use(production.id, work.id, role, person.id, now):
                    raise Refusal(Why.ALREADY_IN_PRODUCTION, number=work_number, title=production.title)
            return await tx.productions.get(production.id)

    async def remove_works(
        self, person: Person, community_id: CommunityId, number: int, works: Sequence[int], interaction_id: int
    ) -> Production:
        """Take works out, all or none. The works themselves stay as they are."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            production = await self._led(tx, person, community_id, number)
            for work_number in works:
                work = await tx.works.by_number(community_id, work_number)
                if not await tx.productions.remove_use(production.id, work.id):
                    raise Refusal(Why.NOT_IN_PRODUCTION, number=work_number, title=production.title)
            left = await tx.productions.get(production.id)
            if not left.uses and await self._scheduled(tx, production):
                raise Refusal(Why.CREDITS_NEED_A_WORK, title=production.title)
            return left

    async def list_of(self, community_id: CommunityId) -> list[Production]:
        """Newest first."""
        async with self._db.transaction() as tx:
            return await tx.productions.list_of(community_id)

    async def running(self, person: Person, community_id: CommunityId) -> list[Production]:
        """What a director may still add to, newest first. Raises `Refusal(NO_PRODUCTION_YET)` for none."""
        async with self._db.transaction() as tx:
            require_director(await tx.communities.get(community_id), person)
            productions = await tx.productions.list_of(community_id)
        running = [one for one in productions if one.state is ProductionState.RUNNING]
        if not running:
            raise Refusal(Why.NO_PRODUCTION_YET)
        return running

    async def view(self, community_id: CommunityId, number: int) -> ProductionView:
        """The production, its works and the credits they lead to today."""
        async with self._db.transaction() as tx:
            require_set_up(await tx.communities.get(community_id))
            production = await tx.productions.by_number(community_id, number)
            lines, works = await self._credits(tx, production)
            announcements = await tx.productions.announcements(production.id)
            outside = await _outside(tx, works)
        return ProductionView(production, works, lines, tuple(announcements), outside)

    async def schedule(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        due_at: Instant,
        channel_id: ChannelId | None,
        interaction_id: int,
    ) -> Announcement:
        """Owe the credits to a channel at an instant; now means at once.

        Credits that Discord would not take, for want of a permission or a channel, can be scheduled again.
        """
        now = self._clock.now()
        judge_due(due_at, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            production = await self._led(tx, person, community_id, number, again=True)
            if not production.uses:
                raise Refusal(Why.PRODUCTION_IS_EMPTY, title=production.title, number=number)
            if earlier := await self._scheduled(tx, production):
                raise Refusal(Why.CREDITS_ALREADY_SCHEDULED, title=production.title, at=earlier.due_at)
            community = await tx.communities.get(community_id)
            announcement_id = await tx.productions.announce(
                production.id, community.place(channel_id), due_at, person.id
            )
            await tx.deadlines.add(
                due_key(announcement_id),
                DeadlineKind.CREDITS_ARE_DUE,
                community_id,
                announcement_id,
                due_at,
            )
            facts = {"number": number, "title": production.title, "due": due_at}
            await note(tx, community, Deed.CREDITS_SCHEDULED, person.id, now, **facts)
            announcement = await tx.productions.announcement(announcement_id)
        self._wake_posts()
        self._wake_deadlines()
        return announcement

    async def move(
        self, person: Person, community_id: CommunityId, number: int, due_at: Instant, interaction_id: int
    ) -> Announcement:
        """Give credits that are waiting another instant; now means at once."""
        now = self._clock.now()
        judge_due(due_at, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            production = await self._led(tx, person, community_id, number)
            waiting = await self._scheduled(tx, production)
            if waiting is None:
                raise Refusal(Why.CREDITS_NOT_SCHEDULED, title=production.title)
            await tx.productions.set_announcement(waiting.id, AnnouncementState.CANCELLED)
            await tx.deadlines.cancel(due_key(waiting.id))
            moved = await tx.productions.announce(production.id, waiting.channel_id, due_at, person.id)
            await tx.deadlines.add(due_key(moved), DeadlineKind.CREDITS_ARE_DUE, community_id, moved, due_at)
            announcement = await tx.productions.announcement(moved)
            community = await tx.communities.get(community_id)
            facts = {"number": number, "title": production.title, "due": due_at}
            await note(tx, community, Deed.CREDITS_SCHEDULED, person.id, now, **facts)
        self._wake_posts()
        self._wake_deadlines()
        return announcement

    async def cancel(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> None:
        """Take back credits that are scheduled and not yet posted."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            production = await self._led(tx, person, community_id, number)
            announcement = await self._scheduled(tx, production)
            if announcement is None:
                raise Refusal(Why.CREDITS_NOT_SCHEDULED, title=production.title)
            await tx.productions.set_announcement(announcement.id, AnnouncementState.CANCELLED)
            await tx.deadlines.cancel(due_key(announcement.id))
            community = await tx.communities.get(community_id)
            facts = {"number": number, "title": production.title}
            await note(tx, community, Deed.CREDITS_TAKEN_BACK, person.id, now, **facts)
        self._wake_posts()

    async def announce_on_time(self, deadline: Deadline) -> None:
        """Credits are due: freeze who is named, owe the posts, finish the production; all in one transaction."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            announcement_id = AnnouncementId(deadline.subject)
            production_id = (await tx.productions.announcement(announcement_id)).production_id
            production = await tx.productions.lock(production_id)
            announcement = await tx.productions.announcement(announcement_id)  # read again: it may have been cancelled
            if announcement.state is AnnouncementState.SCHEDULED:
                lines, works = await self._credits(tx, production)
                await self._owe_credits(tx, announcement, production, lines, await _outside(tx, works), now)
                await tx.productions.set_announcement(announcement.id, AnnouncementState.POSTED)
                await tx.productions.finish(production.id, now)
            await tx.deadlines.finish(deadline.key)
        self._wake_posts()

    async def _scheduled(self, tx: Transaction, production: Production) -> Announcement | None:
        """The credits that are waiting; there is never more than one."""
        announcements = await tx.productions.announcements(production.id)
        return next((one for one in announcements if one.state is AnnouncementState.SCHEDULED), None)

    async def _led(
        self, tx: Transaction, person: Person, community_id: CommunityId, number: int, *, again: bool = False
    ) -> Production:
        """The production, locked, if this person may change it; a finished one only where its credits never arrived."""
        require_director(await tx.communities.get(community_id), person)
        production = await tx.productions.lock((await tx.productions.by_number(community_id, number)).id)
        if production.state is ProductionState.FINISHED and not (again and await self._never_arrived(tx, production)):
            raise Refusal(Why.PRODUCTION_IS_FINISHED, title=production.title)
        return production

    async def _never_arrived(self, tx: Transaction, production: Production) -> bool:
        announcement = (await tx.productions.announcements(production.id))[-1]
        post = await tx.posts.by_key(_credits_key(production, announcement, 1))
        return post is not None and post.state is PostState.FAILED

    async def _credits(
        self, tx: Transaction, production: Production
    ) -> tuple[tuple[CreditLine, ...], dict[WorkId, Work]]:
        edges = await tx.lineage.edges(production.community_id)
        uses = {use.work_id: use.role for use in production.uses}
        works = await tx.works.many(reach(uses, sources_of(edges)))
        named = {each: replace(work, number=None) if work.is_private else work for each, work in works.items()}
        credits = credit(uses, edges, named)  # what stands among the team is named nowhere in public
        names = await tx.people.names(production.community_id, [one.maker for one in credits])
        return tuple(_line(one, named, names) for one in credits), works

    async def _owe_credits(
        self,
        tx: Transaction,
        announcement: Announcement,
        production: Production,
        lines: tuple[CreditLine, ...],
        outside: tuple[Outside, ...],
        now: Instant,
    ) -> None:
        """One post for every twelve names, each after the one before, with the names written into the row.

        What came from outside follows in posts of its own.
        """
        after: PostId | None = None
        pages: list[dict[str, Any]] = [
            {
                "lines": [
                    {"maker": str(line.maker), "name": line.name, "roles": line.roles, "works": line.works}
                    for line in lines[start : start + NAMES_A_POST]
                ]
            }
            for start in range(0, len(lines), NAMES_A_POST)
        ]
        pages += [
            {"lines": [], "outside": [[one.name, one.licence] for one in outside[start : start + NAMES_A_POST]]}
            for start in range(0, len(outside), NAMES_A_POST)
        ]
        for page, named in enumerate(pages, 1):
            subject = {"production": production.number, "page": page, "pages": len(pages), **named}
            owed = Owed(
                _credits_key(production, announcement, page),
                production.community_id,
                announcement.channel_id,
                Action.CREATE,
                PostKind.CREDITS,
                subject,
                after=after,
            )
            after = await tx.posts.owe(owed, now)


async def _outside(tx: Transaction, works: Mapping[WorkId, Work]) -> tuple[Outside, ...]:
    numbered = [work.id for work in works.values() if work.number is not None]
    named = {(one.name.casefold(), one.licence.casefold()): one for one in await tx.making.outside_of(numbered)}
    return tuple(named.values())


def judge_due(due_at: Instant, now: Instant) -> None:
    """Refuse an instant that has passed, or is beyond a year."""
    if due_at > now + LONGEST:
        raise Refusal(Why.TIME_TOO_FAR, at=due_at)
    if due_at < now - MINUTE:
        raise Refusal(Why.TIME_IS_PAST, at=due_at)


def _line(one: Credit, works: Mapping[WorkId, Work], names: Mapping[MemberId, str]) -> CreditLine:
    made = tuple(
        (work.number, "" if work.state in WITH_MODERATORS else work.credit or work.title)
        for one_made in one.works
        if (work := works[one_made]).number is not None
    )
    return CreditLine(one.maker, names.get(one.maker, "someone"), one.steps, one.roles, made)


def _credits_key(production: Production, announcement: Announcement, page: int) -> str:
    return f"credits:{production.community_id}:{production.number}:{announcement.id}:{page}"


def due_key(announcement_id: AnnouncementId) -> str:
    return f"credits:{announcement_id}:due"
