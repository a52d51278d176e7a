"""Rehearsals, at most one running in a community."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from bot.domain.ids import ChannelId, CommunityId, MemberId, RehearsalId
from bot.domain.instants import Instant
from bot.domain.rehearsal import Rehearsal, Step, Trouble
from data.statements import Statements
from data.tables import rehearsals

_c = rehearsals.c


def _rehearsal(row: Row[Any]) -> Rehearsal:
    return Rehearsal(
        RehearsalId(row.id),
        CommunityId(row.community_id),
        MemberId(row.member_id),
        ChannelId(row.channel_id),
        None if row.thread_id is None else ChannelId(row.thread_id),
        Step(row.step),
        tuple(Trouble(Step(one["step"]), one["code"], tuple(one["missing"])) for one in row.troubles),
        Instant(row.begun_at),
        None if row.ended_at is None else Instant(row.ended_at),
        row.left_behind,
    )


class Rehearsals:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def begin(
        self, community_id: CommunityId, member_id: MemberId, channel_id: ChannelId, at: Instant
    ) -> Rehearsal:
        """A new one; those that ended here before are forgotten."""
        await self._run.change(delete(rehearsals).where(_c.community_id == community_id, _c.ended_at.is_not(None)))
        row: dict[str, Any] = {
            "community_id": community_id,
            "member_id": member_id,
            "channel_id": channel_id,
            "thread_id": None,
            "step": Step.OPENING.value,
            "troubles": [],
            "begun_at": at,
            "ended_at": None,
            "left_behind": False,
        }
        rehearsal_id = RehearsalId(int(await self._run.value(insert(rehearsals).returning(_c.id), row)))
        return Rehearsal(rehearsal_id, community_id, member_id, channel_id, None, Step.OPENING, (), at)

    async def find(self, rehearsal_id: RehearsalId) -> Rehearsal | None:
        row = await self._run.row(select(rehearsals).where(_c.id == rehearsal_id))
        return None if row is None else _rehearsal(row)

    async def latest(self, community_id: CommunityId) -> Rehearsal | None:
        newest = select(rehearsals).where(_c.community_id == community_id).order_by(_c.id.desc()).limit(1)
        row = await self._run.row(newest)
        return None if row is None else _rehearsal(row)

    async def opened(self, rehearsal_id: RehearsalId, thread_id: ChannelId) -> None:
        await self._run.change(update(rehearsals).where(_c.id == rehearsal_id).values(thread_id=thread_id))

    async def went_on(self, rehearsal_id: RehearsalId, step: Step, troubles: Sequence[Trouble]) -> None:
        """`step` is the one that comes next."""
        told = [{"step": one.step.value, "code": one.code, "missing": list(one.missing)} for one in troubles]
        await self._run.change(update(rehearsals).where(_c.id == rehearsal_id).values(step=step.value, troubles=told))

    async def ended(self, rehearsal_id: RehearsalId, at: Instant, *, left_behind: bool) -> None:
        await self._run.change(
            update(rehearsals).where(_c.id == rehearsal_id).values(ended_at=at, left_behind=left_behind)
        )
