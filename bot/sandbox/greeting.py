"""What a gateway session is told of the servers: READY, GUILD_CREATE, and that one is unavailable.

Source: discord-api-docs, events/gateway-events.mdx "Ready", "Guild Create" and "Guild Delete".
"""

from collections.abc import Iterable

from bot.sandbox.clock import iso
from bot.sandbox.gateway import Session
from bot.sandbox.gateway.intents import GUILDS, PRESENCES, application_flags
from bot.sandbox.objects import guild, member, user
from bot.sandbox.permissions import in_channel
from bot.sandbox.state import State
from bot.sandbox.visibility import dispatched
from bot.sandbox.world import Json, Member, Server

MOST_SENT = 75_000  # beyond, nobody is sent but who is in voice, and the bot itself


def greet(state: State, session: Session) -> Iterable[tuple[str, Json]]:
    """READY, then every server of the session's shard."""
    bot = state.world.bot
    servers = [server for server in state.world.servers_of_bot() if session.owns(server.id)]
    ready: Json = {
        "v": 10,
        "user": user(bot),
        "guilds": [unavailable(server) for server in servers],
        "session_id": session.id,
        "resume_gateway_url": state.gateway_url,
        "application": {"id": str(bot.id), "flags": application_flags(state.gateway.privileged)},
    }
    if session.shard is not None:
        ready["shard"] = list(session.shard)
    yield "READY", ready
    if session.intents & GUILDS:
        for server in servers:
            if server.id in state.world.outages:
                yield "GUILD_DELETE", unavailable(server)
            else:
                yield "GUILD_CREATE", available(state, server, session)


def unavailable(server: Server) -> Json:
    return {"id": str(server.id), "unavailable": True}


def available(state: State, server: Server, session: Session) -> Json:
    """The whole server as GUILD_CREATE carries it, with those members this session is sent unasked."""
    bot = state.world.bot
    shown = guild(server)
    shown |= {
        "joined_at": iso(server.members[bot.id].joined_at),
        "large": len(server.members) > session.large_threshold,
        "unavailable": False,
        "member_count": len(server.members),
        "members": [member(value) for value in _sent_unasked(server, session, server.members[bot.id])],
        "channels": [dispatched(value, bot) for value in server.channels.values() if value.thread is None],
        "threads": [
            state.objects.thread_for_bot(value)
            for value in server.threads()
            if value.thread and not value.thread.archived and in_channel(value, bot)
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
    return shown


def _sent_unasked(server: Server, session: Session, own: Member) -> Iterable[Member]:
    """Of a large server who has a role or a nickname; nobody is online or in voice here ("Request Guild Members")."""
    if not session.intents & PRESENCES or len(server.members) > MOST_SENT:
        return [own]
    if len(server.members) > session.large_threshold:
        return [value for value in server.members.values() if value.roles or value.nick or value is own]
    return server.members.values()
