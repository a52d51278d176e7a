"""Moving a vote's closing."""

from discord import ui

from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import form, text_field


def vote_closing_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 3 days”, “Friday 18:00”"
    return form(
        "Change the closing",
        custom_id("vote", "moved", token),
        text_field("It closes", "closes", hint=hint, value=text(filled, "closes"), most=60),
    )
