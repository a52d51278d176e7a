"""Which work was built on which."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import CTE, Row, bindparam, delete, insert, select, update

from bot.domain.ids import CommunityId, MemberId, MessageId, WorkId
from bot.domain.instants import Instant
from bot.domain.lineage import USUAL_TELLING, Edge, Telling
from bot.domain.works import Work, WorkState
from data import upserts
from data.statements import Statements, chunks
from data.tables import fetches, makers, news, not_sources, people, replies, sources, tellings, works
from data.types import Id
from data.works import folded

_c = sources.c
_SOURCES = select(_c.source_id).where(_c.work_id == bindparam("which")).order_by(_c.source_id)
_REMIXES = select(_c.work_id).where(_c.source_id == bindparam("which")).order_by(_c.work_id)
_EXPECTING = (
    select(replies.c.work_id).where(replies.c.message_id == bindparam("message_id")).order_by(replies.c.work_id)
)
_EDGES = (
    select(_c.work_id, _c.source_id)
    .join_from(sources, works, works.c.id == _c.work_id)
    .where(works.c.community_id == bindparam("community_id"))
    .order_by(_c.work_id, _c.source_id)
)


def _reached(name: str, towards: str, through: str) -> CTE:
    """The work and every work reached from it, each once, however many ways lead there."""
    start = select(bindparam("which", type_=Id).label("id"))
    found = start.cte(name, recursive=True)
    return found.union(select(_c[towards]).join_from(sources, found, _c[through] == found.c.id))


_up, _down = _reached("up", "source_id", "work_id"), _reached("down", "work_id", "source_id")
_UPSTREAM = select(_c.work_id, _c.source_id).where(_c.work_id.in_(select(_up.c.id)))
_DOWNSTREAM = select(_c.work_id, _c.source_id).where(_c.source_id.in_(select(_down.c.id)))
_is_in = works.c.state == WorkState.ACCEPTED.value
_its_source = works.alias("its_source")
_NEWS = (
    select(news.c.work_id, news.c.source_id)
    .join(works, works.c.id == news.c.work_id)
    .join(_its_source, _its_source.c.id == news.c.source_id)
    .join(sources, (_c.work_id == news.c.work_id) & (_c.source_id == news.c.source_id))
    .where(
        news.c.community_id == bindparam("community_id"),
        news.c.member_id == bindparam("member_id"),
        news.c.told_at.is_(None),
        _is_in,
        _its_source.c.state == WorkState.ACCEPTED.value,
    )
    .order_by(news.c.source_id, news.c.work_id)
)


def _edges(rows: Sequence[Row[Any]]) -> list[Edge]:
    return sorted((Edge(WorkId(row.work_id), WorkId(row.source_id)) for row in rows), key=_by_id)


def _by_id(edge: Edge) -> tuple[int, int]:
    return edge.work, edge.source


def _ids(rows: Sequence[Row[Any]]) -> list[WorkId]:
    return [WorkId(row.id) for row in rows]


class Lineage:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(self, work: Work, source: Work) -> bool:
        """True if the edge is new. Raises `IntegrityError`: the table itself refuses a source not older."""
        new = await self._run.row(
            upserts.unless_there(self._run.dialect, sources, "work_id"),
            {
                "work_id": work.id,
                "work_made_at": work.made_at,
                "work_origin": work.origin_id,
                "source_id": source.id,
                "source_made_at": source.made_at,
                "source_origin": source.origin_id,
            },
        )
        return new is not None

    async def remove(self, work_id: WorkId, source_id: WorkId) -> bool:
        """True if there was such an edge. The work no longer waits for a source it replied to either."""
        await self._run.change(delete(replies).where(replies.c.work_id == work_id))
        return bool(await self._run.change(delete(sources).where(_c.work_id == work_id, _c.source_id == source_id)))

    async def expect(self, work_id: WorkId, message_id: MessageId) -> None:
        """The work replies to a message that is no work, or none we have heard of yet."""
        await self._run.change(insert(replies), {"work_id": work_id, "message_id": message_id})

    async def expecting(self, message_id: MessageId) -> list[WorkId]:
        """The works that reply to this message and were heard of before it was a work."""
        return [WorkId(row.work_id) for row in await self._run.rows(_EXPECTING, {"message_id": message_id})]

    async def edges(self, community_id: CommunityId) -> list[Edge]:
        """All there are here, whatever became of the works since."""
        return _edges(await self._run.rows(_EDGES, {"community_id": community_id}))

    async def upstream(self, work_id: WorkId) -> list[Edge]:
        """Every edge on a way from the work to what it is built on, however far."""
        return _edges(await self._run.rows(_UPSTREAM, {"which": work_id}))

    async def downstream(self, work_id: WorkId) -> list[Edge]:
        """Every edge on a way from what was built on the work, however far."""
        return _edges(await self._run.rows(_DOWNSTREAM, {"which": work_id}))

    async def sources(self, work_id: WorkId) -> list[WorkId]:
        """What it is built on, in id order."""
        return [WorkId(row.source_id) for row in await self._run.rows(_SOURCES, {"which": work_id})]

    async def remixes(self, work_id: WorkId) -> list[WorkId]:
        """What is built on it, in id order."""
        return [WorkId(row.work_id) for row in await self._run.rows(_REMIXES, {"which": work_id})]

    async def built_on(self, work_ids: Collection[WorkId]) -> set[WorkId]:
        """Of these works, those on which an accepted one is built."""
        found = set[WorkId]()
        for some in chunks(work_ids):
            remixed = select(_c.source_id).join_from(sources, works, works.c.id == _c.work_id)
            rows = await self._run.rows(remixed.where(_c.source_id.in_(some), _is_in).distinct())
            found.update(WorkId(row.source_id) for row in rows)
        return found

    async def fetched(self, member_id: MemberId, work_id: WorkId, at: Instant) -> None:
        """The member was handed the work's files."""
        note = upserts.replacing(self._run.dialect, fetches, ("fetched_at",))
        await self._run.change(note, {"member_id": member_id, "work_id": work_id, "fetched_at": at})

    async def fetched_by(self, member_id: MemberId, community_id: CommunityId, since: Instant) -> list[WorkId]:
        """Accepted works whose files they were handed, the last one first."""
        found = await self._run.rows(
            select(works.c.id)
            .join_from(fetches, works, works.c.id == fetches.c.work_id)
            .where(fetches.c.member_id == member_id, fetches.c.fetched_at >= since)
            .where(works.c.community_id == community_id, _is_in)
            .order_by(fetches.c.fetched_at.desc(), works.c.id.desc())
        )
        return _ids(found)

    async def recent(self, work: Work, limit: int) -> list[WorkId]:
        """Accepted works older than this one and of the same prompt (or of none), newest first."""
        same = works.c.prompt_id.is_(None) if work.prompt_id is None else works.c.prompt_id == work.prompt_id
        found = await self._run.rows(
            select(works.c.id)
            .where(works.c.community_id == work.community_id, same, _is_in, works.c.made_at <= work.made_at)
            .where(works.c.id != work.id)
            .order_by(works.c.number.desc())
            .limit(limit)
        )
        return _ids(found)

    async def by_makers(self, community_id: CommunityId, members: Collection[MemberId], limit: int) -> list[WorkId]:
        """Accepted works of these makers, newest first."""
        found: list[WorkId] = []
        for some in chunks(members):
            rows = await self._run.rows(
                select(works.c.id)
                .join_from(makers, works, works.c.id == makers.c.work_id)
                .where(works.c.community_id == community_id, makers.c.member_id.in_(some), _is_in)
                .order_by(works.c.id.desc())
                .limit(limit)
            )
            found += _ids(rows)
        return sorted(set(found), reverse=True)[:limit]

    async def known_as(self, community_id: CommunityId, text: str) -> list[MemberId]:
        """Members whose name here holds the text. Compared here, since neither engine folds case beyond ASCII."""
        wanted = folded(text.strip())
        known = select(people.c.member_id, people.c.name).where(people.c.community_id == community_id)
        return [MemberId(row.member_id) for row in await self._run.rows(known) if wanted in folded(row.name)]

    async def refuse(self, work_id: WorkId, source_id: WorkId) -> None:
        """The maker said that the work is not built on this one."""
        note = upserts.unless_there(self._run.dialect, not_sources, "work_id")
        await self._run.row(note, {"work_id": work_id, "source_id": source_id})

    async def refused(self, work_id: WorkId) -> set[WorkId]:
        rows = await self._run.rows(select(not_sources.c.source_id).where(not_sources.c.work_id == work_id))
        return {WorkId(row.source_id) for row in rows}

    async def telling(self, community_id: CommunityId, member_id: MemberId) -> Telling:
        """How the member wants to hear that somebody built on their work."""
        chosen = await self._run.value(
            select(tellings.c.telling).where(tellings.c.community_id == community_id, tellings.c.member_id == member_id)
        )
        return USUAL_TELLING if chosen is None else Telling(chosen)

    async def choose_telling(self, community_id: CommunityId, member_id: MemberId, telling: Telling) -> None:
        choose = upserts.replacing(self._run.dialect, tellings, ("telling",))
        row = {"community_id": community_id, "member_id": member_id, "telling": telling.value}
        await self._run.change(choose, row)

    async def note_news(self, community_id: CommunityId, member_id: MemberId, edge: Edge) -> bool:
        """True if the member had no such news yet."""
        note = upserts.unless_there(self._run.dialect, news, "member_id")
        row = {"community_id": community_id, "member_id": member_id, "work_id": edge.work, "source_id": edge.source}
        return await self._run.row(note, {**row, "told_at": None}) is not None

    async def news_for(self, community_id: CommunityId, member_id: MemberId) -> list[Edge]:
        """What the member was not told yet, where both works are in and are linked still. By source, then by work."""
        rows = await self._run.rows(_NEWS, {"community_id": community_id, "member_id": member_id})
        return [Edge(WorkId(row.work_id), WorkId(row.source_id)) for row in rows]

    async def told(self, community_id: CommunityId, member_id: MemberId, at: Instant) -> None:
        """Nothing of all that is news to the member any more."""
        theirs = (news.c.community_id == community_id, news.c.member_id == member_id, news.c.told_at.is_(None))
        await self._run.change(update(news).where(*theirs).values(told_at=at))
