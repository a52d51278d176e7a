"""A production's works and credits."""

from collections.abc import Sequence
from typing import Any

from discord import ui

from bot.domain.productions import MAX_ROLE
from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import choice, form, text_field


def production_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """A work into a production; `subject["running"]`: those there are, as (value, label)."""
    running: Sequence[Sequence[str]] = subject["running"]
    chosen = text(filled, "production", running[0][0])
    options = [(value, label, value == chosen) for value, label in running]
    select = choice("production", options, placeholder="Which production", least=1, most=1, required=True)
    return form(
        f"Add #{subject['work']}",
        custom_id("production", "chosen", token),
        ui.Label(text="Production", component=select),
        _role_field(filled),
    )


def adding_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    return form("Add works", custom_id("production", "added", token), _works_field(filled), _role_field(filled))


def removing_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    return form("Take works out", custom_id("production", "removed", token), _works_field(filled))


def _works_field(filled: Filled) -> ui.Label[Any]:
    return text_field("Numbers of the works", "works", hint="Such as “17, 31”.", value=text(filled, "works"), most=200)


def _role_field(filled: Filled) -> ui.Label[Any]:
    return text_field(
        "Its role in the piece",
        "role",
        hint="Music, poster, voice … Empty is fine.",
        required=False,
        value=text(filled, "role"),
        most=MAX_ROLE,
    )


def credits_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“Friday 18:00”, “in 2 hours”, “now”"
    return form(
        "Schedule the credits",
        custom_id("production", "scheduled", token),
        text_field("When", "when", hint=hint, value=text(filled, "when"), most=60),
    )
