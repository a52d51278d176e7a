"""What was seen already, so that nothing happens twice."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select

from bot.domain.instants import Instant
from bot.domain.refusals import Repeated
from data import upserts
from data.statements import Statements
from data.tables import seen

_HAS = (
    select(seen.c.object_id)
    .where(seen.c.kind == bindparam("kind"), seen.c.object_id == bindparam("object_id"))
    .limit(1)
)
_NEWEST = select(func.max(seen.c.version)).where(
    seen.c.kind == bindparam("kind"), seen.c.object_id == bindparam("object_id")
)


class Seen:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def first(self, kind: str, object_id: int, version: int, at: Instant) -> bool:
        """True the first time this (kind, object_id, version) is noted, False ever after."""
        note = upserts.unless_there(self._run.dialect, seen, "object_id")
        row = {"kind": kind, "object_id": object_id, "version": version, "noted_at": at}
        return await self._run.row(note, row) is not None

    async def once(self, interaction_id: int, at: Instant) -> None:
        """Note an interaction. Raises `Repeated` where Discord delivered it before."""
        if not await self.first("interaction", interaction_id, 0, at):
            raise Repeated

    async def first_of(self, kind: str, object_ids: Collection[int], at: Instant) -> frozenset[int]:
        """Note many at once (version 0); returns those that were new."""
        if not object_ids:
            return frozenset()
        ids = upserts.id_list(self._run.dialect, object_ids)
        new = await self._run.rows(upserts.noting(self._run.dialect), {"kind": kind, "ids": ids, "at": at})
        return frozenset(row.object_id for row in new)

    async def newest(self, kind: str, object_id: int, version: int, at: Instant) -> bool:
        """Note this version; True if it is newer than all that were noted before."""
        before = await self._run.value(_NEWEST, {"kind": kind, "object_id": object_id})
        return await self.first(kind, object_id, version, at) and (before is None or version > before)

    async def has(self, kind: str, object_id: int) -> bool:
        """Whether any version of it was noted."""
        return await self._run.row(_HAS, {"kind": kind, "object_id": object_id}) is not None
