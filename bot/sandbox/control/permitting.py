"""Who may use a command in a server, as its moderators set it in Server Settings, Integrations."""

from typing import Any

from aiohttp import web

from bot.sandbox.control.reading import check_keys, read
from bot.sandbox.control.servers import server_of
from bot.sandbox.errors import Mistake
from bot.sandbox.state import State
from bot.sandbox.world import Json, Server

ROLE, USER, CHANNEL = 1, 2, 3
MOST = 100  # overrides of one command in a server, application-commands.mdx
ALL_CHANNELS = "all"


async def permit(state: State, request: web.Request) -> Json:
    """Replace a command's overrides; the bot hears of it."""
    server, body = server_of(state, request), await read(request, ("permissions",))
    name = request.match_info["command"]
    known = [command for command in state.commands.offered(server.id) if name in (command.name, str(command.id))]
    if not known:
        raise Mistake(f'The bot has registered no command "{name}".', 404)
    rules = [_rule(server, entry) for entry in body.items("permissions")]
    if len(rules) > MOST:
        raise Mistake(f"A command takes at most {MOST} overrides in a server.")
    command = known[0]
    state.commands.overrides[server.id, command.id] = rules
    told: Json = {
        "id": str(command.id),
        "application_id": str(state.world.bot.id),
        "guild_id": str(server.id),
        "permissions": rules,
    }
    if state.world.bot.id in server.members:
        state.gateway.dispatch("APPLICATION_COMMAND_PERMISSIONS_UPDATE", told, server.id)
    return told


def _rule(server: Server, entry: Any) -> Json:
    """{role, person or channel, allow} as Discord's permission object. All channels have the server's id less one."""
    if not isinstance(entry, dict) or not isinstance(entry.get("allow"), bool) or len(entry) != 2:
        raise Mistake('Give each override as {"role", "person" or "channel", "allow": true or false}.')
    check_keys(entry, ("role", "person", "channel", "allow"))
    if "role" in entry:
        kind, target = ROLE, server.named_role(str(entry["role"])).id
    elif "person" in entry:
        kind, target = USER, server.named_member(str(entry["person"])).person.id
    elif entry["channel"] == ALL_CHANNELS:
        kind, target = CHANNEL, server.id - 1
    else:
        kind, target = CHANNEL, server.named_channel(str(entry["channel"])).id
    return {"id": str(target), "type": kind, "permission": entry["allow"]}
