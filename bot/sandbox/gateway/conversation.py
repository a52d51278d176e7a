"""What one client says on its connection, and how the gateway answers. Breaking a rule ends it with a close code."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

import orjson
from aiohttp import WSMsgType

from bot.sandbox.gateway.codes import (
    ALREADY_AUTHENTICATED,
    DECODE_ERROR,
    HEARTBEAT,
    IDENTIFY,
    MEMBERS,
    NOT_AUTHENTICATED,
    RATE_LIMITED,
    RESUME,
    TIMED_OUT,
    UNKNOWN_OPCODE,
    WITHOUT_EFFECT,
    HangUp,
)
from bot.sandbox.gateway.connection import Connection

if TYPE_CHECKING:
    from bot.sandbox.gateway import Gateway

MOST_BYTES = 4_096  # a payload, events/gateway.mdx "Sending Events"
MINUTE = 60.0
TOLERANCE = 1.5  # heartbeat intervals of silence; that there is tolerance is documented, how much is not


class Conversation:
    """One client's side of one connection, from HELLO to the close."""

    def __init__(self, gateway: "Gateway", connection: Connection) -> None:
        self._gateway = gateway
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._sent: deque[float] = deque()
        self._patience = gateway.terms.heartbeat_ms / 1_000 * TOLERANCE
        self._silent_after = self._loop.time() + self._patience

    async def listen(self) -> None:
        """Answer until the client closes; raises HangUp when the gateway has to."""
        socket = self._connection.socket
        while True:
            try:
                message = await socket.receive(timeout=max(0.0, self._silent_after - self._loop.time()))
            except TimeoutError:
                raise HangUp(TIMED_OUT) from None
            if message.type not in (WSMsgType.TEXT, WSMsgType.BINARY):
                return
            self._count()
            payload = _payload(message.data)
            await self._answer(payload["op"], payload.get("d"))

    def _count(self) -> None:
        """120 payloads a minute, heartbeats too (events/gateway.mdx "Rate Limiting")."""
        now = self._loop.time()
        self._sent.append(now)
        while now - self._sent[0] > MINUTE:
            self._sent.popleft()
        if len(self._sent) > self._gateway.terms.sends_a_minute:
            raise HangUp(RATE_LIMITED)

    async def _answer(self, op: Any, data: Any) -> None:
        connection, session = self._connection, self._connection.session
        if op == HEARTBEAT:
            self._silent_after = self._loop.time() + self._patience
            connection.acknowledge()
        elif op in (IDENTIFY, RESUME):
            if session is not None:
                raise HangUp(ALREADY_AUTHENTICATED)
            if not isinstance(data, dict):
                raise HangUp(DECODE_ERROR)
            if op == IDENTIFY:
                self._gateway.identify(connection, data)
            else:
                self._gateway.resume(connection, data)
        elif session is None:
            raise HangUp(NOT_AUTHENTICATED)
        elif op == MEMBERS:
            await self._gateway.send_members(session, data)
        elif op not in WITHOUT_EFFECT:
            raise HangUp(UNKNOWN_OPCODE)


def _payload(said: str | bytes) -> dict[str, Any]:
    raw = said.encode() if isinstance(said, str) else said
    try:
        payload = orjson.loads(raw) if len(raw) <= MOST_BYTES else None
    except ValueError:
        payload = None
    if not isinstance(payload, dict) or isinstance(payload.get("op"), bool) or not isinstance(payload.get("op"), int):
        raise HangUp(DECODE_ERROR)
    return payload
