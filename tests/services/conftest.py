import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import aiohttp
import pytest_asyncio

from bot.clock import FakeClock
from data import Database
from tests.engines import db, engine_name, postgres, sqlite_template, url
from tests.services.filehost import FileHost
from tests.services.stage import NOON, Stage

__all__ = ["db", "engine_name", "postgres", "sqlite_template", "url"]


@pytest_asyncio.fixture
async def empty_stage(db: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """Nobody has set Callsheet up yet."""
    files = FileHost()
    await files.start()
    async with aiohttp.ClientSession() as session:
        yield Stage(db, FakeClock(NOON), files, session, tmp_path / "media")
    await files.stop()


@pytest_asyncio.fixture
async def stage(empty_stage: Stage) -> Stage:
    """One community, set up."""
    await empty_stage.set_up()
    return empty_stage


@pytest_asyncio.fixture
async def box(stage: Stage) -> AsyncIterator[Stage]:
    """The same, with the ballot box served."""
    serving = asyncio.create_task(stage.box.run())
    yield stage
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
