"""Outages: a server becomes unavailable, and available again.

Source: discord-api-docs, events/gateway-events.mdx "Guild Create" and "Guild Delete".
"""

from bot.sandbox import greeting
from bot.sandbox.state import State
from bot.sandbox.world import Server


def begin(state: State, server: Server) -> None:
    """Nothing of the server can be reached any more; GUILD_DELETE says that it is unavailable, not left."""
    if state.world.bot.id in server.members:
        state.gateway.tell_each(server.id, lambda _: ("GUILD_DELETE", greeting.unavailable(server)))
    state.world.outages.add(server.id)
    state.hints.changed(server)


def end(state: State, server: Server) -> None:
    """The server is back: GUILD_CREATE. What happened meanwhile is not told."""
    state.world.outages.discard(server.id)
    if state.world.bot.id in server.members:
        state.gateway.tell_each(server.id, lambda session: ("GUILD_CREATE", greeting.available(state, server, session)))
    state.hints.changed(server)
