"""Handing a work in."""

from typing import Any

from discord import ui

from bot.domain.works import MAX_TITLE, MAX_WORDS
from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import form, text_field


def words_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    files: ui.Label[Any] = ui.Label(
        text="Files",
        description="Choose them once more: a form can't keep files."
        if filled
        else "Up to ten. You can hand in words alone where the prompt takes words.",
        component=ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=10),
    )
    return form(
        "Hand a work in",
        custom_id("work", "words", token),
        text_field(
            "Title",
            "title",
            hint="Empty: the first line, or the file's name.",
            required=False,
            value=text(filled, "title", subject["title"]),
            most=MAX_TITLE,
        ),
        text_field("Words", "words", long=True, required=False, value=text(filled, "words"), most=MAX_WORDS),
        files,
        text_field(
            "Built on",
            "built_on",
            hint="Numbers of the works it builds on, such as “17, 31”. Empty is fine.",
            required=False,
            value=text(filled, "built_on", ", ".join(map(str, subject["built_on"]))),
            most=200,
        ),
    )
