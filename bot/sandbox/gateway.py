"""The gateway: sessions over a real websocket, with heartbeat, resume and compression.

Source: discord-api-docs, events/gateway.mdx and topics/opcodes-and-status-codes.mdx.
"""

import asyncio
import secrets
import zlib
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import orjson
from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox.world import Json

DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, RESUME = 0, 1, 2, 3, 6
RECONNECT, MEMBERS, INVALID_SESSION, HELLO, HEARTBEAT_ACK = 7, 8, 9, 10, 11
HEARTBEAT_MS = 41_250
CLOSE_SECONDS = 1.0  # how long a client may take to say goodbye
KEPT_EVENTS = 5_000  # a session that missed more cannot resume
UNKNOWN_OPCODE, DECODE_ERROR, NOT_AUTHENTICATED, BAD_TOKEN, ALREADY_AUTHENTICATED = (
    4001,
    4002,
    4003,
    4004,
    4005,
)
INVALID_INTENTS = 4013

Greeting = Callable[["Session"], Iterable[tuple[str, Json]]]
MembersRequest = Callable[["Session", Json], None]


class Connection:
    """One websocket. Frames are queued and written by one task, so that events keep their order."""

    def __init__(self, socket: web.WebSocketResponse, compress: bool) -> None:
        self.socket = socket
        self._zlib = zlib.compressobj(1) if compress else None
        self._frames: deque[bytes] = deque()
        self._awake = asyncio.Event()

    def send(self, frame: bytes) -> None:
        self._frames.append(frame)
        self._awake.set()

    def send_op(self, op: int, data: Any = None) -> None:
        self.send(orjson.dumps({"op": op, "t": None, "s": None, "d": data}))

    async def write(self) -> None:
        """Write what is queued until cancelled or until the client is gone."""
        while not self.socket.closed:
            await self._awake.wait()
            self._awake.clear()
            while self._frames:
                frame = self._frames.popleft()
                try:
                    if self._zlib is None:
                        await self.socket.send_str(frame.decode())
                    else:
                        packed = self._zlib.compress(frame) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                        await self.socket.send_bytes(packed)
                except ConnectionError:
                    return


class Session:
    """What one client has identified as. It outlives its connection, so that it can be resumed."""

    def __init__(self, intents: int, shard: tuple[int, int]) -> None:
        self.id = secrets.token_hex(16)
        self.intents = intents
        self.shard = shard
        self.sequence = 0
        self.connection: Connection | None = None
        self._kept: deque[tuple[int, bytes]] = deque(maxlen=KEPT_EVENTS)

    def owns(self, guild_id: int | None) -> bool:
        """Whether the event's server belongs to this shard; DMs belong to shard 0."""
        index, shards = self.shard
        return index == 0 if guild_id is None else (guild_id >> 22) % shards == index

    def offer(self, event: str, encoded: bytes) -> None:
        """Give the session an event. The one place that decides what a session may see: today, everything."""
        self.sequence += 1
        frame = b'{"op":0,"t":"%b","s":%d,"d":%b}' % (event.encode(), self.sequence, encoded)
        self._kept.append((self.sequence, frame))
        if self.connection is not None:
            self.connection.send(frame)

    def send(self, event: str, data: Json) -> None:
        """Give this session alone an event."""
        self.offer(event, orjson.dumps(data))

    def missed(self, sequence: int) -> list[bytes] | None:
        """The frames after `sequence`, or None when they are no longer kept."""
        if sequence > self.sequence:
            return None
        if sequence < self.sequence and (not self._kept or self._kept[0][0] > sequence + 1):
            return None
        return [frame for number, frame in self._kept if number > sequence]


class Gateway:
    """Every session, and the door clients connect through."""

    def __init__(self, token: str, greeting: Greeting, members_request: MembersRequest) -> None:
        self._token = token
        self._greeting = greeting
        self._members_request = members_request
        self.sessions: dict[str, Session] = {}

    @property
    def connected(self) -> bool:
        return any(session.connection is not None for session in self.sessions.values())

    def dispatch(self, event: str, data: Json, guild_id: int | None = None) -> None:
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
                    connection.send_op(HEARTBEAT_ACK)
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
