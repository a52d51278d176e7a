"""Which work was built on which."""

from sqlalchemy import bindparam, delete, insert, select

from bot.domain.ids import CommunityId, MessageId, WorkId
from bot.domain.lineage import Edge
from bot.domain.works import Work
from data import upserts
from data.statements import Statements
from data.tables import replies, sources, works

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
        rows = await self._run.rows(_EDGES, {"community_id": community_id})
        return [Edge(WorkId(row.work_id), WorkId(row.source_id)) for row in rows]

    async def sources(self, work_id: WorkId) -> list[WorkId]:
        """What it is built on, in id order."""
        return [WorkId(row.source_id) for row in await self._run.rows(_SOURCES, {"which": work_id})]

    async def remixes(self, work_id: WorkId) -> list[WorkId]:
        """What is built on it, in id order."""
        return [WorkId(row.work_id) for row in await self._run.rows(_REMIXES, {"which": work_id})]
