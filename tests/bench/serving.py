"""A server in a process of its own, which makes its own interactions and tells what they cost it.

`python -m tests.bench.serving minimal|sandbox` says where it listens, and for each number on its input makes that many
interactions and says how many seconds of this process's CPU they took.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import uvloop

from bot.sandbox.acting import Acting
from bot.sandbox.server import Sandbox
from tests.bench.minimal import Minimal

IN_FLIGHT = 32


async def main() -> None:
    gc.set_threshold(20_000, 20, 20)  # as `python -m bot sandbox` does
    interact = await {"minimal": _minimal, "sandbox": _sandbox}[sys.argv[1]]()
    lines = await _input()
    while line := await lines.readline():
        started = time.process_time()
        await _load(interact, int(line))
        _say(f"{time.process_time() - started:.6f}")


async def _load(interact: Callable[[], Awaitable[object]], number: int) -> None:
    """`number` interactions, IN_FLIGHT at a time, each answered before the next is made."""
    left = iter(range(number))

    async def person() -> None:
        for _ in left:
            await interact()

    await asyncio.gather(*(person() for _ in range(IN_FLIGHT)))


async def _minimal() -> Callable[[], Awaitable[object]]:
    server = Minimal()
    address = await server.start()
    _say(f"http://{address} ws://{address}/gateway/")
    await server.connected.wait()
    return server.interact


async def _sandbox() -> Callable[[], Awaitable[object]]:
    """The sandbox without Discord's description: validation off."""
    sandbox = Sandbox()
    await sandbox.start()
    acting = await _server(sandbox)
    _say(f"{sandbox.api} {sandbox.gateway}")
    while not sandbox.state.commands.all(None) or not sandbox.state.gateway.connected:  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    return lambda: acting.command("general", "ping", wait="ack")


async def _server(sandbox: Sandbox) -> Acting:
    async with (
        aiohttp.ClientSession() as http,
        http.post(
            f"{sandbox.url}/sandbox/v1/servers", json={"name": "Bench", "channels": ["general"]}, raise_for_status=True
        ),
    ):
        return sandbox.act_as("Bench", "owner")


async def _input() -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    return reader


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
