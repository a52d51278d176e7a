"""Setting a community up, and greeting one that is new."""

from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import available_timezones

from bot.domain.audit import Deed, Entry
from bot.domain.communities import (
    Community,
    Person,
    may_direct,
    require_moderator,
    require_server_manager,
    require_set_up,
)
from bot.domain.ids import ChannelId, CommunityId, RoleId
from bot.domain.posts import Action, Owed, PostKind
from bot.domain.refusals import Refusal, Why
from bot.domain.zones import read_zone
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
        """Choose the rooms, the roles and the time zone. What is already under way keeps its place and its instants.

        Raises `Refusal`: NEEDS_MANAGE_SERVER, NO_CHANNEL, UNKNOWN_ZONE, ZONE_IS_UNCLEAR.
        """
        require_server_manager(person)
        chosen = tuple(dict.fromkeys(channels))[:MAX_CHANNELS]
        if not chosen:
            raise Refusal(Why.NO_CHANNEL)
        zone = read_zone(zone, available_timezones())
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            await tx.communities.ensure(community_id, name)
            standing = await tx.communities.get(community_id)
            community = replace(
                standing,
                name=name,
                zone=zone,
                channels=chosen,
                director_role=director_role,
                moderator_role=moderator_role,
                set_up_at=now,
            )
            await tx.communities.save(community)
            if standing.set_up_at is None:
                await note(tx, community, Deed.SET_UP, person.id, now)
            elif changed := changes(standing, community):
                await note(tx, community, Deed.SETTINGS_CHANGED, person.id, now, changed=changed)
        self._wake_posts()
        return community

    async def check_manager(self, person: Person, community_id: CommunityId, interaction_id: int) -> Community:
        """The community as it is set up, before something is made for it in Discord; once an interaction.

        Raises `Refusal`: NEEDS_MANAGE_SERVER, NOT_SET_UP.
        """
        require_server_manager(person)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, self._clock.now())
            community = await tx.communities.get(community_id)
        require_set_up(community)
        return community

    async def adopt(
        self,
        person: Person,
        community_id: CommunityId,
        channel: ChannelId | None = None,
        director_role: RoleId | None = None,
        moderator_role: RoleId | None = None,
    ) -> Community:
        """Take what was made in Discord into the settings: a channel comes first, a role takes its place."""
        require_server_manager(person)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            standing = await tx.communities.get(community_id)
            require_set_up(standing)
            rooms = standing.channels if channel is None else tuple(dict.fromkeys((channel, *standing.channels)))
            community = replace(
                standing,
                channels=rooms[:MAX_CHANNELS],
                director_role=director_role or standing.director_role,
                moderator_role=moderator_role or standing.moderator_role,
            )
            await tx.communities.save(community)
            if changed := changes(standing, community):
                await note(tx, community, Deed.SETTINGS_CHANGED, person.id, now, changed=changed)
        self._wake_posts()
        return community

    async def choose_team_channel(
        self, person: Person, community_id: CommunityId, channel: ChannelId | None, interaction_id: int
    ) -> Community:
        """Where the team reads what was done; None: nowhere. The new channel is told first of all."""
        require_server_manager(person)
        now = self._clock.now()
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            standing = await tx.communities.get(community_id)
            require_set_up(standing)
            community = replace(standing, team_channel=channel)
            await tx.communities.save(community)
            if channel is not None and channel != standing.team_channel:
                await note(tx, community, Deed.TEAM_CHANNEL_CHOSEN, person.id, now, channel=str(channel))
            elif channel is None and standing.team_channel is not None:
                await note(tx, standing, Deed.TEAM_CHANNEL_DROPPED, person.id, now)
        self._wake_posts()
        return community


def changes(before: Community, after: Community) -> list[str]:
    """Which settings are different now, by their names."""
    settings = ("channels", "director_role", "moderator_role", "zone")
    return [name for name in settings if getattr(before, name) != getattr(after, name)]
