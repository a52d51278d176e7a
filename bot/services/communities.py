"""Setting a community up, and greeting one that is new."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import available_timezones

from bot.domain.audit import Deed, Entry
from bot.domain.communities import Community, Person, may_direct, require_moderator, require_server_manager
from bot.domain.ids import ChannelId, CommunityId, RoleId
from bot.domain.posts import Action, Owed, PostKind
from bot.domain.refusals import Refusal, Why
from bot.services.ports import Clock, Database, Wake
from bot.services.team import note

MAX_CHANNELS = 25


class CommunityService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts

    async def greet(self, community_id: CommunityId, name: str, channel_id: ChannelId | None) -> None:
        """Know this server; if it is new to us, say once in `channel_id` what comes first."""
        async with self._db.transaction() as tx:
            await tx.communities.ensure(community_id, name)
            community = await tx.communities.get(community_id)
            if community.name != name:
                await tx.communities.save(replace(community, name=name))
            if community.set_up_at is None and channel_id is not None:
                welcome = Owed(f"welcome:{community_id}", community_id, channel_id, Action.CREATE, PostKind.WELCOME)
                await tx.posts.owe(welcome, self._clock.now())
        self._wake_posts()

    async def find(self, community_id: CommunityId) -> Community | None:
        async with self._db.transaction() as tx:
            return await tx.communities.find(community_id)

    async def get(self, community_id: CommunityId) -> Community:
        async with self._db.transaction() as tx:
            return await tx.communities.get(community_id)

    async def entry(self, entry_id: int) -> Entry:
        """A line of the audit. Raises `LookupError`."""
        async with self._db.transaction() as tx:
            entry = await tx.audit.get(entry_id)
        if entry is None:
            raise LookupError(entry_id)
        return entry

    async def done_lately(self, person: Person, community_id: CommunityId, limit: int) -> list[Entry]:
        """The newest lines of the audit, for the team alone. Raises `Refusal(NEEDS_MODERATOR)`."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
            if not may_direct(community, person):
                require_moderator(community, person)
            return await tx.audit.newest(community_id, limit)

    async def set_up(
        self,
        person: Person,
        community_id: CommunityId,
        name: str,
        channels: Sequence[ChannelId],
        director_role: RoleId | None,
        moderator_role: RoleId | None,
        zone: str,
        interaction_id: int,
    ) -> Community:
        """Choose the rooms, the roles and the time zone. What is already under way keeps its place.

        Raises `Refusal`: NEEDS_MANAGE_SERVER, NO_CHANNEL, UNKNOWN_ZONE.
        """
        require_server_manager(person)
        chosen = tuple(dict.fromkeys(channels))[:MAX_CHANNELS]
        if not chosen:
            raise Refusal(Why.NO_CHANNEL)
        if zone not in available_timezones():
            raise Refusal(Why.UNKNOWN_ZONE, zone=zone)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            await tx.communities.ensure(community_id, name)
            standing = await tx.communities.find(community_id)
            community = Community(
                id=community_id,
                name=name,
                zone=zone,
                channels=chosen,
                director_role=director_role,
                moderator_role=moderator_role,
                set_up_at=now,
                team_channel=standing.team_channel if standing else None,
            )
            await tx.communities.save(community)
            await note(tx, community, Deed.SET_UP, person.id, now)
        self._wake_posts()
        return community
