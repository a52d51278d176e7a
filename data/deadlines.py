"""Instants at which something is owed."""

from functools import cache
from typing import Any

from sqlalchemy import Executable, Row, and_, bindparam, case, func, literal_column, or_, select, update

from bot.domain.deadlines import LEASE, Deadline, DeadlineKind
from bot.domain.ids import CommunityId, DeadlineId
from bot.domain.instants import Instant
from data import upserts
from data.statements import Statements
from data.tables import deadlines, moderation_settings

_c = deadlines.c
_DUE, _DONE, _CANCELLED = "due", "done", "cancelled"

_free_at = case((_c.lease_until > _c.due_at, _c.lease_until), else_=_c.due_at)
"""When it may be claimed: once due, and not while somebody else has it."""

# Spelled out, so that the index of what is due serves.
_is_paused = (
    select(moderation_settings.c.community_id)
    .where(moderation_settings.c.community_id == _c.community_id, moderation_settings.c.paused_at.is_not(None))
    .exists()
)
_is_due = and_(_c.state == literal_column("'due'"), ~_is_paused)
_CLAIMABLE = (
    select(deadlines)
    .where(
        _is_due,
        _c.due_at <= bindparam("now"),
        or_(_c.lease_until.is_(None), _c.lease_until <= bindparam("now")),
    )
    .order_by(_c.due_at, _c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_WAITING = (
    select(deadlines)
    .where(_c.state == literal_column("'due'"), _c.community_id == bindparam("community_id"))
    .order_by(_c.due_at, _c.id)
)
_NEXT_DUE = select(func.min(_free_at)).where(_is_due)
_NEXT_OWED = (
    select(_free_at.label("at"), _c.kind)
    .where(_is_due, _c.kind != DeadlineKind.PROMPT_IS_COUNTED.value)
    .order_by(_free_at, _c.id)
    .limit(1)
)
_SETTLE = (
    update(deadlines)
    .where(_c.key == bindparam("which"), _c.state == _DUE)
    .values(state=bindparam("outcome"), lease_until=None)
)


@cache
def _add(dialect: str) -> Executable:
    insert = upserts.insert(dialect, deadlines)
    return insert.on_conflict_do_update(
        index_elements=[_c.key],
        set_={
            "due_at": insert.excluded.due_at,
            "state": _DUE,
            "attempts": 0,
            "lease_until": None,
            "last_error": None,
        },
        where=_c.state != _DONE,
    )


def _deadline(row: Row[Any]) -> Deadline:
    return Deadline(
        id=DeadlineId(row.id),
        key=row.key,
        kind=DeadlineKind(row.kind),
        community_id=CommunityId(row.community_id),
        subject=row.subject,
        due_at=Instant(row.due_at),
        attempts=row.attempts + 1,
    )


class Deadlines:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(self, key: str, kind: DeadlineKind, community_id: CommunityId, subject: int, due_at: Instant) -> None:
        """The same key moves: it is due at the new instant, even if it was cancelled, but not if it is done."""
        await self._run.change(
            _add(self._run.dialect),
            {
                "key": key,
                "kind": kind.value,
                "community_id": community_id,
                "subject": subject,
                "due_at": due_at,
                "state": _DUE,
                "attempts": 0,
            },
        )

    async def claim(self, now: Instant, limit: int) -> list[Deadline]:
        """Take a lease on what is due, earliest first. `attempts` counts this one."""
        rows = await self._run.rows(_CLAIMABLE, {"now": now, "limit": limit})
        if rows:
            await self._run.change(
                update(deadlines)
                .where(_c.id.in_([row.id for row in rows]))
                .values(lease_until=now + LEASE, attempts=_c.attempts + 1)
            )
        return [_deadline(row) for row in rows]

    async def finish(self, key: str) -> None:
        """Done, in the transaction of its effects."""
        await self._run.change(_SETTLE, {"which": key, "outcome": _DONE})

    async def cancel(self, key: str) -> None:
        await self._run.change(_SETTLE, {"which": key, "outcome": _CANCELLED})

    async def retry(self, deadline_id: DeadlineId, error: str, at: Instant) -> None:
        """Keep the error and let nobody claim it before `at`. One that was moved meanwhile keeps its new time."""
        await self._run.change(
            update(deadlines)
            .where(_c.id == deadline_id, _c.state == _DUE, _c.lease_until.is_not(None))
            .values(last_error=error, lease_until=at)
        )

    async def waiting(self, community_id: CommunityId) -> list[Deadline]:
        """All that is still to be done here, earliest first; while everything is paused as well."""
        return [_deadline(row) for row in await self._run.rows(_WAITING, {"community_id": community_id})]

    async def next_due(self) -> Instant | None:
        """The earliest instant at which something may be claimed."""
        at = await self._run.value(_NEXT_DUE)
        return None if at is None else Instant(at)

    async def next_owed(self) -> tuple[Instant, DeadlineKind] | None:
        """The same of what somebody waits for, and what that is: nobody waits for a card to be counted."""
        row = await self._run.row(_NEXT_OWED)
        return None if row is None else (Instant(row.at), DeadlineKind(row.kind))
