"""The real bot, a sandbox with its page, and one browser for every test of a worker."""

import contextlib
import os
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import aiohttp
import pytest
import pytest_asyncio
from yarl import URL

from bot import deferrals
from bot.sandbox import Sandbox
from tests.journeys.stage import RATE_SCALE, Json, Stage

if TYPE_CHECKING:
    from playwright.async_api import Browser

    from .browser import Device
    from .seat import Seat

PATIENCE_SECONDS = 15.0


class PageAs(Protocol):
    def __call__(
        self, person: str, channel: str = "studio", *, device: "Device" = ..., scheme: str = "light"
    ) -> "Awaitable[Seat]": ...


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> "AsyncIterator[Browser]":
    from .browser import chromium

    async with chromium() as running:
        yield running


@contextlib.asynccontextmanager
async def a_set(folder: Path, *, bot: bool = True, guide: Json | None = None) -> AsyncIterator[Stage]:
    """A server, see `Stage.server` for who is there; with Callsheet in it and set up, unless there is no `bot`."""
    patience = {"first_answer_seconds": PATIENCE_SECONDS, "final_answer_seconds": PATIENCE_SECONDS}
    sandbox = Sandbox(rate_scale=RATE_SCALE, guide=guide, **patience)
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        stage = Stage(sandbox, http, folder)
        async with stage.running() if bot else contextlib.nullcontext():
            await stage.server()
            if bot:
                await stage.set_up()
            yield stage
    await sandbox.stop()


@pytest_asyncio.fixture(loop_scope="session")
async def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """The set of a test with the bot on it. Modules whose tests need no bot have a `stage` of their own."""
    # The browser shares this machine's cores, so everybody is given more time.
    monkeypatch.setattr(deferrals, "DEFER_AFTER_SECONDS", PATIENCE_SECONDS / 2)
    async with a_set(tmp_path / "state") as stage:
        yield stage


@pytest.fixture
def shots(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Where pictures go: below PAGE_SHOTS, or to the folder of the test."""
    named = os.environ.get("PAGE_SHOTS")
    folder = Path(named) / request.node.name if named else tmp_path / "shots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest_asyncio.fixture(loop_scope="session")
async def page_as(browser: "Browser", stage: Stage, shots: Path, tmp_path: Path) -> AsyncIterator[PageAs]:
    """Opens the page as somebody, at a channel or thread; whatever a page complained of fails the test."""
    from .browser import DESKTOP, opened
    from .seat import Seat

    complaints: list[str] = []
    async with contextlib.AsyncExitStack() as closing:

        async def sit(person: str, channel: str = "studio", *, device: Any = DESKTOP, scheme: str = "light") -> Seat:
            page = await closing.enter_async_context(opened(browser, device, scheme, complaints))
            server = next(one for one in (await stage.call("GET", "/servers"))["servers"] if one["name"] == "film")
            place = next(one for one in [*server["channels"], *server["threads"]] if one["name"] == channel)
            who = next(one for one in server["people"] if one["name"] == person)
            seat = {"server": server["id"], "channel": place["id"], "as": who["id"]}
            await page.goto(f"{stage.sandbox.url}/#{URL.build(query=seat).query_string}")
            sitting = Seat(page, person, shots, tmp_path / "desk")
            await sitting.is_at(channel)
            return sitting

        yield sit
    assert complaints == []
