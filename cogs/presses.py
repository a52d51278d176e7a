"""Every press of a button, select or form goes to the router."""

from typing import Any

import discord
from discord.ext import commands

from bot.app import App
from cogs.answers import Answer
from cogs.translate import person_of

ROUTED = frozenset({discord.InteractionType.component, discord.InteractionType.modal_submit})


class Presses(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app

    @commands.Cog.listener()
    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        if interaction.type not in ROUTED:
            return
        async with Answer(interaction) as answer:
            await self.app.router.route(interaction, person_of(interaction), answer)


async def setup(app: App) -> None:
    await app.add_cog(Presses(app))
