"""The bot that measures a server: discord.py and nothing else, answering `/ping` with "pong".

`python -m tests.bench.noop API GATEWAY`.
"""

# ruff: noqa: E402
import asyncio
import sys

# Both servers speak zlib-stream; with zstandard at hand discord.py would ask for another packing.
sys.modules["zstandard"] = None  # type: ignore[assignment]

import discord
import uvloop
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

PING = {"name": "ping", "description": "Say pong", "type": 1}


class Noop(discord.Client):
    def __init__(self) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None, chunk_guilds_at_startup=False)

    async def setup_hook(self) -> None:
        assert self.application_id is not None
        await self.http.bulk_upsert_global_commands(self.application_id, [PING])

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await interaction.response.send_message("pong")


async def main() -> None:
    api, gateway = sys.argv[1:]
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
    async with Noop() as client:
        await client.start("sandbox-token")


if __name__ == "__main__":
    discord.utils.setup_logging()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
