"""One sandbox and one state folder a test; Discord's OpenAPI file judges the traffic where it is given."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox import Sandbox
from bot.sandbox.gateway import Terms
from bot.sandbox.openapi import OpenApi
from tests.engines import engine_name, postgres, sqlite_template, url
from tests.sandbox.conftest import discords_words

from .stage import RATE_SCALE, Stage

__all__ = ["discords_words", "engine_name", "postgres", "sqlite_template", "stage", "url"]


@pytest.fixture
async def stage(discords_words: OpenApi | None, tmp_path: Path) -> AsyncIterator[Stage]:
    sandbox = Sandbox(openapi=discords_words, rate_scale=RATE_SCALE, terms=Terms(identify_seconds=0))
    await sandbox.start()
    async with aiohttp.ClientSession() as http:
        stage = Stage(sandbox, http, tmp_path / "state")
        yield stage
        broken = [f"{r['method']} {r['path']}: {r['violations']}" for r in await stage.log() if r["violations"]]
    await sandbox.stop()
    assert not broken, "\n".join(broken)
