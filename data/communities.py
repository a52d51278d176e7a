"""Communities with their settings and numbers, and the people in them."""

from collections.abc import Collection, Iterable
from itertools import groupby
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, CommunityId, MemberId, RoleId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from data import upserts
from data.statements import Statements, chunks
from data.tables import communities, community_channels, people

_c = communities.c
_SETTINGS = ("name", "zone", "director_role", "moderator_role", "set_up_at", "team_channel")

_WITH_CHANNELS = (
    select(_c.id, *(_c[name] for name in _SETTINGS), community_channels.c.channel_id)
    .outerjoin_from(communities, community_channels)
    .order_by(_c.id, community_channels.c.position)
)
_ONE = _WITH_CHANNELS.where(_c.id == bindparam("community_id"))
_TAKE = {
    of: update(communities).where(_c.id == bindparam("community_id")).values({last: last + 1}).returning(last)
    for of, last in {
        "prompt": _c.last_prompt,
        "work": _c.last_work,
        "vote": _c.last_vote,
        "production": _c.last_production,
    }.items()
}


def _communities(rows: Iterable[Row[Any]]) -> list[Community]:
    found = []
    for community_id, lines in groupby(rows, key=lambda row: row.id):
        same = list(lines)
        row = same[0]
        found.append(
            Community(
                id=CommunityId(community_id),
                name=row.name,
                zone=row.zone,
                channels=tuple(ChannelId(line.channel_id) for line in same if line.channel_id is not None),
                director_role=None if row.director_role is None else RoleId(row.director_role),
                moderator_role=None if row.moderator_role is None else RoleId(row.moderator_role),
                set_up_at=None if row.set_up_at is None else Instant(row.set_up_at),
                team_channel=None if row.team_channel is None else ChannelId(row.team_channel),
            )
        )
    return found


class Communities:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def ensure(self, community_id: CommunityId, name: str) -> bool:
        """Make the row if there is none; True if it is new."""
        statement = upserts.unless_there(self._run.dialect, communities, "id")
        return await self._run.row(statement, {"id": community_id, "name": name, "zone": "UTC"}) is not None

    async def find(self, community_id: CommunityId) -> Community | None:
        found = _communities(await self._run.rows(_ONE, {"community_id": community_id}))
        return found[0] if found else None

    async def get(self, community_id: CommunityId) -> Community:
        """Raises `Refusal(NOT_SET_UP)` where there is none."""
        found = await self.find(community_id)
        if found is None:
            raise Refusal(Why.NOT_SET_UP)
        return found

    async def save(self, community: Community) -> None:
        """Keep all its settings; the numbers it gave stay."""
        await self._run.change(
            upserts.replacing(self._run.dialect, communities, _SETTINGS),
            {
                "id": community.id,
                "name": community.name,
                "zone": community.zone,
                "director_role": community.director_role,
                "moderator_role": community.moderator_role,
                "set_up_at": community.set_up_at,
                "team_channel": community.team_channel,
            },
        )
        await self._run.change(delete(community_channels).where(community_channels.c.community_id == community.id))
        await self._run.change_each(
            insert(community_channels),
            [
                {"community_id": community.id, "position": position, "channel_id": channel_id}
                for position, channel_id in enumerate(dict.fromkeys(community.channels))
            ],
        )

    async def take_number(self, community_id: CommunityId, of: str) -> int:
        """The next number for a "prompt", "work", "vote" or "production": 1, 2, 3 … never twice.

        Whoever else takes one here waits until this transaction ends; one that is undone gives it back.
        Raises `Refusal(NOT_SET_UP)` for a community we do not know.
        """
        number = await self._run.value(_TAKE[of], {"community_id": community_id})
        if number is None:
            raise Refusal(Why.NOT_SET_UP)
        return int(number)

    async def list_all(self) -> list[Community]:
        """In id order."""
        return _communities(await self._run.rows(_WITH_CHANNELS))


class People:
    def __init__(self, statements: Statements) -> None:
        self._run = statements

    async def remember(self, community_id: CommunityId, member_id: MemberId, name: str, at: Instant) -> None:
        """Keep how a member shows themselves here; the newest `at` wins."""
        await self._run.change(
            upserts.replacing(self._run.dialect, people, ("name", "seen_at"), newest="seen_at"),
            {"community_id": community_id, "member_id": member_id, "name": name, "seen_at": at},
        )

    async def names(self, community_id: CommunityId, members: Collection[MemberId]) -> dict[MemberId, str]:
        """Names for those we know; the others are absent."""
        known: dict[MemberId, str] = {}
        for some in chunks(members):
            rows = await self._run.rows(
                select(people.c.member_id, people.c.name).where(
                    people.c.community_id == community_id, people.c.member_id.in_(some)
                )
            )
            known.update((MemberId(row.member_id), row.name) for row in rows)
        return known
