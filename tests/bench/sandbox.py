"""What one bare interaction costs the sandbox (validation off), against the least server discord.py gets along with.

`/ping`, answered "pong" by discord.py with nothing else in it; 32 in flight. Each server is a process of its own that
makes its own interactions, so the CPU counted is that of whoever asks, of the gateway and of the callback. Each has its
own bot, both stay connected, and they are loaded in turn. Costs, so the ratio is minimal ÷ ours.
"""

import asyncio
import sys

from tests.bench.report import report

PAIRS = 7
INTERACTIONS = 2_000
WARM_UP = 1_000


class Server:
    """A serving process and the bot that is connected to it."""

    def __init__(self, process: asyncio.subprocess.Process, bot: asyncio.subprocess.Process) -> None:
        self._process = process
        self._bot = bot

    @classmethod
    async def start(cls, kind: str) -> "Server":
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.serving", kind,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert process.stdout is not None
        api, gateway = (await process.stdout.readline()).decode().split()
        bot = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.bench.noop", api, gateway, stderr=asyncio.subprocess.DEVNULL
        )
        return cls(process, bot)

    async def cost(self, interactions: int) -> float:
        """Milliseconds of the server's CPU for each of so many interactions."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(b"%d\n" % interactions)
        return float(await self._process.stdout.readline()) / interactions * 1_000

    async def stop(self) -> None:
        for process in (self._bot, self._process):
            process.terminate()
            await process.wait()


def main() -> None:
    asyncio.run(measure())


async def measure() -> None:
    minimal, ours = await Server.start("minimal"), await Server.start("sandbox")
    try:
        for server in (minimal, ours):
            await server.cost(WARM_UP)
        mine, theirs = [], []
        for _ in range(PAIRS):
            theirs.append(await minimal.cost(INTERACTIONS))
            mine.append(await ours.cost(INTERACTIONS))
    finally:
        await minimal.stop()
        await ours.stop()
    report("sandbox", mine, theirs, "ms of CPU per interaction", {}, cost=True, interactions=INTERACTIONS)


if __name__ == "__main__":
    main()
