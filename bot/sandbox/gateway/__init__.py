"""The gateway: sessions over a real websocket, with heartbeat, resume and compression.

Source: discord-api-docs, events/gateway.mdx and topics/opcodes-and-status-codes.mdx.
"""

import asyncio
from collections.abc import Callable, Iterable

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox.gateway.codes import (
    ALREADY_AUTHENTICATED,
    BAD_TOKEN,
    DECODE_ERROR,
    HEARTBEAT,
    HELLO,
    IDENTIFY,
    INVALID_INTENTS,
    INVALID_SESSION,
    MEMBERS,
    NOT_AUTHENTICATED,
    PRESENCE,
    RECONNECT,
    RESUME,
    UNKNOWN_OPCODE,
)
from bot.sandbox.gateway.connection import Connection
from bot.sandbox.gateway.session import KEPT_EVENTS, Session
from bot.sandbox.world import Json

__all__ = ["KEPT_EVENTS", "Gateway", "Session"]

HEARTBEAT_MS = 41_250
CLOSE_SECONDS = 1.0  # how long a client may take to say goodbye

Greeting = Callable[[Session], Iterable[tuple[str, Json]]]
MembersRequest = Callable[[Session, Json], None]


class Gateway:
    """Every session, and the door clients connect through."""

    def __init__(self, token: str, greeting: Greeting, members_request: MembersRequest) -> None:
        self._token = token
        self._greeting = greeting
        self._members_request = members_request
        self.sessions: dict[str, Session] = {}
        self.detour: Callable[[str, Json, int | None], None] | None = None

    @property
    def connected(self) -> bool:
        return any(session.connection is not None for session in self.sessions.values())

    def dispatch(self, event: str, data: Json, guild_id: int | None = None) -> None:
        """An event has happened: send it, unless faults decide what becomes of it."""
        (self.detour or self.send)(event, data, guild_id)

    def send(self, event: str, data: Json, guild_id: int | None = None) -> None:
        """Send an event to every session of its shard; encoded once."""
        encoded = orjson.dumps(data)
        for session in self.sessions.values():
            if session.owns(guild_id):
                session.offer(event, encoded)

    def sequences(self) -> dict[str, int]:
        """session id -> the last sequence number sent to it."""
        return {session.id: session.sequence for session in self.sessions.values() if session.connection}

    def ask_to_reconnect(self) -> None:
        """Opcode 7 to every client: they close and resume."""
        for session in self.sessions.values():
            if session.connection is not None:
                session.connection.send_op(RECONNECT)

    def invalidate(self, resumable: bool = False) -> None:
        """Opcode 9 to every client; unless resumable, their sessions are forgotten."""
        for session in list(self.sessions.values()):
            if session.connection is not None:
                session.connection.send_op(INVALID_SESSION, resumable)
            if not resumable:
                del self.sessions[session.id]

    def fall_silent(self) -> Callable[[], None]:
        """Mute the connections open now, as a hung node does; what is returned lets them speak again."""
        silenced = [session.connection for session in self.sessions.values() if session.connection]
        for connection in silenced:
            connection.mute(True)

        def speak() -> None:
            for connection in silenced:
                connection.mute(False)

        return speak

    async def close(self) -> None:
        connections = [session.connection for session in self.sessions.values() if session.connection]
        self.sessions.clear()
        await asyncio.gather(*(c.socket.close(code=WSCloseCode.GOING_AWAY) for c in connections))

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(compress=False, max_msg_size=16 * 1024, timeout=CLOSE_SECONDS)
        await socket.prepare(request)
        connection = Connection(socket, compress=request.query.get("compress") == "zlib-stream")
        writer = asyncio.create_task(connection.write(), name="gateway writer")
        connection.send_op(HELLO, {"heartbeat_interval": HEARTBEAT_MS})
        session: Session | None = None
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT and message.type is not WSMsgType.BINARY:
                    continue
                try:
                    payload = orjson.loads(message.data)
                    op, data = payload["op"], payload.get("d")
                except (ValueError, KeyError, TypeError, AttributeError):
                    await socket.close(code=DECODE_ERROR, message=b"Error while decoding payload.")
                    break
                if op == HEARTBEAT:
                    connection.acknowledge()
                elif op in (IDENTIFY, RESUME):
                    if session is not None:
                        await socket.close(code=ALREADY_AUTHENTICATED, message=b"Already authenticated.")
                        break
                    if not isinstance(data, dict) or str(data.get("token")).removeprefix("Bot ") != self._token:
                        await socket.close(code=BAD_TOKEN, message=b"Authentication failed.")
                        break
                    if op == IDENTIFY and not isinstance(data.get("intents"), int):
                        await socket.close(code=INVALID_INTENTS, message=b"Invalid intent(s).")
                        break
                    session = self._identify(connection, data) if op == IDENTIFY else self._resume(connection, data)
                elif session is None:
                    await socket.close(code=NOT_AUTHENTICATED, message=b"Not authenticated.")
                    break
                elif op == MEMBERS:
                    self._members_request(session, data)
                elif op != PRESENCE:
                    await socket.close(code=UNKNOWN_OPCODE, message=b"Unknown opcode.")
                    break
        finally:
            writer.cancel()
            if session is not None and session.connection is connection:
                session.connection = None
                # Closing with 1000 or 1001 ends the session; anything else leaves it to be resumed.
                if socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                    self.sessions.pop(session.id, None)
        return socket

    def _identify(self, connection: Connection, data: Json) -> Session:
        shard = data.get("shard") or (0, 1)
        session = Session(data["intents"], (shard[0], shard[1]))
        for old in [old for old in self.sessions.values() if old.shard == session.shard and not old.connection]:
            del self.sessions[old.id]
        session.connection = connection
        self.sessions[session.id] = session
        for event, payload in self._greeting(session):
            session.send(event, payload)
        return session

    def _resume(self, connection: Connection, data: Json) -> Session | None:
        session = self.sessions.get(str(data.get("session_id")))
        missed = None if session is None else session.missed(int(data.get("seq") or 0))
        if session is None or missed is None:
            connection.send_op(INVALID_SESSION, False)
            return None
        session.connection = connection
        for frame in missed:
            connection.send(frame)
        session.offer("RESUMED", b'{"_trace":[]}')  # discord.py crashes when `d` is null
        return session
