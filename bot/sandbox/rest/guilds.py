"""Servers: themselves, their channels, roles and members."""

from typing import Any

from bot.sandbox import membership
from bot.sandbox.errors import MISSING_ACCESS, MISSING_PERMISSIONS, UNKNOWN_ROLE, Form, Refusal
from bot.sandbox.gateway.intents import MEMBERS
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.objects import guild, member, role
from bot.sandbox.permissions import in_server, require_in_server
from bot.sandbox.rest.calls import Call, Route, body_object, snowflake
from bot.sandbox.visibility import is_viewable
from bot.sandbox.world import Json, Member, Role, Server


def _server(call: Call) -> Server:
    return call.state.world.server(call.id("guild_id"))


def get(call: Call) -> Json:
    return guild(_server(call), with_counts=call.query.get("with_counts", "").lower() in ("1", "true"))


def list_channels(call: Call) -> list[Json]:
    """Those the bot may view."""
    bot, found = call.state.world.bot, _server(call).channels.values()
    return [channel_object(value) for value in found if value.thread is None and is_viewable(value, bot)]


def list_roles(call: Call) -> list[Json]:
    return [role(value) for value in _server(call).roles.values()]


def create_role(call: Call) -> Json:
    """A role below the bot's own; it may give only what it has (discord-api-docs, topics/permissions.mdx)."""
    server, bot, body = _server(call), call.state.world.bot, body_object(call)
    require_in_server(server, bot, "MANAGE_ROLES")
    name = body.get("name") or "new role"
    form = Form()
    form.length("name", len(str(name)), 1, 100)
    form.close()
    everyone = server.roles[server.id].permissions
    permissions = everyone if body.get("permissions") is None else int(body["permissions"])
    if permissions & ~everyone & ~in_server(server, bot):
        raise Refusal(MISSING_PERMISSIONS)
    made = membership.add_role(
        call.state, server, name, permissions, bool(body.get("mentionable")), int(body.get("color") or 0)
    )
    return role(made)


def get_role(call: Call) -> Json:
    value = _server(call).roles.get(call.id("role_id"))
    if value is None:
        raise Refusal(UNKNOWN_ROLE)
    return role(value)


def get_member(call: Call) -> Json:
    return member(_server(call).member(call.id("user_id")))


def list_members(call: Call) -> list[Json]:
    """Members by id, for an application granted the members intent; else Refusal 50001."""
    if not call.state.gateway.privileged & MEMBERS:
        raise Refusal(MISSING_ACCESS)
    after = snowflake(call.query.get("after", "0"), "after")
    limit = call.count("limit", 1, 1000)
    members = _server(call).members
    return [member(members[number]) for number in sorted(members) if number > after][:limit]


def search_members(call: Call) -> list[Json]:
    """Members whose name or nickname begins with `query`."""
    start = call.query.get("query", "").lower()
    form = Form()
    if "query" not in call.query:
        form.required("query")
    else:
        form.length("query", len(start), 1, 100)
    form.close()
    limit = call.count("limit", 1, 1000)
    found = [
        value
        for value in _server(call).members.values()
        if value.person.name.lower().startswith(start) or (value.nick or "").lower().startswith(start)
    ]
    return [member(value) for value in found[:limit]]


def _role_change(call: Call) -> tuple[Server, Member, Role]:
    """The bot may give and take roles below its own highest (discord-api-docs, topics/permissions.mdx)."""
    server, bot = _server(call), call.state.world.bot
    require_in_server(server, bot, "MANAGE_ROLES")
    target = server.member(call.id("user_id"))
    value = server.roles.get(call.id("role_id"))
    if value is None:
        raise Refusal(UNKNOWN_ROLE)
    highest = max((server.roles[number].position for number in server.members[bot.id].roles), default=0)
    if value.position >= highest or value.bot_id is not None:
        raise Refusal(MISSING_PERMISSIONS)
    return server, target, value


def add_role(call: Call) -> Any:
    server, target, value = _role_change(call)
    if value.id not in target.roles:
        membership.set_roles(call.state, server, target, [*target.roles, value.id])


def remove_role(call: Call) -> Any:
    server, target, value = _role_change(call)
    if value.id in target.roles:
        membership.set_roles(call.state, server, target, [r for r in target.roles if r != value.id])


GUILD = "/guilds/{guild_id}"
ROUTES = [
    Route("GET", GUILD, get),
    Route("GET", f"{GUILD}/channels", list_channels),
    Route("GET", f"{GUILD}/roles", list_roles),
    Route("POST", f"{GUILD}/roles", create_role),
    Route("GET", f"{GUILD}/roles/{{role_id}}", get_role),
    Route("GET", f"{GUILD}/members", list_members),
    Route("GET", f"{GUILD}/members/search", search_members),
    Route("GET", f"{GUILD}/members/{{user_id}}", get_member),
    Route("PUT", f"{GUILD}/members/{{user_id}}/roles/{{role_id}}", add_role),
    Route("DELETE", f"{GUILD}/members/{{user_id}}/roles/{{role_id}}", remove_role),
]
