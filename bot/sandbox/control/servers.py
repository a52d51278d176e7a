"""Control calls that found and furnish servers."""

from typing import Any

from aiohttp import web

from bot.sandbox import channels, membership, outages
from bot.sandbox.control import persons, showing
from bot.sandbox.control.reading import Body, check_keys, read
from bot.sandbox.errors import Mistake, Refusal
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.permissions import EVERYONE, INVITED_BOT, named_bits
from bot.sandbox.state import State
from bot.sandbox.world import DEFAULT_UPLOAD_LIMIT, Channel, Json, Role, Server

SERVER_FIELDS = ("name", "owner", "roles", "channels", "upload_limit", "bot", "bot_permissions")
CHANNEL_FIELDS = ("name", "type", "overwrites", "topic", "tags", "parent")
ROLE_FIELDS = ("name", "permissions", "mentionable", "color")
PERSON_FIELDS = ("name", "id", "roles", "created_at", "joined_at", *persons.PERSONAL)
PEOPLE_SHOWN, MOST_PEOPLE_SHOWN = 25, 1_000
MOST_CROWD = 1_000_000


def server_of(state: State, request: web.Request) -> Server:
    return state.world.named_server(request.match_info["server"])


async def list_servers(state: State, request: web.Request) -> Json:
    return {"servers": [showing.server(state, server) for server in state.world.servers.values()]}


async def create_server(state: State, request: web.Request) -> Json:
    body = await read(request, SERVER_FIELDS)
    roles = [_entry(value, ROLE_FIELDS) for value in body.items("roles")]
    places = [_entry(value, CHANNEL_FIELDS) for value in body.items("channels")]
    limit = body.whole("upload_limit", DEFAULT_UPLOAD_LIMIT)
    bot_permissions = named_bits(body.fields.get("bot_permissions", INVITED_BOT))
    server = membership.found(state, body.text("name"), body.text_or("owner", "owner"), limit)
    try:
        for entry in roles:
            _add_role(state, server, entry)
        for entry in places:
            _add_channel(state, server, entry)
    except (Mistake, Refusal):
        membership.dissolve(state, server)
        raise
    if body.flag("bot", True):
        membership.invite_bot(state, server, bot_permissions)
    return showing.server(state, server)


async def add_channel(state: State, request: web.Request) -> Json:
    return channel_object(_add_channel(state, server_of(state, request), await read(request, CHANNEL_FIELDS)))


async def add_role(state: State, request: web.Request) -> Json:
    return showing.role(_add_role(state, server_of(state, request), await read(request, ROLE_FIELDS)))


async def list_people(state: State, request: web.Request) -> Json:
    """Who is there, found by a part of their name: for a server of thousands nobody asks for all."""
    server = server_of(state, request)
    limit = request.query.get("limit", str(PEOPLE_SHOWN))
    if not limit.isdecimal() or not 1 <= int(limit) <= MOST_PEOPLE_SHOWN:
        raise Mistake(f'Give "limit" as 1 to {MOST_PEOPLE_SHOWN}.')
    found = showing.people(state, server, int(limit), request.query.get("query", ""))
    return {"people": [showing.person(server, member) for member in found]}


async def add_crowd(state: State, request: web.Request) -> Json:
    """Fill a server with people at once; nobody is told of each."""
    server, body = server_of(state, request), await read(request, ("count", "name"))
    count, name = body.whole("count", 0), body.text_or("name", "extra")
    if not 1 <= count <= MOST_CROWD:
        raise Mistake(f'Give "count" as 1 to {MOST_CROWD}.')
    if not 1 <= len(name) <= 24:
        raise Mistake('Give "name" 1 to 24 characters: each is called that and a number.')
    membership.crowd(state, server, count, name)
    return showing.server(state, server)


async def begin_outage(state: State, request: web.Request) -> Json:
    """The server becomes unavailable: nothing of it can be reached, by the bot or by people."""
    server, _ = server_of(state, request), await read(request, ())
    if server.id in state.world.outages:
        raise Mistake(f'"{server.name}" is unavailable already.')
    outages.begin(state, server)
    return showing.server(state, server)


async def end_outage(state: State, request: web.Request) -> Json:
    server, _ = server_of(state, request), await read(request, ())
    if server.id not in state.world.outages:
        raise Mistake(f'"{server.name}" is not unavailable.')
    outages.end(state, server)
    return showing.server(state, server)


