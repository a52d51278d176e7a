"""Who is to be reminded before a prompt closes, and who may come late."""

from collections.abc import Collection

from sqlalchemy import delete, func, insert, select

from bot.domain.ids import MemberId, PromptId
from bot.domain.instants import Instant
from data import upserts
from data.statements import Statements
from data.tables import late_passes, reminders, thread_reminders

_r = reminders.c
_t = thread_reminders.c
_p = late_passes.c


class Reminders:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def chosen(self, prompt_id: PromptId, member: MemberId | None) -> frozenset[int]:
        """Offsets before the closing; `member` None: those of the thread itself."""
        if member is None:
            query = select(_t.before).where(_t.prompt_id == prompt_id)
        else:
            query = select(_r.before).where(_r.prompt_id == prompt_id, _r.member_id == member)
        return frozenset(row.before for row in await self._run.rows(query))

    async def choose(self, prompt_id: PromptId, member: MemberId | None, offsets: Collection[int]) -> None:
        """Instead of what was chosen before."""
        row: dict[str, int] = {"prompt_id": prompt_id}
        if member is None:
            await self._run.change(delete(thread_reminders).where(_t.prompt_id == prompt_id))
            table = thread_reminders
        else:
            await self._run.change(delete(reminders).where(_r.prompt_id == prompt_id, _r.member_id == member))
            table, row = reminders, {**row, "member_id": member}
        await self._run.change_each(insert(table), [{**row, "before": before} for before in sorted(set(offsets))])

    async def offsets(self, prompt_id: PromptId) -> frozenset[int]:
        """Every offset that somebody or the thread waits for."""
        asked = select(_r.before).where(_r.prompt_id == prompt_id)
        of_thread = select(_t.before).where(_t.prompt_id == prompt_id)
        return frozenset(row.before for row in await self._run.rows(asked.union(of_thread)))

    async def members(self, prompt_id: PromptId, offsets: Collection[int]) -> dict[MemberId, int]:
        """Who asked for one of these, each with the one nearest to the closing."""
        query = (
            select(_r.member_id, func.min(_r.before).label("before"))
            .where(_r.prompt_id == prompt_id, _r.before.in_(list(offsets)))
            .group_by(_r.member_id)
            .order_by(_r.member_id)
        )
        return {MemberId(row.member_id): row.before for row in await self._run.rows(query)}


class LatePasses:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def give(self, prompt_id: PromptId, member: MemberId, until: Instant, by: MemberId) -> None:
        """Instead of the one this member had."""
        await self._run.change(
            upserts.replacing(self._run.dialect, late_passes, ("until_at", "given_by")),
            {"prompt_id": prompt_id, "member_id": member, "until_at": until, "given_by": by},
        )

    async def until(self, prompt_id: PromptId, member: MemberId) -> Instant | None:
        at = await self._run.value(select(_p.until_at).where(_p.prompt_id == prompt_id, _p.member_id == member))
        return None if at is None else Instant(at)
