"""The bot's own user and application, the gateway's address, and command registration."""

from typing import Any

from bot.sandbox import channels
from bot.sandbox.commands import Command
from bot.sandbox.errors import (
    BOTS_CANNOT,
    MISSING_ACCESS,
    UNKNOWN_APPLICATION,
    UNKNOWN_COMMAND_PERMISSIONS,
    UNKNOWN_USER,
    Refusal,
)
from bot.sandbox.gateway.intents import application_flags
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.objects import user
from bot.sandbox.permissions import in_server
from bot.sandbox.rest.calls import Call, Route
from bot.sandbox.world import Json


def me(call: Call) -> Json:
    return {
        **user(call.state.world.bot),
        "mfa_enabled": True,
        "locale": "en-US",
        "premium_type": 0,
        "email": None,
        "verified": True,
    }


def get_user(call: Call) -> Json:
    person = call.state.world.people.get(call.id("user_id"))
    if person is None:
        raise Refusal(UNKNOWN_USER)
    return user(person)


def my_guilds(call: Call) -> list[Json]:
    bot = call.state.world.bot
    return [
        {
            "id": str(server.id),
            "name": server.name,
            "icon": None,
            "banner": None,
            "features": [],
            "owner": server.owner_id == bot.id,
            "permissions": str(in_server(server, bot)),
        }
        for server in call.state.world.servers_of_bot()
    ]


def application(call: Call) -> Json:
    """The application; its `owner` is asked for at every discord.py login."""
    world, flags = call.state.world, application_flags(call.state.gateway.privileged)
    return {
        "id": str(world.bot.id),
        "name": world.bot.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": user(world.bot),
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": user(world.bot_owner),
        "approximate_guild_count": len(world.servers_of_bot()),
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
    }


def gateway(call: Call) -> Json:
    return {"url": call.state.gateway_url}


def gateway_bot(call: Call) -> Json:
    gateway = call.state.gateway
    return {
        "url": call.state.gateway_url,
        "shards": gateway.terms.shards,
        "session_start_limit": gateway.starts.limit(),
    }


def open_dm(call: Call) -> Json:
    """The DM channel with a person, made at first use."""
    world = call.state.world
    person = world.people.get(int(call.body["recipient_id"]))
    if person is None or person is world.bot:
        raise Refusal(UNKNOWN_USER)
    return channel_object(channels.direct(call.state, person))


def _scope(call: Call) -> int | None:
    world = call.state.world
    if call.id("application_id") != world.bot.id:
        raise Refusal(UNKNOWN_APPLICATION)
    if "guild_id" not in call.path:
        return None
    server = world.servers.get(call.id("guild_id"))
    if server is None or world.bot.id not in server.members:
        raise Refusal(MISSING_ACCESS)
    return server.id


def _bodies(commands: list[Command]) -> list[Json]:
    return [command.body for command in commands]


def list_commands(call: Call) -> list[Json]:
    return _bodies(call.state.commands.all(_scope(call)))


def overwrite_commands(call: Call) -> list[Json]:
    return _bodies(call.state.commands.overwrite(_scope(call), call.body or []))


def create_command(call: Call) -> Json:
    """201 for a new command, 200 where it takes the place of one (application-commands.mdx, "Create Global ...")."""
    scope, commands = _scope(call), call.state.commands
    known = {(command.type, command.name) for command in commands.all(scope)}
    made = commands.put(scope, call.body)
    if (made.type, made.name) in known:
        call.status = 200
    return made.body


def get_command(call: Call) -> Json:
    return call.state.commands.get(_scope(call), call.id("command_id")).body


def edit_command(call: Call) -> Json:
    return call.state.commands.change(_scope(call), call.id("command_id"), call.body).body


def delete_command(call: Call) -> Any:
    call.state.commands.remove(_scope(call), call.id("command_id"))


def list_permissions(call: Call) -> list[Json]:
    """What a server's moderators have set for the application's commands."""
    server_id = _scope(call)
    found = call.state.commands.overrides
    return [_permissions(call, *key) for key in found if key[0] == server_id]


def get_permissions(call: Call) -> Json:
    key = (_scope(call) or 0, call.id("command_id"))
    if key not in call.state.commands.overrides:
        raise Refusal(UNKNOWN_COMMAND_PERMISSIONS)
    return _permissions(call, *key)


def _permissions(call: Call, server_id: int, command_id: int) -> Json:
    return {
        "id": str(command_id),
        "application_id": str(call.state.world.bot.id),
        "guild_id": str(server_id),
        "permissions": call.state.commands.overrides[server_id, command_id],
    }


def edit_permissions(call: Call) -> Any:
    """Only people set these, with a bearer token (application-commands.mdx, "Edit Application Command Permissions")."""
    raise Refusal(BOTS_CANNOT)


ROUTES = [
    Route("GET", "/users/@me", me),
    Route("GET", "/users/@me/guilds", my_guilds),
    Route("POST", "/users/@me/channels", open_dm),
    Route("GET", "/users/{user_id}", get_user),
    Route("GET", "/oauth2/applications/@me", application),
    Route("GET", "/applications/@me", application),
    Route("GET", "/gateway", gateway, open=True),
    Route("GET", "/gateway/bot", gateway_bot),
]
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
ROUTES += [  # before the commands' own: "permissions" is no command's id
    Route("GET", f"{GUILD_COMMANDS}/permissions", list_permissions),
    Route("GET", f"{GUILD_COMMANDS}/{{command_id}}/permissions", get_permissions),
    Route("PUT", f"{GUILD_COMMANDS}/{{command_id}}/permissions", edit_permissions),
]
for scope in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"):
    ROUTES += [
        Route("GET", f"{scope}/commands", list_commands),
        Route("PUT", f"{scope}/commands", overwrite_commands),
        Route("POST", f"{scope}/commands", create_command, status=201),
        Route("GET", f"{scope}/commands/{{command_id}}", get_command),
        Route("PATCH", f"{scope}/commands/{{command_id}}", edit_command),
        Route("DELETE", f"{scope}/commands/{{command_id}}", delete_command),
    ]
