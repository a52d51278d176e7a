"""A prompt that is posted again and again: begun in *Manage*, changed in *Coming up*."""

from collections.abc import Mapping, Sequence
from typing import Any

from discord.ext import commands

from bot.app import App
from bot.domain.instants import Instant
from bot.domain.recurrence import Every
from bot.domain.series import themes_from
from bot.router import Press, pressed
from cogs.answers import Answer
from cogs.cards.series import ahead_panel
from cogs.forms.series import series_form
from cogs.panels import rows
from cogs.times import read_span, read_time
from cogs.words.plain import quoted, when


class RepeatingPrompts(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.series = app.services.series

    @pressed("series", "ask")
    @pressed("series", "change")
    async def ask(self, press: Press, answer: Answer) -> None:
        await answer.ask(series_form(press.token, press.subject, {}))

    @pressed("series", "asked")
    async def show_ahead(self, press: Press, answer: Answer) -> None:
        """What was filled in is kept with the panel, read once: “Friday” is the same day when it is saved."""
        community = await self.app.services.communities.get(press.community_id)
        now = self.app.clock.now()
        length = press.text("open_for").strip()
        plan = {
            "every": press.text("every"),
            "first_at": read_time(press.text("first"), community.zone, now),
            "open_for": read_span(length, now) if length else None,
            "themes": list(themes_from(press.text("themes"))),
        }
        number: int = press.subject["prompt"]
        ahead = await self.series.ahead(press.person, press.community_id, number, *_plan(plan))
        fields: Mapping[str, Sequence[str]] = {name: list(values) for name, values in press.fields.items()}
        subject = {"prompt": number, "plan": plan, "fields": fields}
        token = await self.app.services.panels.private(press.community_id, press.person.id, subject)
        await answer.show(*ahead_panel(ahead, token))

    @pressed("series", "start")
    async def start(self, press: Press, answer: Answer) -> None:
        series = await self.series.start(
            press.person,
            press.community_id,
            press.subject["prompt"],
            *_plan(press.subject["plan"]),
            press.interaction_id,
        )
        await answer.update(
            f"{quoted(series.what.title)} is posted again, next {when(series.next_at or Instant(0))}. Skip, pause or "
            "stop it in **Coming up**, which is in `/help`.",
            rows(),
        )


def _plan(plan: Mapping[str, Any]) -> tuple[Every, Instant, int | None, list[str]]:
    return Every(plan["every"]), Instant(plan["first_at"]), plan["open_for"], plan["themes"]


async def setup(app: App) -> None:
    await app.add_cog(RepeatingPrompts(app))
