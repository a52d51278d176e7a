"""Faults in the world: what people and outages do to the bot. Each happens at once; some can be undone."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.sandbox import channels, membership, messages, outages, visibility
from bot.sandbox.errors import Mistake
from bot.sandbox.faults.kinds import CHANNEL, LINKS, MESSAGE, OUTAGE, PERMISSIONS, SERVER_LOST
from bot.sandbox.objects import role as role_object
from bot.sandbox.permissions import ADMINISTRATOR, named_bits
from bot.sandbox.state import State
from bot.sandbox.world import Channel, Message, Overwrite, Role, Server

Undo = Callable[[], None]
Fields = dict[str, Any]


def happen(state: State, kind: str, fields: Fields) -> Undo | None:
    """Let it happen; what takes it back, or None where nothing does. Raises Mistake."""
    return _HAPPENINGS[kind](state, fields)


def _server(state: State, fields: Fields) -> Server:
    """A server the bot is in; raises Mistake."""
    server = state.world.named_server(fields["server"])
    if state.world.bot.id not in server.members:
        raise Mistake(f'The bot is not in "{server.name}".')
    return server


def _message(state: State, fields: Fields) -> Message:
    ref = fields["message"]
    message = state.world.messages.get(int(ref) if ref.isdecimal() else 0)
    if message is None:
        raise Mistake(f'There is no message "{ref}": name one by its id.', 404)
    return message


def _permissions(state: State, fields: Fields) -> Undo:
    """Denied to the bot itself channel by channel, and taken from its role: Discord's last word in both places."""
    server = _server(state, fields)
    lost = named_bits(fields["permissions"])
    one = fields.get("channel")
    where = [server.named_channel(one).ruling] if one else [c for c in server.channels.values() if c.thread is None]
    bot = state.world.bot
    before: list[tuple[Channel, Overwrite | None]] = []
    for channel in where:
        own = channel.overwrites.get(bot.id)
        before.append((channel, own))
        allow, deny = (own.allow, own.deny) if own else (0, 0)
        _overwrite(state, channel, Overwrite(bot.id, 1, allow & ~lost, deny | lost))
    roles = [role for role in server.roles.values() if role.bot_id == bot.id]
    granted = [(role, role.permissions) for role in roles]
    for role in roles:
        # An administrator is above every denial, so that goes with whatever is to be lost.
        _grant(state, server, role, role.permissions & ~(ADMINISTRATOR if one else ADMINISTRATOR | lost))

    def undo() -> None:
        for role, permissions in granted:
            if server.roles.get(role.id) is role:
                _grant(state, server, role, permissions)
        for channel, own in before:
            if server.channels.get(channel.id) is channel:
                _overwrite(state, channel, own)

    return undo


def _overwrite(state: State, channel: Channel, own: Overwrite | None) -> None:
    bot = state.world.bot
    with visibility.changing(state, channel.home, channel):
        channel.overwrites.pop(bot.id, None)
        if own is not None:
            channel.overwrites[bot.id] = own


def _grant(state: State, server: Server, role: Role, permissions: int) -> None:
    if role.permissions != permissions:
        with visibility.changing(state, server):
            role.permissions = permissions
            event = {"guild_id": str(server.id), "role": role_object(role)}
            state.gateway.dispatch("GUILD_ROLE_UPDATE", event, server.id)


def _channel(state: State, fields: Fields) -> None:
    channels.remove(state, _server(state, fields).named_channel(fields["channel"]))


def _lose_message(state: State, fields: Fields) -> None:
    messages.remove(state, _message(state, fields))


def _lose_server(state: State, fields: Fields) -> Undo:
    server = _server(state, fields)
    permissions = sum({role.permissions for role in server.roles.values() if role.bot_id == state.world.bot.id})
    membership.remove_bot(state, server)

    def undo() -> None:
        if state.world.bot.id not in server.members:
            membership.invite_bot(state, server, permissions)

    return undo


def _outage(state: State, fields: Fields) -> Undo:
    server = _server(state, fields)
    if server.id in state.world.outages:
        raise Mistake(f'"{server.name}" is unavailable already.')
    outages.begin(state, server)
    return partial(outages.end, state, server)


def _links(state: State, fields: Fields) -> None:
    state.files.expire(_message(state, fields).attachments if fields.get("message") else None)


_HAPPENINGS: dict[str, Callable[[State, Fields], Undo | None]] = {
    PERMISSIONS: _permissions,
    CHANNEL: _channel,
    MESSAGE: _lose_message,
    SERVER_LOST: _lose_server,
    OUTAGE: _outage,
    LINKS: _links,
}
