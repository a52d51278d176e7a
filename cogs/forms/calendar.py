"""Moving what is owed."""

from discord import ui

from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import form, text_field


def moving_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 7 days”, “Friday 18:00”"
    return form(
        "Move it",
        custom_id("calendar", "moved", token),
        text_field("To when", "when", hint=hint, value=text(filled, "when"), most=60),
    )
