"""Servers and who is in them: founding, joining, leaving, roles."""

from collections.abc import Sequence
from contextlib import nullcontext

from bot.sandbox import greeting, visibility
from bot.sandbox.clock import SECOND
from bot.sandbox.gateway import Session
from bot.sandbox.objects import member, role, user
from bot.sandbox.permissions import EVERYONE
from bot.sandbox.state import State
from bot.sandbox.world import DEFAULT_UPLOAD_LIMIT, Json, Member, Person, Role, Server

YEAR = 365 * 24 * 3600 * SECOND


def found(state: State, name: str, owner_name: str = "owner", upload_limit: int = DEFAULT_UPLOAD_LIMIT) -> Server:
    """A new server with its owner in it and its @everyone role, which has the server's id."""
    now = state.clock.now()
    owner = new_person(state, owner_name)
    server = Server(state.snowflakes.new(), name, owner.id, now, upload_limit=upload_limit)
    server.roles[server.id] = Role(server.id, "@everyone", EVERYONE, 0)
    server.members[owner.id] = Member(owner, now)
    state.world.servers[server.id] = server
    return server


def dissolve(state: State, server: Server) -> None:
    """Undo a founding that did not come off, before anyone heard of it."""
    del state.world.servers[server.id]
    del state.world.people[server.owner_id]
    for channel_id in server.channels:
        del state.world.channels[channel_id]


def new_person(state: State, name: str, created_at: int | None = None) -> Person:
    """A user; their snowflake says they signed up at `created_at` (µs; now by default)."""
    person_id = state.snowflakes.new() if created_at is None else state.snowflakes.at(created_at)
    person = Person(person_id, name)
    state.world.people[person.id] = person
    return person


def join(
    state: State, server: Server, person: Person, roles: Sequence[Role] = (), joined_at: int | None = None
) -> Member:
    when = state.clock.now() if joined_at is None else joined_at
    joined = Member(person, when, [value.id for value in roles])
    server.members[person.id] = joined
    event = {**member(joined), "guild_id": str(server.id)}
    tell(state, server, "GUILD_MEMBER_ADD", event)
    return joined


def crowd(state: State, server: Server, count: int, name: str) -> None:
    """Let `count` people be members who were there all along: no event tells of them.

    They are called after a pattern ("extra 1", "extra 2", …) and signed up, one a second, a year ago and later.
    """
    now = state.clock.now()
    there = sum(member.extra for member in server.members.values())
    for number in range(there + 1, there + count + 1):
        signed_up = now - YEAR + number * SECOND
        person = new_person(state, f"{name} {number}", signed_up)
        server.members[person.id] = Member(person, signed_up, extra=True)
    state.hints.changed(server)


def leave(state: State, server: Server, person: Person) -> None:
    """Leave, be kicked: the person's messages stay."""
    del server.members[person.id]
    for thread in server.threads():
        if thread.thread is not None:
            thread.thread.members.pop(person.id, None)
    event = {"guild_id": str(server.id), "user": user(person)}
    tell(state, server, "GUILD_MEMBER_REMOVE", event)


def set_roles(state: State, server: Server, target: Member, roles: list[int]) -> None:
    with visibility.changing(state, server) if target.person is state.world.bot else nullcontext():
        target.roles = roles
        tell(state, server, "GUILD_MEMBER_UPDATE", {**member(target), "guild_id": str(server.id)})


def add_role(
    state: State, server: Server, name: str, permissions: int, mentionable: bool = False, color: int = 0
) -> Role:
    made = Role(state.snowflakes.new(), name, permissions, len(server.roles), mentionable, color)
    server.roles[made.id] = made
    # The bot's own role stays on top, as after an invitation to a well-kept server.
    for own in server.roles.values():
        if own.bot_id is not None:
            own.position = len(server.roles)
    tell(state, server, "GUILD_ROLE_CREATE", {"guild_id": str(server.id), "role": role(made)})
    return made


def invite_bot(state: State, server: Server, permissions: int) -> None:
    """The bot joins with its managed role and is sent the server (of an unavailable one only that it is)."""
    bot = state.world.bot
    own = Role(state.snowflakes.new(), bot.name, permissions, len(server.roles), bot_id=bot.id)
    server.roles[own.id] = own
    server.members[bot.id] = Member(bot, state.clock.now(), [own.id])
    down = server.id in state.world.outages

    def joined(session: Session) -> tuple[str, Json]:
        return "GUILD_CREATE", greeting.unavailable(server) if down else greeting.available(state, server, session)

    state.gateway.tell_each(server.id, joined)
    state.hints.changed(server)


def remove_bot(state: State, server: Server) -> None:
    """The bot is thrown out: GUILD_DELETE, and its role goes."""
    bot = state.world.bot
    del server.members[bot.id]
    for own in [own for own in server.roles.values() if own.bot_id == bot.id]:
        del server.roles[own.id]
    state.gateway.tell_each(server.id, lambda _: ("GUILD_DELETE", {"id": str(server.id)}))
    state.hints.changed(server)


def tell(state: State, server: Server, event: str, data: Json) -> None:
    """Send the bot an event about a server it is in; tell the page too."""
    if state.world.bot.id in server.members:
        state.gateway.dispatch(event, data, server.id)
    state.hints.changed(server)
