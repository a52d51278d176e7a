"""One websocket of the gateway: what is written to it, and how it is packed."""

import asyncio
import zlib
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

import orjson
from aiohttp import web

from bot.sandbox.gateway.codes import HEARTBEAT_ACK

if TYPE_CHECKING:
    from bot.sandbox.gateway.session import Session

# discord.py notes when it sent a heartbeat only after the send has returned, in another thread: an acknowledgement
# that is faster makes it warn of a latency of a whole interval. On a network none is.
ACK_SECONDS = 0.02


class Packing(Protocol):
    """One context of compression, kept over the whole connection."""

    def __call__(self, frame: bytes) -> bytes: ...


def zlib_stream() -> Packing:
    """Every message ends in the Z_SYNC_FLUSH suffix."""
    context = zlib.compressobj(1)
    return lambda frame: context.compress(frame) + context.flush(zlib.Z_SYNC_FLUSH)


def zstd_stream() -> Packing:
    """Every message is flushed as a block of one frame that never ends; raises ImportError without `zstandard`."""
    import zstandard  # only where a client asks for it: not everyone has it

    context = zstandard.ZstdCompressor(level=1).compressobj()
    return lambda frame: context.compress(frame) + context.flush(zstandard.COMPRESSOBJ_FLUSH_BLOCK)


PACKINGS = {"zlib-stream": zlib_stream, "zstd-stream": zstd_stream}


class Connection:
    """One websocket. Frames are queued and written by one task, so that events keep their order."""

    def __init__(self, socket: web.WebSocketResponse, packing: Packing | None) -> None:
        self.socket = socket
        self.session: Session | None = None
        self._packing = packing
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
        asyncio.get_running_loop().call_later(ACK_SECONDS, self.send_op, HEARTBEAT_ACK)

    async def write(self) -> None:
        """Write what is queued until cancelled or until the client is gone."""
        while not self.socket.closed:
            await self._awake.wait()
            self._awake.clear()
            while self._frames and not self._muted:
                frame = self._frames.popleft()
                try:
                    if self._packing is None:
                        await self.socket.send_str(frame.decode())
                    else:
                        await self.socket.send_bytes(self._packing(frame))
                except ConnectionError:
                    return
