"""Saying what a work is built on."""

from collections.abc import Sequence

from discord import ui

from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import choice, form, text_field


def cite_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject["now"]`: what the work builds on already, as (value, label)."""
    now: Sequence[Sequence[str]] = subject["now"]
    labels = [
        text_field(
            "Numbers of the works",
            "sources",
            hint="Such as “17, 31”, from any prompt here.",
            required=not now,
            value=text(filled, "sources"),
            most=200,
        )
    ]
    if now:
        chosen = filled.get("not_on", ())
        options = [(value, label, value in chosen) for value, label in now]
        labels.append(
            ui.Label(
                text="Take out what was named by mistake",
                description="Until others have built on it, or a production has it in.",
                component=choice("not_on", options, placeholder="Nothing is taken out"),
            )
        )
    return form(f"What #{subject['work']} builds on", custom_id("lineage", "cited", token), *labels)


def find_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    return form(
        f"Find what #{subject['work']} builds on",
        custom_id("lineage", "found", token),
        text_field(
            "Number, title or maker's name",
            "text",
            hint="A part of it is enough, from any prompt here.",
            value=text(filled, "text"),
            most=100,
        ),
    )