async def add_person(state: State, request: web.Request) -> Json:
    """Someone joins: new to Discord with `name`, or known from another server with `id`."""
    server, body = server_of(state, request), await read(request, PERSON_FIELDS)
    roles = [server.named_role(name) for name in body.texts("roles")]
    if (known := body.maybe_text("id")) is not None:
        person = state.world.people.get(int(known) if known.isdecimal() else 0)
        if person is None or person.bot:
            raise Mistake(f'There is nobody with the id "{known}".', 404)
        name = person.name
    else:
        person, name = None, body.text("name")
    if not 1 <= len(name) <= 32:
        raise Mistake('Give "name" 1 to 32 characters.')
    if any(member.person.name == name for member in server.members.values()):
        raise Mistake(f'Someone called "{name}" is already in "{server.name}": names are unique here.')
    if person is None:
        person = membership.new_person(state, name, body.instant("created_at"))
    joined = membership.join(state, server, person, roles, body.instant("joined_at"))
    persons.apply(joined, body)
    return showing.person(server, joined)


async def read_person(state: State, request: web.Request) -> Json:
    server = server_of(state, request)
    member = server.named_member(request.match_info["person"])
    if member.person is state.world.bot:
        raise Mistake("That is the bot, which is nobody to be.", 404)
    return showing.person(server, member)


async def remove_person(state: State, request: web.Request) -> Json:
    """Someone leaves."""
    server = server_of(state, request)
    member = server.named_member(request.match_info["person"])
    if member.person.id == server.owner_id:
        raise Mistake("The owner cannot leave their own server.")
    membership.leave(state, server, member.person)
    return showing.person(server, member)


async def invite_bot(state: State, request: web.Request) -> Json:
    server, body = server_of(state, request), await read(request, ("permissions",))
    if state.world.bot.id in server.members:
        raise Mistake(f'The bot is already in "{server.name}".')
    membership.invite_bot(state, server, named_bits(body.fields.get("permissions", INVITED_BOT)))
    return showing.server(state, server)


async def remove_bot(state: State, request: web.Request) -> Json:
    server = server_of(state, request)
    if state.world.bot.id not in server.members:
        raise Mistake(f'The bot is not in "{server.name}".')
    membership.remove_bot(state, server)
    return showing.server(state, server)


def _entry(value: Any, known: tuple[str, ...]) -> Body:
    """A role or channel given as an object, or just as its name."""
    if isinstance(value, str):
        return Body({"name": value})
    if not isinstance(value, dict):
        raise Mistake('Give each role and channel as a name, or as an object with a "name".')
    check_keys(value, known)
    return Body(value)


def _add_role(state: State, server: Server, body: Body) -> Role:
    name = body.text("name")
    if any(role.name == name for role in server.roles.values()):
        raise Mistake(f'"{server.name}" already has a role "{name}": names are unique here.')
    permissions = named_bits(body.fields.get("permissions", EVERYONE))
    return membership.add_role(
        state, server, name, permissions, body.flag("mentionable", False), body.whole("color", 0)
    )


def _add_channel(state: State, server: Server, body: Body) -> Channel:
    name, kind = body.text("name"), body.text_or("type", "text")
    if kind not in channels.TYPES:
        raise Mistake(f'Give "type" as one of {", ".join(channels.TYPES)}.')
    if any(channel.name == name for channel in server.channels.values()):
        raise Mistake(f'"{server.name}" already has a channel "{name}": names are unique here.')
    parent = body.maybe_text("parent")
    discord_body: Json = {
        "name": name,
        "type": channels.TYPES[kind],
        "topic": body.maybe_text("topic"),
        "parent_id": parent and str(server.named_channel(parent).id),
        "permission_overwrites": [_overwrite(server, entry) for entry in body.items("overwrites")],
        "available_tags": [{"name": tag} for tag in body.texts("tags")],
    }
    return channels.add(state, server, discord_body)


def _overwrite(server: Server, entry: Any) -> Json:
    """{role or person, allow, deny} as Discord's overwrite."""
    if not isinstance(entry, dict) or ("role" in entry) == ("person" in entry):
        raise Mistake('Give each overwrite as {"role" or "person", "allow", "deny"}.')
    check_keys(entry, ("role", "person", "allow", "deny"))
    if "role" in entry:
        kind, target = 0, server.named_role(str(entry["role"])).id
    else:
        kind, target = 1, server.named_member(str(entry["person"])).person.id
    allow, deny = (named_bits(entry.get(key) or 0) for key in ("allow", "deny"))
    return {"id": target, "type": kind, "allow": allow, "deny": deny}
