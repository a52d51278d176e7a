"""What is kept about somebody, forgetting them, and forgetting servers that were left."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from bot.domain.audit import Deed
from bot.domain.communities import Person
from bot.domain.deadlines import Deadline, DeadlineKind
from bot.domain.ids import CommunityId, PostId
from bot.domain.instants import Instant
from bot.domain.posts import redrawing
from bot.domain.privacy import AFTER_LEAVING, SOMEONE, state_after
from bot.domain.works import Asset, Work, WorkState
from bot.services.ports import Clock, Database, Store, Transaction, Wake
from bot.services.team import note

FORMAT = 1

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was erased. `shared`: works that others made too, which keep all but the name."""

    works: int
    shared: int


CONFIDENTIAL = frozenset({Deed.WORK_REPORTED, Deed.REPORTS_SETTLED})
"""What others confided to the moderators about somebody is not theirs to read."""


class PrivacyService:
    def __init__(
        self, db: Database, clock: Clock, store: Store, wake_posts: Wake, wake_deadlines: Wake, wake_erasing: Wake
    ) -> None:
        self._db = db
        self._clock = clock
        self._store = store
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines
        self._wake_erasing = wake_erasing

    async def export(self, person: Person, community_id: CommunityId) -> Json:
        """Everything kept about this person in this community, for them alone.

        Snowflakes are text, instants µs UTC, as in the export of a whole community.
        """
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            works = await tx.works.many(await tx.privacy.works_of(community_id, person.id))
            edges = {work: await tx.works.many(await tx.lineage.sources(work)) for work in works}
            prompts = {prompt.id: prompt for prompt in await tx.prompts.list_of(community_id)}
            votes = await tx.votes.list_of(community_id)
            productions = await tx.productions.list_of(community_id)
            ballots = await tx.privacy.ballots_of(community_id, person.id)
            deeds = await tx.privacy.deeds_of(community_id, person.id)
            names = await tx.people.names(community_id, [person.id])
            others = await tx.privacy.other_rows_of(community_id, person.id)
            earlier = {work: [file for file, _ in await tx.making.earlier_files(work)] for work in works}
            ai = await tx.making.declared(list(works))
            outside = {work: await tx.making.outside(work) for work in works}
        return {
            "format": FORMAT,
            "community": {"id": str(community.id), "name": community.name},
            "member": {"id": str(person.id), "name_kept": names.get(person.id)},
            "works": [
                _work(
                    work,
                    prompts[work.prompt_id].number if work.prompt_id in prompts else None,
                    sorted(source.number for source in edges[work.id].values() if source.number is not None),
                )
                | {
                    "files_before": [_file(one) for one in earlier[work.id]],
                    "ai": {"used": ai[work.id].used, "how": ai[work.id].how} if work.id in ai else None,
                    "from_outside": [
                        {"kind": one.kind, "name": one.name, "link": one.link, "licence": one.licence}
                        for one in outside[work.id]
                    ],
                }
                for work in sorted(works.values(), key=lambda work: work.id)
            ],
            "ballots": [{"vote": one.vote, "picks": list(one.picks)} for one in ballots],
            "credits": [
                {
                    "production": one.number,
                    "title": one.title,
                    "works": [use.number for use in one.uses if use.work_id in works],
                    "roles": [use.role for use in one.uses if use.work_id in works and use.role],
                }
                for one in productions
                if any(use.work_id in works for use in one.uses)
            ],
            "directed": [
                {"prompt": one.number, "title": one.title} for one in prompts.values() if one.director_id == person.id
            ]
            + [{"production": one.number, "title": one.title} for one in productions if one.director_id == person.id],
            "votes_run": [{"vote": one.number, "title": one.title} for one in votes if one.moderator_id == person.id],
            "audit": [
                {
                    "deed": entry.deed,
                    "by_you": entry.actor == person.id,
                    "at": entry.at,
                    "facts": dict(entry.facts),
                }
                for entry in deeds
                if entry.actor == person.id or entry.deed not in CONFIDENTIAL
            ],
            "other": others,
        }

    async def forget(self, person: Person, community_id: CommunityId, interaction_id: int) -> Forgotten:
        """Erase all that is kept about this person in this community; once done, doing it again changes nothing.

        Numbers, family and counts stay, nobody's. The rows go now, the bytes as soon as no other work holds them.
        """
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            works = await tx.works.many(await tx.privacy.works_of(community_id, person.id))
            theirs = [work for work in works.values() if set(work.makers) <= {person.id, SOMEONE}]
            directed = [one.number for one in await tx.prompts.list_of(community_id) if one.director_id == person.id]
            for work in theirs:
                await self._empty(tx, work, now)
            await tx.privacy.empty([work.id for work in theirs], now)
            await tx.privacy.cut_ballots(community_id, person.id)
            naming = await tx.privacy.unlink(
                community_id,
                person.id,
                {work.number: work.title for work in theirs if work.number is not None},
                [work.message_id for work in works.values() if work.message_id is not None],
            )
            showing = await tx.privacy.showing(community_id, works, directed)
            await _redraw(tx, {*naming, *showing}, now)
            if works or naming:
                await note(tx, community, Deed.MEMBER_FORGOTTEN, SOMEONE, now, works=len(theirs))
        self._wake_posts()
        self._wake_erasing()
        return Forgotten(len(theirs), len(works) - len(theirs))

    async def _empty(self, tx: Transaction, work: Work, now: Instant) -> None:
        """It is out, and what its maker posted is never taken for a new work, however often it is read again."""
        work = await tx.works.lock(work.id)
        # Why a maker took it back is one of our own words, and says what becomes of its place.
        reason = work.reason if work.state is WorkState.WITHDRAWN else None
        await tx.works.end(work.id, state_after(work.state), reason)
        if work.message_id is not None:
            await tx.seen.first("create", work.message_id, 0, now)
            await tx.seen.first("delete", work.message_id, 0, now)

    # Servers that were left

    async def left(self, community_id: CommunityId) -> None:
        """Callsheet was removed from this server: what it knows of it goes in a month, unless it is asked back."""
        due_at = Instant(self._clock.now() + AFTER_LEAVING)
        async with self._db.transaction() as tx:
            if await tx.communities.find(community_id) is None:
                return
            await tx.deadlines.add(
                _erasing(community_id), DeadlineKind.COMMUNITY_ERASED, community_id, community_id, due_at
            )
        self._wake_deadlines()

    async def is_back(self, community_id: CommunityId) -> None:
        """Callsheet is in this server."""
        async with self._db.transaction() as tx:
            await tx.deadlines.cancel(_erasing(community_id))

    async def all_there(self, communities: Collection[CommunityId]) -> None:
        """Every server Callsheet is in, those out of reach for now included: the others were left meanwhile.

        One that was found to be left before keeps its day, and one that is here is not erased.
        """
        async with self._db.transaction() as tx:
            known = {community.id for community in await tx.communities.list_all()}
            waiting = set(await tx.privacy.being_left())
        for community_id in waiting.intersection(communities):
            await self.is_back(community_id)
        for community_id in known - waiting - set(communities):
            await self.left(community_id)

    async def forget_on_time(self, deadline: Deadline) -> None:
        """Erase a server that was left a month ago, all of it."""
        async with self._db.transaction() as tx:
            await tx.privacy.forget_community(deadline.community_id, self._clock.now())
        self._wake_erasing()

    # The bytes

    async def owed(self) -> list[str]:
        """SHA-256 of bytes that are owed their deletion, longest owed first."""
        async with self._db.transaction() as tx:
            return await tx.privacy.owed()

    async def erase(self, sha256: str) -> bool:
        """Delete bytes that no work holds. False: a work on its way may hold them, so look again later.

        Safe to repeat at any point: the row goes after the file.
        """
        size = await self._store.size(sha256)
        if size is not None:
            async with self._db.transaction() as tx:
                if await tx.privacy.is_held(sha256):
                    await tx.privacy.settle(sha256)
                    return True
                if await tx.privacy.is_coming(size):
                    return False
            await self._store.forget(sha256)
        async with self._db.transaction() as tx:
            await tx.privacy.settle(sha256)
        return True


def _erasing(community_id: CommunityId) -> str:
    return f"erase:{community_id}"


async def _redraw(tx: Transaction, posts: Collection[PostId], now: Instant) -> None:
    for post_id in sorted(posts):
        await tx.posts.owe(redrawing(await tx.posts.get(post_id)), now)


def _work(work: Work, prompt: int | None, built_on: list[int]) -> Json:
    return {
        "number": work.number,
        "prompt": prompt,
        "state": work.state,
        "origin": work.origin,
        "made_at": work.made_at,
        "message": None if work.message_id is None else str(work.message_id),
        "title": work.title,
        "words": work.words,
        "credit_words": work.credit,
        "made_with_others": len(work.makers) > 1,
        "built_on": built_on,
        "files": [_file(one) for one in work.assets],
    }


def _file(asset: Asset) -> Json:
    return {"name": asset.filename, "size": asset.size, "type": asset.content_type, "sha256": asset.sha256}
