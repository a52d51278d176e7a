"""Handing a work in."""

from typing import Any

from discord import ui

from bot.domain.works import MAX_TITLE, MAX_WORDS
from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import choice, form, text_field


def words_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    files: ui.Label[Any] = ui.Label(
        text="Files",
        description="Choose them once more: a form can't keep files."
        if filled
        else "Up to ten. You can hand in words alone where the prompt takes words.",
        component=ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=10),
    )
    last: ui.Label[Any] = text_field(
        "Built on",
        "built_on",
        hint="Numbers of the works it builds on, such as “17, 31”. Empty is fine.",
        required=False,
        value=text(filled, "built_on", ", ".join(map(str, subject["built_on"]))),
        most=200,
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
        _was_ai_used(filled) if subject.get("asks_ai") else last,
    )


def _was_ai_used(filled: Filled) -> ui.Label[Any]:
    """In place of what it builds on, which its panel asks as well: a form holds five."""
    chosen = text(filled, "ai")
    answers = (("no", "No"), ("yes", "Yes, and its words say how"))
    return ui.Label(
        text="Was AI used?",
        description="This prompt asks you to say so. You can change it later.",
        component=choice(
            "ai",
            [(value, label, value == chosen) for value, label in answers],
            placeholder="No or yes",
            least=1,
            most=1,
            required=True,
        ),
    )
