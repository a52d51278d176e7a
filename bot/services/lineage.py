"""Saying what a work is built on, and seeing its family."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.domain.communities import Person, may_direct, may_moderate, require_set_up
from bot.domain.ids import ChannelId, CommunityId, MemberId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import Branch, branches, judge_source, reach, remixes_of, sources_of
from bot.domain.posts import answer_key, redrawing
from bot.domain.prompts import Prompt, judge_return
from bot.domain.refusals import Refusal, Why
from bot.domain.works import IN, Work, WorkState
from bot.services.ports import Clock, Database, Transaction, Wake


@dataclass(frozen=True, slots=True)
class WorkView:
    """A work, its family, and what the person looking at it may do."""

    work: Work
    prompt: Prompt | None
    upstream: tuple[Branch, ...]
    downstream: tuple[Branch, ...]
    relatives: dict[WorkId, Work]
    """Every work named in the two trees."""
    names: dict[MemberId, str]
    is_maker: bool
    is_director: bool
    may_come_back: bool
    """It was taken back, and its maker could hand it in again now."""
    is_moderator: bool = False
    asked: str = ""
    """What a moderator asked its maker to change."""

    @property
    def built_on(self) -> list[Work]:
        """The works it is built on, nothing in between."""
        return [self.relatives[line.work] for line in self.upstream if line.depth == 1]

    @property
    def sources(self) -> list[int]:
        """Their numbers."""
        return [work.number for work in self.built_on if work.number is not None]


@dataclass(frozen=True, slots=True)
class Cited:
    """What changed of a work's sources, by their numbers in the given order."""

    added: list[int]
    removed: list[int]


class LineageService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def view(
        self, person: Person, community_id: CommunityId, number: int, where: ChannelId | None = None
    ) -> WorkView:
        """What this person sees of a work, from the channel `where`. Raises `Refusal(NO_SUCH_WORK)`.

        A work that stands where not everyone may look is there for its makers, for the team, and in its own channel.
        """
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            require_set_up(community)
            work = await tx.works.by_number(community_id, number)
            is_team = may_direct(community, person) or may_moderate(community, person)

            def may_see(one: Work) -> bool:
                return not one.is_private or is_team or person.id in one.makers or one.channel_id == where

            if not may_see(work):
                raise Refusal(Why.NO_SUCH_WORK, number=number)
            edges = await tx.lineage.edges(community_id)
            upstream = branches(work.id, sources_of(edges))
            downstream = branches(work.id, remixes_of(edges))
            relatives = await tx.works.many({line.work for line in (*upstream, *downstream)})
            prompt = await tx.prompts.get(work.prompt_id) if work.prompt_id else None
            makers = {maker for relative in (work, *relatives.values()) for maker in relative.makers}
            return WorkView(
                work=work,
                prompt=prompt,
                upstream=tuple(line for line in upstream if _is_shown(relatives[line.work], may_see)),
                downstream=tuple(line for line in downstream if _is_shown(relatives[line.work], may_see)),
                relatives=relatives,
                names=await tx.people.names(community_id, makers),
                is_maker=person.id in work.makers,
                is_director=may_direct(community, person),
                may_come_back=await _may_come_back(tx, work, prompt, self._clock.now()),
                is_moderator=may_moderate(community, person),
                asked=(await tx.moderation.asked([work.id])).get(work.id, ""),
            )

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
            work = await tx.works.lock((await tx.works.by_number(community_id, number)).id)
            if person.id not in work.makers:
                raise Refusal(Why.NOT_YOURS, number=number)
            if work.state is not WorkState.ACCEPTED:
                raise Refusal(Why.WORK_NOT_IN, number=number)
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
                judge_source(work, source)
                if await tx.lineage.add(work, source):
                    added.append(source_number)
            answer = await tx.posts.by_key(answer_key(community_id, number))
            if (added or removed) and answer is not None:
                await tx.posts.owe(redrawing(answer), self._clock.now())
        self._wake_posts()
        return Cited(added, removed)


def _is_shown(work: Work, may_see: Callable[[Work], bool]) -> bool:
    return work.number is not None and may_see(work)


async def _may_come_back(tx: Transaction, work: Work, prompt: Prompt | None, now: Instant) -> bool:
    gone = work.message_id is not None and await tx.seen.has("delete", work.message_id)
    try:
        judge_return(work, prompt, now, message_is_gone=gone)
    except Refusal:
        return False
    return True


async def _carries_credit(tx: Transaction, work: Work) -> bool:
    """Whether what a work builds on is credited through it: somebody else's remix or a production comes after it."""
    after = reach([work.id], remixes_of(await tx.lineage.edges(work.community_id)))
    remixes = await tx.works.many(after)
    if any(remix.state in IN and remix.makers != work.makers for remix in remixes.values()):
        return True
    return await tx.productions.use_any(after)
