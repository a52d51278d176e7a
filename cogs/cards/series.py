"""A prompt posted again and again: its form, and how it would go."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.recurrence import Every
from bot.router import custom_id
from bot.services.series import Ahead
from cogs.panels import button, choice, form, rows, text_field
from cogs.words.plain import count_of, plain, quoted, span, when

EVERY = {Every.DAY: "Every day", Every.WEEK: "Every week", Every.MONTH: "Every month"}


def series_form(token: str, subject: Mapping[str, Any], filled: Mapping[str, Sequence[str]]) -> ui.Modal:
    """`subject["fields"]`: what was filled in before, where it is being changed."""
    standing = {**subject.get("fields", {}), **filled}

    def first(name: str) -> str | None:
        return next(iter(standing.get(name, ())), None) or None

    chosen = first("every") or Every.WEEK.value
    options = [(every.value, label, every.value == chosen) for every, label in EVERY.items()]
    select = choice("every", options, placeholder="How often", least=1, most=1, required=True)
    return form(
        "Post it again and again",
        custom_id("series", "asked", token),
        ui.Label(text="How often", component=select),
        text_field(
            "The first time", "first", hint="“Friday 18:00”. The next come at the same time of day.",
            value=first("first"), most=60,
        ),
        text_field(
            "Each one is open for", "open_for", hint="“5 days”, “36 hours”. Empty: until somebody closes it.",
            required=False, value=first("open_for"), most=40,
        ),
        text_field(
            "Themes", "themes", hint="One a line; each is the title in its turn. Empty: the same title each time.",
            long=True, required=False, value=first("themes"),
        ),
    )  # fmt: skip


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
