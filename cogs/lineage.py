"""Saying what a work is built on, from its panel."""

from discord.ext import commands

from bot.app import App
from bot.router import Press, custom_id, pressed
from cogs.answers import Answer
from cogs.panels import form, text_field
from cogs.translate import read_some_numbers
from cogs.words.plain import numbers


class Lineage(commands.Cog):
    def __init__(self, app: App) -> None:
        self.lineage = app.services.lineage

    @pressed("lineage", "cite")
    async def ask(self, press: Press, answer: Answer) -> None:
        await answer.ask(
            form(
                f"What #{press.subject['work']} builds on",
                custom_id("lineage", "cited", press.token),
                text_field("Numbers of the works", "sources", hint="Such as “17, 31”, from any prompt here.", most=200),
            )
        )

    @pressed("lineage", "cited")
    async def cite(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        sources = read_some_numbers(press.text("sources"))
        added = await self.lineage.cite(press.person, press.community_id, number, sources, press.interaction_id)
        if added:
            await answer.show(
                f"#{number} now builds on {numbers(added)} too. Wherever #{number} is used, their makers are credited."
            )
        else:
            await answer.show(f"#{number} builds on {numbers(sources)} already. Nothing was changed.")


async def setup(app: App) -> None:
    await app.add_cog(Lineage(app))
