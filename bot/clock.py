"""Time, as an argument: the system's, a test's, or the sandbox's."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp
from yarl import URL

from bot.domain.instants import SECOND, Instant, from_datetime

log = logging.getLogger(__name__)


class InHand:
    """Counts what is being done right now. Idle means it is nothing."""

    def __init__(self) -> None:
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    def take(self) -> None:
        self._count += 1
        self._idle.clear()

    def drop(self) -> None:
        self._count -= 1
        if self._count == 0:
            self._idle.set()

    def __enter__(self) -> None:
        self.take()

    def __exit__(self, *_: object) -> None:
        self.drop()

    async def idle(self) -> None:
        await self._idle.wait()


DATE_PRECISION = SECOND
"""An HTTP `Date` names a whole second."""
ASK_EVERY_SECONDS = 300
LONGEST_ANSWER = 2 * SECOND
"""A `Date` may be this old when we read it."""


def running_seconds() -> float:
    """Seconds that no one can turn; where the system has such a clock (Linux), they go on while the machine sleeps."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


class SystemClock:
    """The machine's clock, corrected by Discord's own.

    Deadlines are judged against snowflakes, which Discord's clock makes; so the `Date` of its answers is the arbiter.
    Between two of them the monotonic clock runs, which no operator and no NTP step can turn. `wall` is µs since 1970,
    `monotonic` seconds; a test hands in its own.
    """

    def __init__(
        self,
        wall: Callable[[], int] = lambda: time.time_ns() // 1_000,
        monotonic: Callable[[], float] = running_seconds,
    ) -> None:
        self.monotonic = monotonic
        self._callbacks: list[Callable[[], None]] = []
        self._anchor(Instant(wall()))

    def now(self) -> Instant:
        return Instant(self._at + int((self.monotonic() - self._anchored) * SECOND))

    def heard(self, date: Instant) -> None:
        """Discord said what time it is. Within the precision of a `Date` we keep our own."""
        now = self.now()
        if date <= now <= date + DATE_PRECISION + LONGEST_ANSWER:
            return
        self._anchor(Instant(date + DATE_PRECISION // 2))
        for callback in self._callbacks:
            callback()

    async def follow(self, session: aiohttp.ClientSession, api: str) -> None:
        """Ask Discord for the time now and then, until cancelled. `/gateway` needs no token and is never limited."""
        while True:
            try:
                async with session.get(f"{api}/gateway") as answer:
                    self.heard(from_datetime(parsedate_to_datetime(answer.headers["Date"])))
            except (aiohttp.ClientError, KeyError, ValueError, TimeoutError):
                log.info("Discord did not tell the time")
            await asyncio.sleep(ASK_EVERY_SECONDS)

    async def wait_until(self, at: Instant) -> None:
        await asyncio.sleep(max(0, at - self.now()) / SECOND)

    def on_jump(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def _anchor(self, at: Instant) -> None:
        self._at = at
        self._anchored = self.monotonic()


class FakeClock:
    """Stands still until a test moves it."""

    def __init__(self, now: Instant) -> None:
        self._now = now
        self._callbacks: list[Callable[[], None]] = []
        self._moved = asyncio.Condition()

    def now(self) -> Instant:
        return self._now

    def monotonic(self) -> float:
        return self._now / SECOND

    async def wait_until(self, at: Instant) -> None:
        async with self._moved:
            await self._moved.wait_for(lambda: self._now >= at)

    def on_jump(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    async def advance(self, micros: int) -> None:
        async with self._moved:
            self._now = Instant(self._now + micros)
            self._moved.notify_all()
        for callback in self._callbacks:
            callback()


NextDue = Callable[[], Awaitable[tuple[Instant, str] | None]]
CaughtUp = Callable[[dict[str, int]], Awaitable[None]]


class SandboxClock:
    """Follows the sandbox's clock stream, and tells it when we have caught up, are idle, and what is due next.

    Between two words from the sandbox its time runs as ours does.
    """

    def __init__(self, origin: URL, in_hand: InHand) -> None:
        self._url = origin / "sandbox/v1/clock/stream"
        self._in_hand = in_hand
        self._anchor = Instant(time.time_ns() // 1_000)
        self._anchored = time.monotonic()
        self._callbacks: list[Callable[[], None]] = []
        self._moved = asyncio.Condition()
        self._next_due: NextDue | None = None
        self._caught_up: CaughtUp | None = None

    def now(self) -> Instant:
        return Instant(self._anchor + int((time.monotonic() - self._anchored) * SECOND))

    def monotonic(self) -> float:
        return self.now() / SECOND

    async def wait_until(self, at: Instant) -> None:
        while (left := at - self.now()) > 0:
            async with self._moved:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._moved.wait(), left / SECOND)

    def on_jump(self, callback: Callable[[], None]) -> None:
        self._callbacks.append(callback)

    def report(self, next_due: NextDue, caught_up: CaughtUp) -> None:
        """What we tell the sandbox, and when.

        `next_due` says when something is owed next, and what, in a few words; `caught_up` waits until these gateway
        sequences are processed.
        """
        self._next_due = next_due
        self._caught_up = caught_up

    async def follow(self) -> None:
        """Stay connected until cancelled; each word of the sandbox is answered on its own."""
        async with aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.ws_connect(self._url) as stream, asyncio.TaskGroup() as answers:
                        async for message in stream:
                            word = message.json()
                            await self._set(Instant(word["now"]))
                            answers.create_task(self._answer(stream, word))
                except* (aiohttp.ClientError, ConnectionError):
                    log.warning("the sandbox's clock is away; looking again")
                await asyncio.sleep(0.5)

    async def _set(self, now: Instant) -> None:
        jumped = abs(now - self.now()) > SECOND // 2
        self._anchor, self._anchored = now, time.monotonic()
        if not jumped:
            return
        async with self._moved:
            self._moved.notify_all()
        for callback in self._callbacks:
            callback()

    async def _answer(self, stream: aiohttp.ClientWebSocketResponse, word: dict[str, Any]) -> None:
        if self._caught_up is not None:
            await self._caught_up(word.get("seqs") or {})
        await self._in_hand.idle()
        due = await self._next_due() if self._next_due else None
        next_due, what = due or (None, None)
        answer = {
            "op": "settled",
            "settle": word.get("settle"),
            "now": self.now(),
            "next_due": next_due,
            "next_what": what,
        }
        with contextlib.suppress(ConnectionError):
            await stream.send_json(answer)
