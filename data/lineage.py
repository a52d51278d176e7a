"""Which work was built on which."""

from sqlalchemy import bindparam, select

from bot.domain.ids import CommunityId, WorkId
from bot.domain.lineage import Edge
from bot.domain.works import Work
from data import upserts
from data.statements import Statements
from data.tables import sources, works

_c = sources.c
_SOURCES = select(_c.source_id).where(_c.work_id == bindparam("which")).order_by(_c.source_id)
_REMIXES = select(_c.work_id).where(_c.source_id == bindparam("which")).order_by(_c.work_id)
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
