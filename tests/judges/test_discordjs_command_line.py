"""discord.js at `python -m bot sandbox`, the one anybody starts."""

import asyncio
import os
import re
import sys
from collections.abc import AsyncIterator

import aiohttp
import pytest

from .clients import PATIENCE_SECONDS, discord_js


@pytest.fixture
async def url() -> AsyncIterator[str]:
    """The address a sandbox started from the command line says it has; a signal must end it well."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "sandbox", "--port", "0", env={**os.environ}, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    line = (await asyncio.wait_for(process.stdout.readline(), PATIENCE_SECONDS)).decode()
    said = re.fullmatch(r"The page: (http://127\.0\.0\.1:\d+)\n", line)
    assert said, line
    yield said[1]
    process.terminate()
    await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert process.returncode == 0


async def test_the_command_lines_sandbox_serves_discord_js(url: str, session: aiohttp.ClientSession) -> None:
    async def call(method: str, path: str, **body: object) -> dict:
        async with session.request(method, f"{url}/sandbox/v1{path}", json=body or None) as answer:
            told = await answer.json()
            assert answer.status == 200, told
            return told

    await call("POST", "/servers", name="film", channels=["general"])
    await call("POST", "/servers/film/people", name="ann")
    async with discord_js("interactions.mjs", url) as bot:
        await bot.heard("registered")
        used = {"channel": "general", "command": "echo", "options": {"words": "roll it"}}
        view = await call("POST", "/servers/film/people/ann/commands", **used)
        assert view["messages"][-1]["content"] == "roll it"
    unknown = [entry["path"] for entry in (await call("GET", "/log"))["requests"] if entry["status"] == 404]
    assert unknown == []
