"""Messages posted in one breath, made one work, and taken apart again."""

from dataclasses import replace

from bot.domain.communities import Person
from bot.domain.ids import CommunityId
from bot.domain.instants import Instant
from bot.domain.making import JOINED, run_of
from bot.domain.refusals import Refusal, Why
from bot.domain.works import MAX_WORDS, Work, WorkState
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.works.answers import redraw
from bot.services.works.theirs import is_leaned_on, lock_theirs


class TogetherService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def join(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Work:
        """The newest of a run and those before it become one: the first, with all files. Returns that one.

        Each of the others gives its place in the prompt free, and keeps its number, which leads to the first.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            run = await offered(tx, await lock_theirs(tx, person, community_id, number))
            if not run:
                raise Refusal(Why.NOTHING_TO_JOIN)
            first, *parts = [await tx.works.lock(one.id) for one in run]
            for part in parts:
                await tx.works.end(part.id, WorkState.WITHDRAWN, JOINED)
                await tx.making.join(part.id, first.id, now)
            copies = [replace(asset, added_at=now) for part in parts for asset in part.assets]
            await tx.works.add_assets(first.id, copies)
            words = "\n".join(filter(None, (one.words for one in run)))[:MAX_WORDS]
            await tx.works.reword(first.id, first.title, words)
            for one in run:
                await redraw(tx, one, now)
            whole = await tx.works.get(first.id)
        self._wake_posts()
        return whole

    async def part(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> list[int]:
        """Undo it: each is a work of its own again, where the prompt still has room. Returns their numbers."""
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            first = await lock_theirs(tx, person, community_id, number)
            parts = [await tx.works.lock(part) for part in await tx.making.parts(first.id)]
            if not parts:
                raise Refusal(Why.NOT_JOINED, number=number)
            if await is_leaned_on(tx, first):
                raise Refusal(Why.IS_BUILT_ON, number=number)
            await tx.making.part(first.id)
            await tx.making.take_copies(first.id, [asset.discord_id for part in parts for asset in part.assets])
            theirs = "\n".join(filter(None, (part.words for part in parts)))
            await tx.works.reword(first.id, first.title, first.words.removesuffix(theirs).rstrip())
            there = [part for part in parts if not await tx.seen.has("delete", part.message_id or 0)]
            for part in there:
                await _take_slot(tx, part)
                await tx.works.accept(part.id, part.number or 0, now)
            for one in (first, *parts):
                await redraw(tx, one, now)
        self._wake_posts()
        return [number, *(part.number or 0 for part in there)]


async def offered(tx: Transaction, work: Work) -> list[Work]:
    """The run this work ends, oldest first; nothing where it ends none that may become one work."""
    if work.state is not WorkState.ACCEPTED:
        return []
    run = run_of((await tx.works.many(await tx.making.around(work))).values())
    if len(run) < 2 or run[-1].id != work.id:
        return []
    sources = await tx.lineage.sources(work.id)
    for one in run:
        if await tx.lineage.sources(one.id) != sources or await is_leaned_on(tx, one):
            return []
    return run


async def redraw_before(tx: Transaction, work: Work, now: Instant) -> None:
    """Only the newest of a run offers to make it one: the answer that did so until now is drawn anew."""
    around = await tx.works.many(await tx.making.around(work))
    before = run_of(one for one in around.values() if one.id != work.id)
    if len(before) > 1 or (before and before[-1].age > work.age):
        await redraw(tx, before[-1], now)


async def _take_slot(tx: Transaction, work: Work) -> None:
    if work.prompt_id is None:
        return
    prompt = await tx.prompts.lock(work.prompt_id)
    if not await tx.works.take_slot(prompt.id, work.makers[0], work.id, prompt.works_per_member):
        raise Refusal(Why.TOO_MANY_WORKS, title=prompt.title, works=prompt.works_per_member)
