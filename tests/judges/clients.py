"""A bot of another library as a process of its own, and what it says."""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

Json = dict[str, Any]
TESTS = Path(__file__).parents[1]
SCRIPTS = Path(__file__).parent / "discordjs"
PATIENCE_SECONDS = 60.0
"""For what takes a second or two on an idle machine."""


class DiscordJs:
    """One script of `discordjs/`, running."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.said: list[Json] = []

    async def heard(self, event: str) -> Json:
        """The next thing of this name it says; what comes before it stays in `said`. Fails when it ends or errs."""
        assert self._process.stdout is not None
        while True:
            line = await asyncio.wait_for(self._process.stdout.readline(), PATIENCE_SECONDS)
            if not line:
                assert self._process.stderr is not None
                raise AssertionError(f"discord.js ended: {(await self._process.stderr.read()).decode()}")
            said = json.loads(line)
            self.said.append(said)
            assert said["event"] != "error" or event == "error", said
            if said["event"] == event:
                return said


@contextlib.asynccontextmanager
async def discord_js(script: str, url: str) -> AsyncIterator[DiscordJs]:
    """Run a script against the sandbox at `url` until the block is left. It must then end well."""
    node = shutil.which("node")
    if node is None or not (TESTS / "node_modules" / "discord.js").is_dir():
        pytest.skip("discord.js is not installed: npm ci --prefix tests")
    process = await asyncio.create_subprocess_exec(
        node,
        str(SCRIPTS / script),
        env={"SANDBOX_API": f"{url}/api", "SANDBOX_TOKEN": "sandbox-token"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield DiscordJs(process)
    except BaseException:
        if process.returncode is None:
            process.kill()
        await process.communicate()
        raise
    if process.returncode is None:
        process.terminate()
    _, complaints = await asyncio.wait_for(process.communicate(), PATIENCE_SECONDS)
    assert (process.returncode, complaints) == (0, b"")
