"""The stage: a sandbox in this process, and the bot beside it as a process of its own, as an operator runs it."""

import asyncio
import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from bot.demo.line import Line
from bot.sandbox.server import Sandbox
from bot.settings import Settings

TOKEN = "sandbox-token"  # noqa: S105 - opens nothing but the sandbox beside it
RATE_SCALE = 0.01  # limits hold, in a hundredth of the time: a story of weeks is told in a minute
ROOT = Path(__file__).resolve().parents[2]
CONNECTING_SECONDS = 60.0
STOPPING_SECONDS = 3.0
LAST_LINES = 15

Told = TypeVar("Told")


class BotDied(Exception):
    """The bot ended when nobody asked it to."""


class Stage:
    """Where it all happens. Made by `raised`, which also takes it down."""

    def __init__(self, sandbox: Sandbox, line: Line, folder: Path) -> None:
        self.sandbox = sandbox
        self.line = line
        self.state = folder / "state"
        self.log = folder / "bot.log"
        self._bot: asyncio.subprocess.Process | None = None

    def now(self) -> int:
        """Sandbox time, µs UTC."""
        return self.sandbox.clock.now()

    async def start_bot(self) -> None:
        self._bot = await self._start("run")

    async def connected(self, server: str, person: str, channel: str) -> None:
        """Wait until the bot greets a new server in a channel. Raises `BotDied`, or TimeoutError after a minute."""
        path = f"/servers/{server}/people/{person}/view"

        async def greeted() -> None:
            while not (await self.line.get(path, channel=channel))["messages"]:  # noqa: ASYNC110 - people look again
                await asyncio.sleep(0.05)

        async with asyncio.timeout(CONNECTING_SECONDS):
            await self.beside_bot(greeted())

    async def beside_bot(self, doing: Awaitable[Told]) -> Told:
        """Do something for which the bot has to live. Raises `BotDied` as soon as it does not."""
        task, end = asyncio.ensure_future(doing), asyncio.ensure_future(self._end())
        try:
            await asyncio.wait((task, end), return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise BotDied(f"The bot ended by itself, with exit code {end.result()}.")
        finally:
            task.cancel()
            end.cancel()
            await asyncio.gather(task, end, return_exceptions=True)

    async def stop_bot(self) -> tuple[int, float]:
        """Ask it to end, as a service manager does; returns its exit code and the seconds it took."""
        if self._bot is None:
            return 0, 0.0
        bot, self._bot = self._bot, None
        began = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            bot.terminate()
        try:
            async with asyncio.timeout(STOPPING_SECONDS):
                await bot.wait()
        except TimeoutError:
            bot.kill()
            await bot.wait()
        return bot.returncode or 0, time.monotonic() - began

    async def export(self, out: Path) -> int:
        """`python -m bot export` against the running bot, to an absolute path; returns the exit code."""
        return await (await self._start("export", "--out", str(out))).wait()

    async def ask_export(self) -> Any:
        """The same over the socket itself, without the command: quicker, for a look in between."""
        async with (
            aiohttp.ClientSession(connector=aiohttp.UnixConnector(str(self.state / "control.sock"))) as session,
            session.get("http://callsheet/export") as answer,
        ):
            return await answer.json()

    def last_lines(self) -> str:
        lines = self.log.read_text(encoding="utf-8", errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-LAST_LINES:]) or "(it said nothing)"

    async def _end(self) -> int:
        if self._bot is None:
            raise BotDied("The bot was never started.")
        return await self._bot.wait()

    async def _start(self, *arguments: str) -> asyncio.subprocess.Process:
        """A process of its own session, so that Ctrl+C reaches only us and we stop it in order."""
        with self.log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot",
                *arguments,
                cwd=self.log.parent,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        """Every setting is said outright, so that no `.env` and no variable of the operator's own gets in."""
        unset = {name.upper(): "" for name in Settings.model_fields}
        paths = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
        return {
            **os.environ,
            **unset,
            "DISCORD_TOKEN": TOKEN,
            "DISCORD_API": self.sandbox.api,
            "DISCORD_GATEWAY": self.sandbox.gateway,
            "CLOCK": "sandbox",
            "STATE_DIR": str(self.state),
            "PYTHONPATH": os.pathsep.join(paths),
        }


@contextlib.asynccontextmanager
async def raised(port: int = 0, openapi: Path | None = None, start_at: int | None = None) -> AsyncIterator[Stage]:
    """A stage with its sandbox running and no bot yet; leaving takes everything down.

    `start_at` is the instant (µs UTC) sandbox time begins, now by default.
    Raises OSError where the port is taken.
    """
    async with contextlib.AsyncExitStack() as stack:
        sandbox = Sandbox(port=port, openapi=openapi, token=TOKEN, start_at=start_at, rate_scale=RATE_SCALE)
        await sandbox.start()
        stack.push_async_callback(sandbox.stop)
        folder = Path(tempfile.mkdtemp(prefix="callsheet-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        line = await stack.enter_async_context(Line(sandbox.url))
        stage = Stage(sandbox, line, folder)
        stack.push_async_callback(stage.stop_bot)
        yield stage
