import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress

import pytest_asyncio

from bot.clock import FakeClock, InHand
from bot.due.waking import Timer, Waker
from tests.services.conftest import db, empty_stage, engine_name, postgres, sqlite_template, stage, url
from tests.services.stage import Stage

__all__ = ["db", "empty_stage", "engine_name", "postgres", "sqlite_template", "stage", "url"]


class Works:
    """What turns the loops: a waker each, one timer, and a way to wait until nothing is in hand."""

    def __init__(self, clock: FakeClock, stack: AsyncExitStack) -> None:
        self.clock = clock
        self.in_hand = InHand()
        self.timer = Timer(clock)
        self._stack = stack

    def waker(self) -> Waker:
        return Waker(self.in_hand)

    def start_timer(self, *wakers: Waker) -> None:
        self.timer.start(*wakers)
        self._stack.push_async_callback(self._stop_timer)

    async def _stop_timer(self) -> None:
        self.timer.stop()
        await asyncio.sleep(0)  # APScheduler stops on the loop's next turn

    async def serve(self, run: Callable[[], Awaitable[None]]) -> "asyncio.Task[None]":
        """Run a loop until the test is over."""
        return await self._stack.enter_async_context(serving(run))

    async def ring(self, waker: Waker) -> None:
        """Ring, and wait until everything that follows is done."""
        waker()
        await self.quiet()

    async def advance(self, micros: int) -> None:
        """Move the time; those who asked to hear of it are rung."""
        await self.clock.advance(micros)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is in hand."""
        await asyncio.wait_for(self.in_hand.idle(), 20)


@asynccontextmanager
async def serving(run: Callable[[], Awaitable[None]]) -> "AsyncIterator[asyncio.Task[None]]":
    async def whole() -> None:
        await run()

    task = asyncio.create_task(whole())
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@pytest_asyncio.fixture
async def works(stage: Stage) -> AsyncIterator[Works]:
    async with AsyncExitStack() as stack:
        yield Works(stage.clock, stack)
