"""A community, the people in it, and who may do what."""

from dataclasses import dataclass

from bot.domain.ids import ChannelId, CommunityId, MemberId, RoleId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why


@dataclass(frozen=True, slots=True)
class Community:
    """One Discord server with its settings. `set_up_at` is None until `/setup` has run."""

    id: CommunityId
    name: str
    zone: str = "UTC"
    channels: tuple[ChannelId, ...] = ()
    director_role: RoleId | None = None
    moderator_role: RoleId | None = None
    set_up_at: Instant | None = None
    team_channel: ChannelId | None = None
    """Where the team reads what was done, in sentences; None: nowhere, it is still in the audit."""

    def place(self, channel_id: ChannelId | None) -> ChannelId:
        """A channel Callsheet was given, or the first one. Raises `Refusal(NOT_OUR_CHANNEL)` for any other."""
        if channel_id is None:
            return self.home
        if channel_id not in self.channels:
            raise Refusal(Why.NOT_OUR_CHANNEL, channels=self.channels)
        return channel_id

    @property
    def home(self) -> ChannelId:
        """The first chosen channel: where votes, results and credits go unless told otherwise."""
        if not self.channels:
            raise Refusal(Why.NOT_SET_UP)
        return self.channels[0]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody acting in a community, as Discord showed them at that moment."""

    id: MemberId
    name: str
    roles: frozenset[RoleId] = frozenset()
    manages_server: bool = False
    """True for the owner and for whoever holds Manage Server."""
    is_bot: bool = False


def may_direct(community: Community, person: Person) -> bool:
    """Whether this person posts prompts, leads productions and schedules credits."""
    return _holds(community, community.director_role, person)


def may_moderate(community: Community, person: Person) -> bool:
    """Whether this person runs votes."""
    return _holds(community, community.moderator_role, person)


def _holds(community: Community, role: RoleId | None, person: Person) -> bool:
    """Until a role is chosen at set-up, the owner and Manage Server stand in for it."""
    return person.manages_server if role is None else role in person.roles


def require_set_up(community: Community) -> None:
    if community.set_up_at is None:
        raise Refusal(Why.NOT_SET_UP)


def require_director(community: Community, person: Person) -> None:
    require_set_up(community)
    if not may_direct(community, person):
        raise Refusal(Why.NEEDS_DIRECTOR, role=community.director_role)


def require_moderator(community: Community, person: Person) -> None:
    require_set_up(community)
    if not may_moderate(community, person):
        raise Refusal(Why.NEEDS_MODERATOR, role=community.moderator_role)


def require_server_manager(person: Person) -> None:
    if not person.manages_server:
        raise Refusal(Why.NEEDS_MANAGE_SERVER)
