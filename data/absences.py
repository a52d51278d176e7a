"""When we were last there, how far each channel was read, and what was found after an absence."""

from collections.abc import Mapping

from sqlalchemy import BindParameter, bindparam, func, insert, select, union_all, update

from bot.domain.absences import Absence, Watched
from bot.domain.ids import ChannelId, CommunityId, MessageId
from bot.domain.instants import Instant
from bot.domain.posts import Action, PostKind
from bot.domain.works import IN
from data import upserts
from data.statements import Statements
from data.tables import absences, posts, presence, watermarks, works

_p, _w, _m = posts.c, works.c, watermarks.c
_of: BindParameter[int] = bindparam("community_id")
# A reply names a message of its own channel, so works can only come where one of these stands.
_places = union_all(
    select(_p.channel_id, _p.message_id).where(
        _p.community_id == _of,
        _p.action == Action.CREATE.value,
        _p.kind.in_((PostKind.PROMPT_CARD.value, PostKind.WORK_ANSWER.value)),
        _p.message_id.is_not(None),
    ),
    # A thread has an id of its own to be read from.
    select(_p.message_id, _p.message_id).where(
        _p.community_id == _of, _p.action == Action.THREAD.value, _p.message_id.is_not(None)
    ),
    select(_w.channel_id, _w.message_id).where(
        _w.community_id == _of, _w.message_id.is_not(None), _w.state.in_([state.value for state in IN])
    ),
).subquery()
_first = (
    select(_places.c.channel_id, func.min(_places.c.message_id).label("first"))
    .group_by(_places.c.channel_id)
    .subquery()
)
_WATCHED = (
    select(_first.c.channel_id, func.coalesce(_m.message_id, _first.c.first).label("watermark"), _m.told_at)
    .outerjoin_from(_first, watermarks, _m.channel_id == _first.c.channel_id)
    .order_by(_first.c.channel_id)
)
_LAST = select(presence.c.noted_at).where(presence.c.kind == bindparam("kind"))
_NEWEST = select(absences).order_by(absences.c.id.desc()).limit(bindparam("limit"))


class Absences:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def watched(self, community_id: CommunityId) -> list[Watched]:
        """Every channel and thread where works stand or may be replied to, each from its watermark.

        One without a watermark is read from the first message of ours in it.
        """
        rows = await self._run.rows(_WATCHED, {"community_id": community_id})
        return [Watched(ChannelId(row.channel_id), MessageId(row.watermark), row.told_at is not None) for row in rows]

    async def move(self, community_id: CommunityId, marks: Mapping[ChannelId, MessageId]) -> None:
        """Nothing up to these messages is left to be received. A watermark never moves back."""
        await self._run.change_each(
            upserts.replacing(self._run.dialect, watermarks, ("message_id",), newest="message_id"),
            [
                {"channel_id": channel_id, "community_id": community_id, "message_id": message_id, "told_at": None}
                for channel_id, message_id in sorted(marks.items())
            ],
        )

    async def told(self, community_id: CommunityId, channel_id: ChannelId, at: Instant | None) -> None:
        """The team heard that the channel can't be read; None: it can again."""
        await self._run.change(
            update(watermarks).where(_m.channel_id == channel_id, _m.community_id == community_id).values(told_at=at)
        )

    async def note(self, kind: str, at: Instant) -> None:
        """We were there at this instant: for an "event" or a "post"."""
        await self._run.change(
            upserts.replacing(self._run.dialect, presence, ("noted_at",), newest="noted_at"),
            {"kind": kind, "noted_at": at},
        )

    async def last(self, kind: str) -> Instant | None:
        at = await self._run.value(_LAST, {"kind": kind})
        return None if at is None else Instant(at)

    async def add(self, absence: Absence) -> None:
        row = {
            "community_id": absence.community_id,
            "away_from_at": absence.away_from,
            "back_at": absence.back_at,
            "works": absence.works,
            "refused": absence.refused,
            "edits": absence.edits,
            "deletions": absence.deletions,
            "unreadable": [str(channel_id) for channel_id in absence.unreadable],
        }
        await self._run.change(insert(absences), row)

    async def newest(self, limit: int) -> list[Absence]:
        """Newest first, of all communities."""
        return [
            Absence(
                community_id=CommunityId(row.community_id),
                away_from=None if row.away_from_at is None else Instant(row.away_from_at),
                back_at=Instant(row.back_at),
                works=row.works,
                refused=row.refused,
                edits=row.edits,
                deletions=row.deletions,
                unreadable=tuple(ChannelId(int(channel_id)) for channel_id in row.unreadable),
            )
            for row in await self._run.rows(_NEWEST, {"limit": limit})
        ]
