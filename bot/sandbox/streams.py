"""Streams out of the sandbox besides the gateway: time to the bots, hints to the page."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import orjson
from aiohttp import WSMsgType, web

from bot.sandbox.clock import Clock
from bot.sandbox.errors import Mistake
from bot.sandbox.world import Channel, Json, Server

SETTLE_SECONDS = 20.0
SETTLE_ROUNDS = 8


class BotClock:
    """One bot that follows sandbox time: what it last said, and who waits for it to settle."""

    def __init__(self, socket: web.WebSocketResponse) -> None:
        self.socket = socket
        self.next_due: int | None = None
        self.next_what: str | None = None
        self.waiting: dict[int, asyncio.Future[None]] = {}

    def heard(self, said: dict[str, Any]) -> None:
        self.next_due, self.next_what = said.get("next_due"), said.get("next_what")
        if said.get("op") != "settled":
            return
        for number in [number for number in self.waiting if number <= said["settle"]]:
            waiter = self.waiting.pop(number)
            if not waiter.done():
                waiter.set_result(None)

    def gone(self) -> None:
        for waiter in self.waiting.values():
            if not waiter.done():
                waiter.set_result(None)
        self.waiting.clear()


class ClockStreams:
    """Tells every connected bot clock the time, and waits until all have caught up and are idle."""

    def __init__(self, clock: Clock, sequences: Callable[[], dict[str, int]]) -> None:
        self._clock = clock
        self._sequences = sequences
        self._bots: set[BotClock] = set()
        self._settles = 0

    @property
    def next_due(self) -> int | None:
        """The earliest instant (µs) at which a bot said it owes something."""
        return min((bot.next_due for bot in self._bots if bot.next_due is not None), default=None)

    @property
    def next_what(self) -> str | None:
        """What that is, in the words of the bot that owes it, if it said."""
        owing = [bot for bot in self._bots if bot.next_due is not None]
        return min(owing, key=lambda bot: bot.next_due or 0).next_what if owing else None

    async def settle(self) -> None:
        """Return once every bot has set its clock, handled its events and has nothing in hand.

        What a bot does meanwhile sends it new events, so it is asked again until none were sent.
        Raises Mistake 504 after SETTLE_SECONDS.
        """
        if not self._bots:
            return
        try:
            async with asyncio.timeout(SETTLE_SECONDS):
                for _ in range(SETTLE_ROUNDS):
                    asked = self._sequences()
                    await self._ask(asked)
                    if self._sequences() == asked:
                        return
        except TimeoutError:
            raise Mistake(
                f"The bot's clock did not settle within {SETTLE_SECONDS:.0f} s: see what it is busy with.",
                504,
            ) from None

    async def _ask(self, sequences: dict[str, int]) -> None:
        self._settles += 1
        settle, waiters = self._settles, []  # while this is being sent, others may ask, and bots leave
        for bot in list(self._bots):
            if bot not in self._bots:
                continue
            waiter = bot.waiting[settle] = asyncio.get_running_loop().create_future()
            waiters.append(waiter)
            await self._tell(bot, settle, sequences)
        await asyncio.gather(*waiters)

    async def _tell(self, bot: BotClock, settle: int, sequences: dict[str, int]) -> None:
        said = {"op": "time", "now": self._clock.now(), "settle": settle, "seqs": sequences}
        with suppress(ConnectionError):
            await bot.socket.send_str(orjson.dumps(said).decode())

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        bot = BotClock(socket)
        self._bots.add(bot)
        try:
            await self._tell(bot, self._settles, self._sequences())
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    bot.heard(orjson.loads(message.data))
        finally:
            self._bots.discard(bot)
            bot.gone()
        return socket

    async def close(self) -> None:
        await asyncio.gather(*(bot.socket.close() for bot in list(self._bots)))


class Hints:
    """Small hints for the page: something visible changed in this channel, or in a person's direct messages."""

    def __init__(self) -> None:
        self._queues: set[asyncio.Queue[Json]] = set()
        self._sockets: set[web.WebSocketResponse] = set()

    def changed(self, server: Server | None, channel: Channel | None = None) -> None:
        if not self._queues:
            return
        hint: Json = {
            "op": "changed",
            "server": None if server is None else str(server.id),
            "channel": None if channel is None else str(channel.id),
        }
        if channel is not None and channel.recipient is not None:
            hint["person"] = str(channel.recipient.id)
        for queue in self._queues:
            queue.put_nowait(hint)

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(timeout=1.0)
        await socket.prepare(request)
        queue: asyncio.Queue[Json] = asyncio.Queue()
        self._queues.add(queue)
        self._sockets.add(socket)
        sender = asyncio.create_task(_send_hints(queue, socket), name="page hints")
        try:
            async for _ in socket:
                pass  # the page only listens
        finally:
            sender.cancel()
            self._queues.discard(queue)
            self._sockets.discard(socket)
        return socket

    async def close(self) -> None:
        await asyncio.gather(*(socket.close() for socket in list(self._sockets)))


async def _send_hints(queue: asyncio.Queue[Json], socket: web.WebSocketResponse) -> None:
    with suppress(ConnectionError):
        while True:
            await socket.send_str(orjson.dumps(await queue.get()).decode())
