"""One sandbox and one state folder a test; Discord's OpenAPI file judges the traffic where it is given."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms
from tests.engines import engine_name, postgres, sqlite_template, url

from .stage import Stage

__all__ = ["engine_name", "postgres", "sqlite_template", "stage", "url"]


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    named = os.environ.get("DISCORD_OPENAPI")
    sandbox = Sandbox(openapi=Path(named) if named else None, terms=Terms(identify_seconds=0))
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        stage = Stage(sandbox, http, tmp_path / "state")
        yield stage
        broken = [f"{r['method']} {r['path']}: {r['violations']}" for r in await stage.log() if r["violations"]]
    await sandbox.stop()
    assert not broken, "\n".join(broken)
