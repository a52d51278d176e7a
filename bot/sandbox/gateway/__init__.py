"""The gateway: sessions over a real websocket, with intents, shards, heartbeats, resume and compression.

Source: discord-api-docs, events/gateway.mdx and topics/opcodes-and-status-codes.mdx.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import WSCloseCode, web

from bot.sandbox.clock import Clock
from bot.sandbox.gateway import intents
from bot.sandbox.gateway.codes import (
    BAD_TOKEN,
    DECODE_ERROR,
    HEARTBEAT,
    HELLO,
    INVALID_SEQUENCE,
    INVALID_SESSION,
    INVALID_SHARD,
    INVALID_VERSION,
    RECONNECT,
    SHARDING_REQUIRED,
    HangUp,
)
from bot.sandbox.gateway.connection import PACKINGS, Connection, Packing
from bot.sandbox.gateway.conversation import Conversation
from bot.sandbox.gateway.events import Event, brought_by
from bot.sandbox.gateway.session import KEPT_EVENTS, Session
from bot.sandbox.gateway.terms import Starts, Terms
from bot.sandbox.world import Json, World

__all__ = ["KEPT_EVENTS", "Gateway", "Session", "Terms"]

VERSION = "10"
CLOSE_SECONDS = 1.0  # how long a client may take to say goodbye
MOST_FRAME = 1024 * 1024  # read and then refused; what a payload may have is in `conversation`

Greeting = Callable[[Session], Iterable[tuple[str, Json]]]
MembersRequest = Callable[[Session, Json], Awaitable[None]]


class Gateway:
    """Every session, and the door clients connect through.

    `greeting` is what a new session is sent, `members_request` answers opcode 8. `privileged` are the intents the
    application was granted.
    """

    def __init__(
        self,
        token: str,
        world: World,
        clock: Clock,
        greeting: Greeting,
        members_request: MembersRequest,
        privileged: int,
        terms: Terms,
    ) -> None:
        self._token = token
        self._world = world
        self._clock = clock
        self._greeting = greeting
        self._members_request = members_request
        self._bot_id = str(world.bot.id)
        self.privileged = privileged
        self.terms = terms
        self.starts = Starts(terms, clock.now)
        self.sessions: dict[str, Session] = {}
        self.detour: Callable[[str, Json, int | None], None] | None = None

    @property
    def connected(self) -> bool:
        return any(session.connection is not None for session in self.sessions.values())

    def hears(self, event: str, guild_id: int | None) -> bool:
        """Whether any session's intents bring it this event."""
        brings = brought_by(event, guild_id is not None)
        return any(session.intents & brings and session.owns(guild_id) for session in self.sessions.values())

    def dispatch(self, event: str, data: Json, guild_id: int | None = None) -> None:
        """An event has happened: send it, unless faults decide what becomes of it."""
        (self.detour or self.send)(event, data, guild_id)

    def send(self, event: str, data: Json, guild_id: int | None = None) -> None:
        """Send an event to every session of its shard that may see it; of an unavailable server there are none."""
        if guild_id in self._world.outages:
            return
        on_its_way = Event(event, data, guild_id is not None, self._bot_id)
        for session in self.sessions.values():
            if session.owns(guild_id) and (encoded := on_its_way.seen_with(session.intents)) is not None:
                session.offer(event, encoded)

    def tell_each(self, guild_id: int, told: Callable[[Session], tuple[str, Json]]) -> None:
        """Send each session of a server's shard an event of its own about that server's being there or not."""
        for session in self.sessions.values():
            if session.owns(guild_id) and session.intents & intents.GUILDS:
                session.send(*told(session))

    def sequences(self) -> dict[str, int]:
        """session id -> the last sequence number sent to it."""
        return {session.id: session.sequence for session in self.sessions.values() if session.connection}

    def ask_for_heartbeat(self) -> None:
        """Opcode 1 to every client: they send a heartbeat at once."""
        for connection in self._connections():
            connection.send_op(HEARTBEAT)

    def ask_to_reconnect(self) -> None:
        """Opcode 7 to every client: they close and resume."""
        for connection in self._connections():
            connection.send_op(RECONNECT)

    def invalidate(self, resumable: bool = False) -> None:
        """Opcode 9 to every client; unless resumable, their sessions are forgotten."""
        for connection in self._connections():
            connection.send_op(INVALID_SESSION, resumable)
            if not resumable:
                connection.session = None
        if not resumable:
            self.sessions.clear()

    def _connections(self) -> list[Connection]:
        return [session.connection for session in self.sessions.values() if session.connection]

    def fall_silent(self) -> Callable[[], None]:
        """Mute the connections open now, as a hung node does; what is returned lets them speak again."""
        silenced = self._connections()
        for connection in silenced:
            connection.mute(True)

        def speak() -> None:
            for connection in silenced:
                connection.mute(False)

        return speak

    async def close(self) -> None:
        connections = self._connections()
        self.sessions.clear()
        await asyncio.gather(*(c.socket.close(code=WSCloseCode.GOING_AWAY) for c in connections))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        packing = _packing(request)
        socket = web.WebSocketResponse(compress=False, max_msg_size=MOST_FRAME, timeout=CLOSE_SECONDS)
        await socket.prepare(request)
        connection = Connection(socket, packing)
        writer = asyncio.create_task(connection.write(), name="gateway writer")
        try:
            if request.query.get("v", VERSION) != VERSION:
                raise HangUp(INVALID_VERSION)
            connection.send_op(HELLO, {"heartbeat_interval": self.terms.heartbeat_ms})
            await Conversation(self, connection).listen()
        except HangUp as why:
            self._part(connection, ended=False)
            await socket.close(code=why.code.number, message=why.code.reason.encode())
        finally:
            writer.cancel()
            # Closing with 1000 or 1001 ends the session; anything else leaves it to be resumed.
            self._part(connection, ended=socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY))
        return socket

    def _part(self, connection: Connection, ended: bool) -> None:
        session, connection.session = connection.session, None
        if session is None or session.connection is not connection:
            return
        session.disconnect(self._clock.now())
        if ended:
            self.sessions.pop(session.id, None)

    def identify(self, connection: Connection, data: Json) -> None:
        """Start a session and greet it; opcode 9 if sessions start too fast. Raises HangUp."""
        self._check_token(data)
        if self.starts.exhausted():
            # "All active sessions for the app will be terminated", events/gateway.mdx "Identifying".
            self.invalidate()
            raise HangUp(BAD_TOKEN)
        shard = _shard(data.get("shard"))
        threshold = data.get("large_threshold", 50)
        session = Session(
            intents.check(data.get("intents"), self.privileged),
            shard,
            min(max(threshold, 50), 250) if isinstance(threshold, int) else 50,
        )
        if sum(session.owns(server.id) for server in self._world.servers_of_bot()) > self.terms.servers_a_session:
            raise HangUp(SHARDING_REQUIRED)
        if self.starts.too_fast(shard[0] if shard else 0):
            connection.send_op(INVALID_SESSION, False)
            return
        self._forget_expired()
        session.connect(connection)
        self.sessions[session.id] = session
        for event, payload in self._greeting(session):
            session.send(event, payload)

    def resume(self, connection: Connection, data: Json) -> None:
        """Send what was missed, then RESUMED; opcode 9 if that cannot be. Raises HangUp."""
        self._check_token(data)
        self._forget_expired()
        session = self.sessions.get(str(data.get("session_id")))
        sequence = data.get("seq")
        if isinstance(sequence, bool) or not isinstance(sequence, int):
            raise HangUp(INVALID_SEQUENCE)
        if session is not None and not 0 <= sequence <= session.sequence:
            raise HangUp(INVALID_SEQUENCE)
        missed = None if session is None else session.missed(sequence)
        if session is None or missed is None:
            connection.send_op(INVALID_SESSION, False)
            return
        if session.connection is not None:
            session.connection.session = None  # the client has come back before its old connection was seen to end
        session.connect(connection)
        for frame in missed:
            connection.send(frame)
        session.offer("RESUMED", b'{"_trace":[]}')  # discord.py crashes when `d` is null

    async def send_members(self, session: Session, data: Json) -> None:
        """Answer opcode 8. Raises HangUp."""
        if not isinstance(data, dict):
            raise HangUp(DECODE_ERROR)
        await self._members_request(session, data)

    def _check_token(self, data: Json) -> None:
        if str(data.get("token")).removeprefix("Bot ") != self._token:
            raise HangUp(BAD_TOKEN)

    def _forget_expired(self) -> None:
        now = self._clock.now()
        for session in [session for session in self.sessions.values() if session.expired(now)]:
            del self.sessions[session.id]


def _packing(request: web.Request) -> Packing | None:
    """How the client wants its frames packed; refused (501) where the sandbox cannot."""
    if request.query.get("encoding", "json") != "json":
        raise web.HTTPNotImplemented(text="The sandbox speaks JSON only: ask with encoding=json.")
    wanted = request.query.get("compress", "")
    if wanted not in PACKINGS:
        return None
    try:
        return PACKINGS[wanted]()
    except ImportError:
        raise web.HTTPNotImplemented(text="Install zstandard where the sandbox runs, or ask for zlib-stream.") from None


def _shard(asked: object) -> tuple[int, int] | None:
    """[shard_id, num_shards]; raises HangUp 4010."""
    if asked is None:
        return None
    if isinstance(asked, list) and len(asked) == 2 and all(type(number) is int for number in asked):
        index, shards = asked
        if 0 <= index < shards:
            return index, shards
    raise HangUp(INVALID_SHARD)
