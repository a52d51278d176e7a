"""The objects the control API answers with. Channels and threads are shown as Discord's own objects."""

from itertools import islice

from bot.sandbox.clock import iso
from bot.sandbox.objects import channel
from bot.sandbox.permissions import BITS
from bot.sandbox.state import State
from bot.sandbox.world import Json, Member, Role, Server

MOST_PEOPLE = 100  # a server is shown with; more are found with `people.list`


def server(state: State, value: Server) -> Json:
    bot = state.world.bot
    return {
        "id": str(value.id),
        "name": value.name,
        "upload_limit": value.upload_limit,
        "owner": person(value, value.members[value.owner_id]),
        "roles": [role(each) for each in value.roles.values()],
        "channels": [channel(each) for each in value.channels.values() if each.thread is None],
        "threads": [channel(each) for each in value.threads()],
        "people": [person(value, each) for each in people(state, value, MOST_PEOPLE)],
        "people_count": len(value.members) - (bot.id in value.members),
        "available": value.id not in state.world.outages,
        "bot": {"id": str(bot.id), "name": bot.name, "present": bot.id in value.members},
    }


def people(state: State, value: Server, limit: int, query: str = "") -> list[Member]:
    """At most `limit` of a server's people whose name holds `query`, those of a crowd last."""
    wanted, bot = query.lower(), state.world.bot
    found = [each for each in value.members.values() if wanted in each.person.name.lower() and each.person is not bot]
    named = list(islice((each for each in found if not each.extra), limit))
    return named + list(islice((each for each in found if each.extra), limit - len(named)))


def person(server: Server, value: Member) -> Json:
    return {
        "id": str(value.person.id),
        "name": value.person.name,
        "roles": [str(role_id) for role_id in value.roles],
        "joined_at": iso(value.joined_at),
        "nick": value.nick,
        "locale": value.person.locale,
        "upload_limit": max(value.person.upload_limit, server.upload_limit),
        "dm": value.person.takes_dms,
    }


def role(value: Role) -> Json:
    return {
        "id": str(value.id),
        "name": value.name,
        "permissions": [name for name, bit in BITS.items() if value.permissions & bit],
        "managed": value.bot_id is not None,
    }
