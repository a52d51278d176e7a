"""Posting a prompt again and again."""

from discord import ui

from bot.domain.recurrence import Every
from bot.router import custom_id
from cogs.cards.series import EVERY
from cogs.forms.fields import NOTHING, Filled, Subject
from cogs.panels import choice, form, text_field


def series_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
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
