"""Prompts that are posted again and again."""

from datetime import date, time
from typing import Any

from sqlalchemy import Row, Select, insert, select, update

from bot.domain.ids import ChannelId, CommunityId, MemberId, SeriesId
from bot.domain.instants import Instant
from bot.domain.recurrence import Every, Recurrence
from bot.domain.refusals import Refusal, Why
from bot.domain.series import Series, SeriesDraft, SeriesState
from bot.domain.works import Kind
from data.statements import Statements
from data.tables import series

_c = series.c


def _series(row: Row[Any]) -> Series:
    when = Recurrence(
        Every(row.every), date.fromisoformat(row.first_day), time.fromisoformat(row.time_of_day), row.zone
    )
    what = SeriesDraft(
        title=row.title,
        brief=row.brief,
        recurrence=when,
        kinds=frozenset(map(Kind, row.kinds)),
        pays=row.pays,
        works_per_member=row.works_per_member,
        open_for=row.open_for,
        themes=tuple(row.themes),
    )
    return Series(
        id=SeriesId(row.id),
        community_id=CommunityId(row.community_id),
        what=what,
        posted=row.posted,
        state=SeriesState(row.state),
        director_id=MemberId(row.director_id),
        channel_id=ChannelId(row.channel_id),
        next_at=None if row.next_at is None else Instant(row.next_at),
    )


class SeriesBook:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def add(
        self,
        community_id: CommunityId,
        what: SeriesDraft,
        director_id: MemberId,
        channel_id: ChannelId,
        next_at: Instant,
    ) -> SeriesId:
        row = {
            "community_id": community_id,
            "title": what.title,
            "brief": what.brief,
            "kinds": sorted(what.kinds),
            "pays": what.pays,
            "works_per_member": what.works_per_member,
            "open_for": what.open_for,
            "every": what.recurrence.every.value,
            "first_day": what.recurrence.first.isoformat(),
            "time_of_day": what.recurrence.at.isoformat("minutes"),
            "zone": what.recurrence.zone,
            "themes": list(what.themes),
            "posted": 0,
            "state": SeriesState.RUNNING.value,
            "director_id": director_id,
            "channel_id": channel_id,
            "next_at": next_at,
        }
        return SeriesId(await self._run.value(insert(series).returning(_c.id), row))

    async def _one(self, statement: Select[Any]) -> Series:
        row = await self._run.row(statement)
        if row is None:
            raise Refusal(Why.NO_SUCH_SERIES)
        return _series(row)

    async def get(self, series_id: SeriesId) -> Series:
        """Raises `Refusal(NO_SUCH_SERIES)`."""
        return await self._one(select(series).where(_c.id == series_id))

    async def lock(self, series_id: SeriesId) -> Series:
        """The series, nobody else writing it until the transaction ends. Raises `Refusal(NO_SUCH_SERIES)`."""
        return await self._one(select(series).where(_c.id == series_id).with_for_update())

    async def list_of(self, community_id: CommunityId) -> list[Series]:
        """Those that run or are paused, oldest first."""
        query = (
            select(series).where(_c.community_id == community_id, _c.state != SeriesState.STOPPED.value).order_by(_c.id)
        )
        return [_series(row) for row in await self._run.rows(query)]

    async def set(self, series_id: SeriesId, state: SeriesState, posted: int, next_at: Instant | None) -> None:
        await self._run.change(
            update(series).where(_c.id == series_id).values(state=state.value, posted=posted, next_at=next_at)
        )
