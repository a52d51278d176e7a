"""A prompt posted again and again: how it would go."""

import discord
from discord import ui

from bot.domain.recurrence import Every
from bot.router import custom_id
from bot.services.series import Ahead
from cogs.panels import button, rows
from cogs.words.plain import count_of, plain, quoted, span, when

EVERY = {Every.DAY: "Every day", Every.WEEK: "Every week", Every.MONTH: "Every month"}


def ahead_panel(ahead: Ahead, token: str) -> tuple[str, ui.View]:
    """The next ones with their times, before anything is saved."""
    what = ahead.what
    lines = [f"**{EVERY[what.recurrence.every]}**, {quoted(what.title, 100)} is posted again. The first ones:"]
    lines += [f"{when(at)} · {quoted(title, 90)}" for at, title in ahead.next]
    if what.open_for is None:
        lines.append("Each one is open until somebody closes it.")
    else:
        lines.append(f"Each one is open for {span(what.open_for)}.")
    if what.themes:
        themes = count_of(len(what.themes), "theme takes", "themes take")
        lines.append(f"{themes} turns in the order you wrote, then from the first again.")
    lines.append(f"The time of day is kept as clocks show it in {plain(what.recurrence.zone)}, summer and winter.")
    return "\n".join(lines), rows(
        button("Start it", custom_id("series", "start", token), discord.ButtonStyle.primary),
        button("Change it…", custom_id("series", "change", token)),
    )
