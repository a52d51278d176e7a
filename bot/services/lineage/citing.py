"""Saying what a work is built on, seeing its family, and fetching the files to build on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.communities import Person, require_set_up
from bot.domain.ids import ChannelId, CommunityId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import FETCHED_LATELY, judge_fetch, judge_source, reach, remixes_of
from bot.domain.posts import answer_key, redrawing
from bot.domain.refusals import Refusal, Why
from bot.domain.works import IN, Work, WorkState
from bot.services.lineage.viewing import WorkView, view_in
from bot.services.news import note_remix
from bot.services.ports import Clock, Database, Transaction, Wake

MOST_OFFERED = 25
"""As many as a select of Discord's shows."""
MOST_FOUND = 100
"""Looked at before those made later are left out."""


@dataclass(frozen=True, slots=True)
class Cited:
    """What changed of a work's sources, by their numbers in the given order."""

    added: list[int]
    removed: list[int]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a maker chooses the sources of a work from."""

    work: Work
    cited: tuple[Work, ...]
    """What it builds on now."""
    offered: tuple[Work, ...]
    """What else it could: whose files the maker fetched lately, then what is new, or what was looked for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A work whose files are handed out, and where its own message stands."""

    work: Work
    channel_id: ChannelId
    message_id: MessageId | None


class LineageService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def view(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        where: ChannelId | None = None,
        *,
        for_its_line: bool = False,
    ) -> WorkView:
        """A work as this person sees it from the channel `where`. Raises `Refusal`: NO_SUCH_WORK, WORKS_ARE_HIDDEN.

        `for_its_line`: to draw the line under it, which says nothing of what is hidden.
        """
        async with self._db.transaction() as tx:
            now = self._clock.now()
            return await view_in(tx, person, community_id, number, now, where, for_its_line=for_its_line)

    async def cite(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        sources: Sequence[int],
        interaction_id: int,
        *,
        not_on: Sequence[int] = (),
    ) -> Cited:
        """The maker says what the work is built on, and (`not_on`) what it was said to build on wrongly.

        All or nothing: one source that cannot be refuses the lot. A source is taken out only while nobody's credit
        comes by the work: no other member has built on it, and it is in no production.
        """
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            work = _own(person, await tx.works.lock((await tx.works.by_number(community_id, number)).id))
            removed: list[int] = []
            for source_number in dict.fromkeys(not_on):
                source = await tx.works.by_number(community_id, source_number)
                if await tx.lineage.remove(work.id, source.id):
                    removed.append(source_number)
            if removed and await _carries_credit(tx, work):
                raise Refusal(Why.SOURCE_STAYS, number=number)
            added: list[int] = []
            for source_number in dict.fromkeys(sources):
                source = await tx.works.by_number(community_id, source_number)
                if source.is_hidden and person.id not in source.makers and source.prompt_id is not None:
                    raise Refusal(Why.WORKS_ARE_HIDDEN, title=(await tx.prompts.get(source.prompt_id)).title)
                judge_source(work, source)
                if await tx.lineage.add(work, source):
                    added.append(source_number)
            answer = await tx.posts.by_key(answer_key(community_id, number))
            if (added or removed) and answer is not None:
                await tx.posts.owe(redrawing(answer), self._clock.now())
            if added:
                await note_remix(tx, work, self._clock.now())
        self._wake_posts()
        return Cited(added, removed)

    async def is_not_built_on(
        self, person: Person, community_id: CommunityId, number: int, source: int, interaction_id: int
    ) -> None:
        """The maker says that what the work's words name is no source of it, so that it is not asked again."""
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            work = _own(person, await tx.works.by_number(community_id, number))
            await tx.lineage.refuse(work.id, (await tx.works.by_number(community_id, source)).id)

    async def choice(self, person: Person, community_id: CommunityId, number: int, text: str = "") -> Choice:
        """What the maker may choose from; with `text` what its number, title or maker's name fits.

        Raises `Refusal`: NO_SUCH_WORK, NOT_YOURS, WORK_NOT_IN.
        """
        async with self._db.transaction() as tx:
            work = _own(person, await tx.works.by_number(community_id, number))
            cited = await tx.lineage.sources(work.id)
            wanted = await (self._found(tx, work, text) if text.strip() else self._likely(tx, work, person))
            works = await tx.works.many({*cited, *wanted})
            wanted = [one for one in wanted if not works[one].is_hidden or person.id in works[one].makers]
        return Choice(
            work,
            tuple(works[one] for one in cited if works[one].number is not None),
            tuple(works[one] for one in dict.fromkeys(wanted) if one not in cited and works[one].age < work.age),
        )

    async def _likely(self, tx: Transaction, work: Work, person: Person) -> list[WorkId]:
        since = Instant(self._clock.now() - FETCHED_LATELY)
        fetched = await tx.lineage.fetched_by(person.id, work.community_id, since)
        return [*fetched, *await tx.lineage.recent(work, MOST_OFFERED)]

    async def _found(self, tx: Transaction, work: Work, text: str) -> list[WorkId]:
        fitting = await tx.works.matching(work.community_id, text, MOST_FOUND)
        makers = await tx.lineage.known_as(work.community_id, text)
        theirs = await tx.works.many(await tx.lineage.by_makers(work.community_id, makers, MOST_FOUND))
        named = sorted((one.id for one in theirs.values() if not one.is_nameless), reverse=True)
        return [*(one.id for one in fitting), *named]

    async def fetch(self, person: Person, community_id: CommunityId, number: int, interaction_id: int) -> Fetched:
        """Somebody is handed a work's files, and it is remembered for when they build on it.

        Raises `Refusal`: NO_SUCH_WORK, FILES_NOT_GIVEN.
        """
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            require_set_up(await tx.communities.get(community_id))
            work = await tx.works.by_number(community_id, number)
            if work.is_hidden and person.id not in work.makers and work.prompt_id is not None:
                raise Refusal(Why.WORKS_ARE_HIDDEN, title=(await tx.prompts.get(work.prompt_id)).title)
            judge_fetch(work)
            if person.id not in work.makers:
                await tx.lineage.fetched(person.id, work.id, self._clock.now())
            answer = await tx.posts.by_key(answer_key(community_id, number))
        if work.message_id is None and answer is not None:
            return Fetched(work, answer.owed.channel_id, answer.message_id)
        return Fetched(work, work.channel_id, work.message_id)


def _own(person: Person, work: Work) -> Work:
    """The work, if this person made it and it is in."""
    if person.id not in work.makers:
        raise Refusal(Why.NOT_YOURS, number=work.number)
    if work.state is not WorkState.ACCEPTED:
        raise Refusal(Why.WORK_NOT_IN, number=work.number)
    return work


async def _carries_credit(tx: Transaction, work: Work) -> bool:
    """Whether what a work builds on is credited through it: somebody else's remix or a production comes after it."""
    after = reach([work.id], remixes_of(await tx.lineage.downstream(work.id)))
    remixes = await tx.works.many(after)
    if any(remix.state in IN and remix.makers != work.makers for remix in remixes.values()):
        return True
    return await tx.productions.use_any(after)
