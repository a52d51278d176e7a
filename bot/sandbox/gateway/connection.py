"""One websocket of the gateway: what is written to it, and how it is packed."""

import asyncio
import zlib
from collections import deque
from typing import Any

import orjson
from aiohttp import web

from bot.sandbox.gateway.codes import HEARTBEAT_ACK


class Connection:
    """One websocket. Frames are queued and written by one task, so that events keep their order."""

    def __init__(self, socket: web.WebSocketResponse, compress: bool) -> None:
        self.socket = socket
        self._zlib = zlib.compressobj(1) if compress else None
        self._frames: deque[bytes] = deque()
        self._awake = asyncio.Event()
        self._muted = False

    def mute(self, muted: bool) -> None:
        """Keep back what is to be written, acknowledgements too, or write it after all."""
        self._muted = muted
        self._awake.set()

    def send(self, frame: bytes) -> None:
        self._frames.append(frame)
        self._awake.set()

    def send_op(self, op: int, data: Any = None) -> None:
        self.send(orjson.dumps({"op": op, "t": None, "s": None, "d": data}))

    def acknowledge(self) -> None:
        """Answer a heartbeat. The one place acknowledgements go through."""
        self.send_op(HEARTBEAT_ACK)

    async def write(self) -> None:
        """Write what is queued until cancelled or until the client is gone."""
        while not self.socket.closed:
            await self._awake.wait()
            self._awake.clear()
            while self._frames and not self._muted:
                frame = self._frames.popleft()
                try:
                    if self._zlib is None:
                        await self.socket.send_str(frame.decode())
                    else:
                        packed = self._zlib.compress(frame) + self._zlib.flush(zlib.Z_SYNC_FLUSH)
                        await self.socket.send_bytes(packed)
                except ConnectionError:
                    return
