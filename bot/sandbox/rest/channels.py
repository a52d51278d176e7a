"""Channels: reading, changing, removing, permission overwrites."""

from typing import Any

from bot.sandbox import channels, threads
from bot.sandbox.errors import MISSING_PERMISSIONS, UNKNOWN_OVERWRITE, UNKNOWN_ROLE, WRONG_CHANNEL_TYPE, Refusal
from bot.sandbox.objects import channel as channel_object
from bot.sandbox.permissions import ALL, BITS, in_channel, in_server, require, require_in_server
from bot.sandbox.rest.calls import Call, Route, body_object
from bot.sandbox.rest.messages import channel_of
from bot.sandbox.visibility import changing
from bot.sandbox.world import THREADS, Channel, Json, Overwrite, Server

Overwrites = dict[int, Overwrite]
MADE_BY_BOTS = frozenset(channels.TYPES.values())


def get(call: Call) -> Json:
    return call.state.objects.thread_for_bot(channel_of(call))


def edit(call: Call) -> Json:
    channel, body = channel_of(call), body_object(call)
    if channel.server is None:
        raise Refusal(WRONG_CHANNEL_TYPE)
    if channel.thread is None:
        require(channel, call.state.world.bot, "MANAGE_CHANNELS")
        if body.get("permission_overwrites") is not None:
            require(channel, call.state.world.bot, "MANAGE_ROLES")
            wanted = channels.overwrites(body["permission_overwrites"])
            _require_to_give(call, channel.home, channel, wanted, channel.overwrites)
    else:
        threads.require_to_change(channel, call.state.world.bot, body)
    channels.change(call.state, channel, body, by=in_channel(channel, call.state.world.bot))
    return call.state.objects.thread_for_bot(channel)


def delete(call: Call) -> Json:
    channel = channel_of(call)
    if channel.server is None:
        return channel_object(channel)
    require(channel, call.state.world.bot, "MANAGE_THREADS" if channel.thread else "MANAGE_CHANNELS")
    shown = call.state.objects.thread_for_bot(channel)
    channels.remove(call.state, channel)
    return shown


def create(call: Call) -> Json:
    server = call.state.world.server(call.id("guild_id"))
    require_in_server(server, call.state.world.bot, "MANAGE_CHANNELS")
    body = body_object(call)
    if (body.get("type") or 0) not in MADE_BY_BOTS:
        raise Refusal(WRONG_CHANNEL_TYPE)
    _require_to_give(call, server, None, channels.overwrites(body.get("permission_overwrites") or []), {})
    return channel_object(channels.add(call.state, server, body))


def put_overwrite(call: Call) -> Any:
    channel = _to_overwrite(call)
    body = {**body_object(call), "id": call.path["overwrite_id"]}
    if int(body["type"]) == 0 and int(body["id"]) not in channel.home.roles:
        raise Refusal(UNKNOWN_ROLE)
    wanted = channels.overwrites([body])
    before = {key: rule for key, rule in channel.overwrites.items() if key in wanted}
    _require_to_give(call, channel.home, channel, wanted, before)
    with changing(call.state, channel.home, channel):
        channel.overwrites |= wanted


def delete_overwrite(call: Call) -> Any:
    channel = _to_overwrite(call)
    if call.id("overwrite_id") not in channel.overwrites:
        raise Refusal(UNKNOWN_OVERWRITE)
    with changing(call.state, channel.home, channel):
        del channel.overwrites[call.id("overwrite_id")]


def _require_to_give(
    call: Call, server: Server, channel: Channel | None, wanted: Overwrites, before: Overwrites
) -> None:
    """Refuse (50013) to allow or deny what the bot lacks, unless the channel itself lets it manage roles.

    In a new channel, MANAGE_ROLES is for administrators to set. Source: discord-api-docs, resources/channel.mdx,
    "Edit Channel Permissions", and resources/guild.mdx, "Create Guild Channel".
    """
    bot, none = call.state.world.bot, Overwrite(0, 0, 0, 0)
    touched = 0
    for key in {*wanted, *before}:
        new, old = wanted.get(key, none), before.get(key, none)
        touched |= (new.allow ^ old.allow) | (new.deny ^ old.deny)
    granted = in_server(server, bot)
    if channel is None:
        if granted != ALL:
            granted &= ~BITS["MANAGE_ROLES"]
    else:
        granted |= in_channel(channel.parent, bot) if channel.parent is not None else 0
        own = {bot.id, *server.members[bot.id].roles}
        if any(rule.allow & BITS["MANAGE_ROLES"] for rule in channel.overwrites.values() if rule.id in own):
            granted = ALL
    if touched & ~granted & ALL:
        raise Refusal(MISSING_PERMISSIONS)


def _to_overwrite(call: Call) -> Channel:
    channel = channel_of(call, "MANAGE_ROLES")
    if channel.server is None or channel.type in THREADS:
        raise Refusal(WRONG_CHANNEL_TYPE)
    return channel


CHANNEL = "/channels/{channel_id}"
ROUTES = [
    Route("GET", CHANNEL, get),
    Route("PATCH", CHANNEL, edit),
    Route("DELETE", CHANNEL, delete),
    Route("POST", "/guilds/{guild_id}/channels", create, status=201),
    Route("PUT", f"{CHANNEL}/permissions/{{overwrite_id}}", put_overwrite),
    Route("DELETE", f"{CHANNEL}/permissions/{{overwrite_id}}", delete_overwrite),
]
