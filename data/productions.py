"""Productions, the works in them, and the announcements of their credits."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, insert, select, update

from bot.domain.ids import AnnouncementId, ChannelId, CommunityId, MemberId, ProductionId, WorkId
from bot.domain.instants import Instant
from bot.domain.productions import Announcement, AnnouncementState, Production, ProductionState, Use
from bot.domain.refusals import Refusal, Why
from data import upserts
from data.statements import Statements, chunks
from data.tables import announcements, productions, uses, works

_c = productions.c
_BY_ID = select(productions).where(_c.id == bindparam("production_id"))
_LOCKED = _BY_ID.with_for_update()
_BY_NUMBER = select(productions).where(_c.community_id == bindparam("community_id"), _c.number == bindparam("number"))
_USES = (
    select(uses.c.production_id, uses.c.work_id, uses.c.role, works.c.number)
    .join_from(uses, works, works.c.id == uses.c.work_id)
    .where(uses.c.production_id.in_(bindparam("production_ids", expanding=True)))
    .order_by(uses.c.added_at, works.c.number)
)


def _production(row: Row[Any], used: Sequence[Use]) -> Production:
    return Production(
        id=ProductionId(row.id),
        community_id=CommunityId(row.community_id),
        number=row.number,
        title=row.title,
        state=ProductionState(row.state),
        director_id=MemberId(row.director_id),
        uses=tuple(used),
    )


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        id=AnnouncementId(row.id),
        production_id=ProductionId(row.production_id),
        channel_id=ChannelId(row.channel_id),
        due_at=Instant(row.due_at),
        state=AnnouncementState(row.state),
        director_id=MemberId(row.director_id),
    )


class Productions:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(
        self, community_id: CommunityId, number: int, title: str, director_id: MemberId, at: Instant
    ) -> ProductionId:
        row = {
            "community_id": community_id,
            "number": number,
            "title": title,
            "state": ProductionState.RUNNING.value,
            "director_id": director_id,
            "begun_at": at,
        }
        return ProductionId(await self._run.value(insert(productions).returning(_c.id), row))

    async def _whole(self, rows: Sequence[Row[Any]]) -> list[Production]:
        """The productions of these rows with their uses, in the rows' order."""
        used: dict[int, list[Use]] = defaultdict(list)
        for some in chunks([row.id for row in rows]):
            for use in await self._run.rows(_USES, {"production_ids": some}):
                used[use.production_id].append(Use(WorkId(use.work_id), use.number, use.role))
        return [_production(row, used[row.id]) for row in rows]

    async def _one(self, statement: Select[Any], **keys: int) -> Production:
        row = await self._run.row(statement, keys)
        if row is None:
            raise Refusal(Why.NO_SUCH_PRODUCTION, number=keys.get("number"))
        return (await self._whole([row]))[0]

    async def get(self, production_id: ProductionId) -> Production:
        """Raises `Refusal(NO_SUCH_PRODUCTION)`."""
        return await self._one(_BY_ID, production_id=production_id)

    async def lock(self, production_id: ProductionId) -> Production:
        """Nobody else writes it until the transaction ends. Raises `Refusal(NO_SUCH_PRODUCTION)`."""
        return await self._one(_LOCKED, production_id=production_id)

    async def by_number(self, community_id: CommunityId, number: int) -> Production:
        """Raises `Refusal(NO_SUCH_PRODUCTION)`."""
        return await self._one(_BY_NUMBER, community_id=community_id, number=number)

    async def list_of(self, community_id: CommunityId) -> list[Production]:
        """Newest first."""
        rows = await self._run.rows(
            select(productions).where(_c.community_id == community_id).order_by(_c.number.desc())
        )
        return await self._whole(rows)

    async def add_use(self, production_id: ProductionId, work_id: WorkId, role: str, by: MemberId, at: Instant) -> bool:
        """True if the work was not in it yet; one that is keeps its role."""
        new = await self._run.row(
            upserts.unless_there(self._run.dialect, uses, "work_id"),
            {
                "production_id": production_id,
                "work_id": work_id,
                "role": role,
                "added_by": by,
                "added_at": at,
            },
        )
        return new is not None

    async def use_any(self, work_ids: Collection[WorkId]) -> bool:
        """Whether any production has one of these works in it."""
        for some in chunks(work_ids):
            if await self._run.row(select(uses.c.work_id).where(uses.c.work_id.in_(some)).limit(1)) is not None:
                return True
        return False

    async def remove_use(self, production_id: ProductionId, work_id: WorkId) -> bool:
        """True if it was in."""
        gone = await self._run.change(
            delete(uses).where(uses.c.production_id == production_id, uses.c.work_id == work_id)
        )
        return gone > 0

    async def finish(self, production_id: ProductionId, at: Instant) -> None:
        """One that is finished keeps its first finish."""
        await self._run.change(
            update(productions)
            .where(_c.id == production_id, _c.state == ProductionState.RUNNING.value)
            .values(state=ProductionState.FINISHED.value, finished_at=at)
        )

    async def announce(
        self, production_id: ProductionId, channel_id: ChannelId, due_at: Instant, by: MemberId
    ) -> AnnouncementId:
        """Schedule the credits. Raises `IntegrityError` where they are scheduled already."""
        row = {
            "production_id": production_id,
            "channel_id": channel_id,
            "due_at": due_at,
            "state": AnnouncementState.SCHEDULED.value,
            "director_id": by,
        }
        added = insert(announcements).returning(announcements.c.id)
        return AnnouncementId(await self._run.value(added, row))

    async def announcement(self, announcement_id: AnnouncementId) -> Announcement:
        """Raises `Refusal(CREDITS_NOT_SCHEDULED)` where there is none."""
        row = await self._run.row(select(announcements).where(announcements.c.id == announcement_id))
        if row is None:
            raise Refusal(Why.CREDITS_NOT_SCHEDULED)
        return _announcement(row)

    async def announcements(self, production_id: ProductionId) -> list[Announcement]:
        """Oldest first."""
        rows = await self._run.rows(
            select(announcements).where(announcements.c.production_id == production_id).order_by(announcements.c.id)
        )
        return [_announcement(row) for row in rows]

    async def set_announcement(self, announcement_id: AnnouncementId, state: AnnouncementState) -> None:
        await self._run.change(
            update(announcements).where(announcements.c.id == announcement_id).values(state=state.value)
        )
