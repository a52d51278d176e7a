"""The objects the control API answers with. Channels and threads are shown as Discord's own objects."""

from bot.sandbox.clock import iso
from bot.sandbox.objects import channel
from bot.sandbox.permissions import BITS
from bot.sandbox.state import State
from bot.sandbox.world import Json, Member, Role, Server


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
        "people": [person(value, each) for each in value.members.values() if each.person is not bot],
        "bot": {"id": str(bot.id), "name": bot.name, "present": bot.id in value.members},
    }


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
