"""Makers hear that somebody built on their work: at once, once a day, or never, as they chose.

By direct message; where Discord won't deliver that, by one mention in the place where their work stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.communities import Person
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import Edge, Telling, next_telling
from bot.domain.posts import Action, Owed, Post, PostKind, answer_key
from bot.domain.works import Work, WorkState
from bot.services.ports import Clock, Database, Transaction, Wake


@dataclass(frozen=True, slots=True)
class Told:
    """One piece of news: `work` was built on `source`."""

    work: Work
    source: Work
    by: tuple[str, ...]
    """Its makers' names here."""
    channel_id: ChannelId
    message_id: MessageId | None
    """Where the work is to be seen."""


async def note_remix(tx: Transaction, work: Work, now: Instant) -> None:
    """A work that is in and shown, or was linked since: the makers of its sources are owed the news."""
    if work.is_hidden:
        return  # the closing notes it
    sources = await tx.works.many(await tx.lineage.sources(work.id))
    hearing: dict[MemberId, None] = {}
    for source in sources.values():
        if not set(source.makers).isdisjoint(work.makers):
            continue  # nobody hears of their own, or of what somebody they made it with went on to make
        for maker in source.makers:
            if await tx.lineage.note_news(work.community_id, maker, Edge(work.id, source.id)):
                hearing[maker] = None
    for member_id in hearing:
        telling = await tx.lineage.telling(work.community_id, member_id)
        if telling is Telling.NEVER:
            await tx.lineage.told(work.community_id, member_id, now)
        elif telling is Telling.DAILY or not await _tell(tx, work.community_id, member_id, now):
            community = await tx.communities.get(work.community_id)
            at = next_telling(now, community.zone)
            key = f"news:{work.community_id}:{member_id}:{at}"
            await tx.deadlines.add(key, DeadlineKind.NEWS_IS_TOLD, work.community_id, member_id, at)


async def _tell(tx: Transaction, community_id: CommunityId, member_id: MemberId, now: Instant) -> bool:
    """Owe one message with all that is new to them; False where nothing is."""
    edges = await tx.lineage.news_for(community_id, member_id)
    if not edges:
        return False
    newest = max(edges, key=lambda edge: (edge.work, edge.source))
    subject = {"member": str(member_id), "news": [[edge.work, edge.source] for edge in edges]}
    key = f"news:{community_id}:{member_id}:{newest.work}:{newest.source}"
    place = ChannelId(member_id)
    await tx.posts.owe(Owed(key, community_id, place, Action.DM, PostKind.BUILT_ON, subject), now)
    await tx.lineage.told(community_id, member_id, now)
    return True


class NewsService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def telling(self, person: Person, community_id: CommunityId) -> Telling:
        async with self._db.transaction() as tx:
            return await tx.lineage.telling(community_id, person.id)

    async def choose(self, person: Person, community_id: CommunityId, telling: Telling, interaction_id: int) -> None:
        """From now on. What waits for the evening is told then, or dropped with `never`."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            await tx.lineage.choose_telling(community_id, person.id, telling)
            if telling is Telling.AT_ONCE:
                await _tell(tx, community_id, person.id, self._clock.now())
        self._wake_posts()

    async def tell_on_time(self, deadline: Deadline) -> None:
        """The evening's message, if there is still something in it."""
        member_id, now = MemberId(deadline.subject), self._clock.now()
        async with self._db.transaction() as tx:
            if await tx.lineage.telling(deadline.community_id, member_id) is Telling.NEVER:
                await tx.lineage.told(deadline.community_id, member_id, now)
            else:
                await _tell(tx, deadline.community_id, member_id, now)
            await tx.deadlines.finish(deadline.key)
        self._wake_posts()

    async def read(self, community_id: CommunityId, subject: Mapping[str, Any]) -> list[Told]:
        """What a message of news says at this moment: without what was taken back or taken out meanwhile."""
        edges = [Edge(WorkId(work), WorkId(source)) for work, source in subject["news"]]
        async with self._db.transaction() as tx:
            works = await tx.works.many({one for edge in edges for one in (edge.work, edge.source)})
            there = [
                edge
                for edge in edges
                if all(one in works and works[one].state is WorkState.ACCEPTED for one in (edge.work, edge.source))
                and edge.source in await tx.lineage.sources(edge.work)
            ]
            makers = {maker for edge in there for maker in works[edge.work].makers}
            names = await tx.people.names(community_id, makers)
            return [await _told(tx, works[edge.work], works[edge.source], names) for edge in there]

    async def could_not_write(self, post: Post) -> None:
        """Discord would not deliver a direct message: mention the member once where the newest of their works is."""
        told = await self.read(post.owed.community_id, post.owed.subject)
        if not told:
            return
        async with self._db.transaction() as tx:
            answer = await _answer(tx, max((one.source for one in told), key=lambda work: work.id))
            place = answer.owed.channel_id if answer else told[-1].source.channel_id
            owed = Owed(
                f"{post.owed.key}:here",
                post.owed.community_id,
                place,
                Action.CREATE,
                PostKind.BUILT_ON,
                post.owed.subject,
            )
            await tx.posts.owe(owed, self._clock.now())
        self._wake_posts()


async def _told(tx: Transaction, work: Work, source: Work, names: Mapping[MemberId, str]) -> Told:
    by = tuple(names.get(maker, "somebody") for maker in work.makers) if not work.is_nameless else ("somebody",)
    answer = await _answer(tx, work)
    if work.message_id is not None:
        return Told(work, source, by, work.channel_id, work.message_id)
    if answer is not None:
        return Told(work, source, by, answer.owed.channel_id, answer.message_id)
    return Told(work, source, by, work.channel_id, None)


async def _answer(tx: Transaction, work: Work) -> Post | None:
    return await tx.posts.by_key(answer_key(work.community_id, work.number)) if work.number is not None else None
