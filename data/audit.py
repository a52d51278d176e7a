"""The audit: a line for each deed that somebody may ask about later."""

from typing import Any

from sqlalchemy import Row, insert, select

from bot.domain.audit import Deed, Entry
from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from data.statements import Statements
from data.tables import audit

_c = audit.c


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        CommunityId(row.community_id),
        Deed(row.deed),
        None if row.actor is None else MemberId(row.actor),
        Instant(row.done_at),
        row.facts,
    )


class Audit:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(self, entry: Entry) -> int:
        """Keep the line; returns its id, which grows with each."""
        row = {
            "community_id": entry.community_id,
            "deed": entry.deed.value,
            "actor": entry.actor,
            "done_at": entry.at,
            "facts": dict(entry.facts),
        }
        return int(await self._run.value(insert(audit).returning(_c.id), row))

    async def get(self, entry_id: int) -> Entry | None:
        row = await self._run.row(select(audit).where(_c.id == entry_id))
        return None if row is None else _entry(row)

    async def newest(self, community_id: CommunityId, limit: int) -> list[Entry]:
        """Newest first."""
        query = select(audit).where(_c.community_id == community_id).order_by(_c.id.desc()).limit(limit)
        return [_entry(row) for row in await self._run.rows(query)]
