"""Saying what a work is built on, from its panel."""

from discord.ext import commands

from bot.app import App
from bot.router import Press, pressed
from bot.services.lineage import Cited
from cogs.answers import Answer
from cogs.cards.works import work_label
from cogs.forms import cite_form
from cogs.translate import MOST_NUMBERS, read_numbers, read_some_numbers
from cogs.words.plain import numbers


class Lineage(commands.Cog):
    def __init__(self, app: App) -> None:
        self.lineage = app.services.lineage
        self.panels = app.services.panels

    @pressed("lineage", "cite")
    async def ask(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        view = await self.lineage.view(press.person, press.community_id, number)
        now = [(str(work.number), work_label(work)) for work in view.built_on[:MOST_NUMBERS]]
        subject = {"work": number, "now": now}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(cite_form(token, subject))

    @pressed("lineage", "cited")
    async def cite(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        not_on = [int(value) for value in press.fields.get("not_on", ())]
        read = read_numbers if not_on else read_some_numbers
        cited = await self.lineage.cite(
            press.person,
            press.community_id,
            number,
            read(press.text("sources")),
            press.interaction_id,
            not_on=not_on,
        )
        await answer.show(_told(number, cited))


def _told(number: int, cited: Cited) -> str:
    sentences = []
    if cited.added:
        sentences.append(
            f"#{number} now builds on {numbers(cited.added)} too. "
            f"Wherever #{number} is used, their makers are credited."
        )
    if cited.removed:
        sentences.append(f"#{number} no longer builds on {numbers(cited.removed)}.")
    return " ".join(sentences) or f"#{number} builds on that already. Nothing was changed."


async def setup(app: App) -> None:
    await app.add_cog(Lineage(app))
