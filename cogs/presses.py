"""Every press of a button, select or form goes to the router."""

from typing import Any

import discord
from discord.ext import commands

from bot.app import App
from bot.router import Press, pressed, read_custom_id
from cogs.answers import Answer
from cogs.forms import FORMS
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

    @pressed("form", "again")
    async def fill_in_again(self, press: Press, answer: Answer) -> None:
        """The form whose answers could not be taken, filled in as it was; only files have to be chosen again."""
        mark, token, _ = read_custom_id(press.subject["form"])
        panel = await self.app.services.panels.read(token, press.community_id, press.person)
        await answer.ask(FORMS[mark](token, panel.subject, press.subject["fields"]))


async def setup(app: App) -> None:
    await app.add_cog(Presses(app))
