"""A work with its family, as the person looking at it sees it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.communities import Person, may_direct, may_moderate, require_set_up
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import Branch, Edge, branches, mentions_in, remixes_of, sources_of
from bot.domain.posts import PostKind
from bot.domain.prompts import Prompt, judge_return
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState
from bot.services.ports import Transaction


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
    seems_built_on: tuple[Work, ...] = ()
    """Works its words name that it is not linked to: for its maker alone to say yes or no."""

    @property
    def built_on(self) -> list[Work]:
        """The works it is built on, nothing in between."""
        return [self.relatives[line.work] for line in self.upstream if line.depth == 1]

    @property
    def sources(self) -> list[int]:
        """Their numbers."""
        return [work.number for work in self.built_on if work.number is not None]


async def view_in(
    tx: Transaction,
    person: Person,
    community_id: CommunityId,
    number: int,
    now: Instant,
    where: ChannelId | None = None,
    *,
    for_its_line: bool = False,
) -> WorkView:
    """What this person sees of a work, from the channel `where`. Raises `Refusal`: NO_SUCH_WORK, WORKS_ARE_HIDDEN.

    `for_its_line`: to draw the line under it, which says nothing of what is hidden.

    A work that stands where not everyone may look is there for its makers, for the team, and in its own channel.
    """
    community = await tx.communities.get(community_id)
    require_set_up(community)
    work = await tx.works.by_number(community_id, number)
    is_team = may_direct(community, person) or may_moderate(community, person)

    def may_see(one: Work) -> bool:
        if one.is_hidden and person.id not in one.makers:  # somebody has to look at what waits
            return one.state is WorkState.HELD and may_moderate(community, person)
        return not one.is_private or is_team or person.id in one.makers or one.channel_id == where

    prompt = await tx.prompts.get(work.prompt_id) if work.prompt_id else None
    if not may_see(work) and not (for_its_line and work.is_hidden):
        if work.is_hidden and prompt is not None:
            raise Refusal(Why.WORKS_ARE_HIDDEN, title=prompt.title)
        raise Refusal(Why.NO_SUCH_WORK, number=number)
    up, down = await tx.lineage.upstream(work.id), await tx.lineage.downstream(work.id)
    ends = await tx.works.many({one for edge in (*up, *down) for one in (edge.work, edge.source)})

    def tells(edge: Edge) -> bool:
        """Whether the two ends together say who made a nameless one: somebody built on what was theirs."""
        work, source = ends[edge.work], ends[edge.source]
        theirs = set(work.makers) & set(source.makers)
        return bool(theirs) and person.id not in theirs and (work.is_nameless or source.is_nameless)

    upstream = branches(work.id, sources_of([edge for edge in up if not tells(edge)]))
    downstream = branches(work.id, remixes_of([edge for edge in down if not tells(edge)]))
    relatives = {line.work: ends[line.work] for line in (*upstream, *downstream)}
    makers = {maker for relative in (work, *relatives.values()) for maker in relative.makers}
    is_maker = person.id in work.makers
    return WorkView(
        work=work,
        prompt=prompt,
        upstream=tuple(line for line in upstream if _is_shown(relatives[line.work], may_see)),
        downstream=tuple(line for line in downstream if _is_shown(relatives[line.work], may_see)),
        relatives=relatives,
        names=await tx.people.names(community_id, makers),
        is_maker=is_maker,
        is_director=may_direct(community, person),
        may_come_back=await _may_come_back(tx, work, prompt, now),
        is_moderator=may_moderate(community, person),
        asked=(await tx.moderation.asked([work.id])).get(work.id, ""),
        seems_built_on=tuple(await _seems_built_on(tx, work)) if is_maker else (),
    )


def _is_shown(work: Work, may_see: Callable[[Work], bool]) -> bool:
    return work.number is not None and may_see(work)


async def _seems_built_on(tx: Transaction, work: Work) -> list[Work]:
    """What a work's own words name and could be a source of it, as far as its maker has not said."""
    if work.state is not WorkState.ACCEPTED:
        return []
    said = {*await tx.lineage.sources(work.id), *await tx.lineage.refused(work.id)}
    found: list[Work] = []
    for mention in mentions_in(work.words, work.community_id):
        named = await _named(tx, work, mention.number, mention.message_id)
        if named is None or named.community_id != work.community_id or named.state is not WorkState.ACCEPTED:
            continue
        if named.is_hidden and work.makers[0] not in named.makers:
            continue
        if named.age < work.age and named.id not in said and named not in found:
            found.append(named)
    return found


async def _named(tx: Transaction, work: Work, number: int | None, message_id: MessageId | None) -> Work | None:
    try:
        if number is not None:
            return await tx.works.by_number(work.community_id, number)
        if message_id is None:
            return None
        post = await tx.posts.by_message(message_id)
        if post is not None and post.owed.kind is PostKind.WORK_ANSWER and post.owed.community_id == work.community_id:
            return await tx.works.by_number(work.community_id, post.owed.subject["work"])
    except Refusal:
        return None
    return await tx.works.by_message(message_id)


async def _may_come_back(tx: Transaction, work: Work, prompt: Prompt | None, now: Instant) -> bool:
    gone = work.message_id is not None and await tx.seen.has("delete", work.message_id)
    until = await tx.late_passes.until(prompt.id, work.makers[0]) if prompt is not None else None
    try:
        judge_return(work, prompt, now, until, message_is_gone=gone)
    except Refusal:
        return False
    return True
