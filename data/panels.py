"""The rows behind buttons."""

from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select

from bot.domain.ids import CommunityId, MemberId
from bot.domain.instants import Instant
from bot.domain.panels import Panel
from data.statements import Statements
from data.tables import panels
from data.upserts import unless_there

_FIND = select(panels).where(panels.c.token == bindparam("token"))
_BY_KEY = select(panels).where(panels.c.key == bindparam("key"))
_ADD = insert(panels)


def _panel(row: Row[Any]) -> Panel:
    return Panel(
        token=row.token,
        community_id=CommunityId(row.community_id),
        owner=None if row.owner is None else MemberId(row.owner),
        subject=row.subject,
        expires_at=None if row.expires_at is None else Instant(row.expires_at),
    )


def _row(panel: Panel) -> dict[str, Any]:
    return {
        "token": panel.token,
        "community_id": panel.community_id,
        "owner": panel.owner,
        "subject": dict(panel.subject),
        "expires_at": panel.expires_at,
    }


class Panels:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(self, panel: Panel) -> None:
        """Raises `IntegrityError` where the token is taken."""
        await self._run.change(_ADD, _row(panel))

    async def ensure(self, key: str, panel: Panel) -> Panel:
        """The public panel of this key: the one there is, else this one."""
        await self._run.value(unless_there(self._run.dialect, panels, "token"), {**_row(panel), "key": key})
        row = await self._run.row(_BY_KEY, {"key": key})
        if row is None:
            raise LookupError(f"the token of the panel {key} is taken")
        return _panel(row)

    async def find(self, token: str) -> Panel | None:
        """The panel, expired or not."""
        row = await self._run.row(_FIND, {"token": token})
        return None if row is None else _panel(row)

    async def sweep(self, now: Instant) -> int:
        """Drop what expired; returns how many."""
        return await self._run.change(delete(panels).where(panels.c.expires_at <= now))
