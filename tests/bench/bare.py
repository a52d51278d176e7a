"""The baseline: discord.py and nothing else, answering each press with a message of the size of ours.

`python -m tests.bench.bare API GATEWAY CHANNEL` posts a card; its button gives a private panel, and every press on
that is answered.
"""

import asyncio
import sys

import discord
import uvloop
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

ANSWER = "Saved. On your ballot: #12. You can change it until <t:1795825049:F>."


class Bare(discord.Client):
    def __init__(self, channel: int) -> None:
        super().__init__(intents=discord.Intents(guilds=True), max_messages=None, chunk_guilds_at_startup=False)
        self._channel = channel

    async def setup_hook(self) -> None:
        self._view = discord.ui.View(timeout=None)
        options = [discord.SelectOption(label=f"#{n} A work with a title", value=str(n)) for n in range(1, 21)]
        self._view.add_item(discord.ui.Select(custom_id="pick", min_values=0, max_values=20, options=options))
        self._view.stop()

    async def on_ready(self) -> None:
        card = discord.ui.View(timeout=None)
        card.add_item(discord.ui.Button(label="Vote", custom_id="open"))
        card.stop()
        await self.get_partial_messageable(self._channel).send("A vote", view=card)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        if interaction.data["custom_id"] == "open":
            await interaction.response.send_message("Pick your favourites", view=self._view, ephemeral=True)
        else:
            await interaction.response.edit_message(content=ANSWER, view=self._view)


async def main() -> None:
    api, gateway, channel = sys.argv[1:]
    Route.BASE = api
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway)
    async with Bare(int(channel)) as client:
        await client.start("sandbox-token")


if __name__ == "__main__":
    discord.utils.setup_logging()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())
