"""Writing a prompt, moving its closing, ending it."""

from typing import Any

import discord
from discord import ui

from bot.domain.prompts import MAX_BRIEF, MAX_CO_DIRECTORS, MAX_ENDING, MAX_PAYS, MAX_REFERENCES
from bot.domain.prompts import MAX_TITLE as MAX_PROMPT_TITLE
from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, default, text
from cogs.panels import choice, form, said, text_field
from cogs.words.plain import when


def prompt_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    closes_at = subject["closes_at"]
    return form(
        "A new prompt",
        custom_id("draft", "start", token),
        *([said(f"It closes {when(closes_at)}.")] if closes_at else []),
        text_field(
            "Title",
            "title",
            hint="Short: it names the thread.",
            value=text(filled, "title"),
            most=MAX_PROMPT_TITLE,
        ),
        text_field(
            "Brief",
            "brief",
            hint="What you are looking for.",
            long=True,
            value=text(filled, "brief"),
            most=MAX_BRIEF,
        ),
    )


def wording_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject`: the draft's words as they are."""
    return form(
        "Its words",
        custom_id("draft", "worded", token),
        text_field(
            "Title",
            "title",
            hint="Short: it names the thread.",
            value=text(filled, "title", subject["title"]),
            most=MAX_PROMPT_TITLE,
        ),
        text_field(
            "Brief",
            "brief",
            hint="What you are looking for.",
            long=True,
            value=text(filled, "brief", subject["brief"]),
            most=MAX_BRIEF,
        ),
    )


def draft_closing_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 7 days”, “Friday 18:00”. Empty: when you close it."
    field = text_field(
        "It closes", "closes", hint=hint, required=False, value=text(filled, "closes", subject["closes"]), most=60
    )
    return form("When it closes", custom_id("draft", "closes", token), field)


def draft_opening_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“tomorrow 9:00”, “Friday 18:00”. Empty: when you post it."
    field = text_field(
        "It opens by itself", "opens", hint=hint, required=False, value=text(filled, "opens", subject["opens"]), most=60
    )
    return form("When it opens", custom_id("draft", "opens", token), field)


def terms_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject`: what the draft says already, in the form's own fields; `files` as (value, label)."""
    leads = [
        default(one, discord.SelectDefaultValueType.user) for one in filled.get("co_directors", subject["co_directors"])
    ]
    labels: list[ui.Label[Any]] = [
        text_field("What it pays", "pays", required=False, value=text(filled, "pays", subject["pays"]), most=MAX_PAYS),
        text_field(
            "Works from each member",
            "works_each",
            hint="1 to 20. Empty: as many as they like.",
            required=False,
            value=text(filled, "works_each", subject["works_each"]),
            most=3,
        ),
        ui.Label(
            text="Who leads it with you",
            description="They can manage this prompt, whatever their roles.",
            component=ui.UserSelect(
                custom_id="co_directors",
                min_values=0,
                max_values=MAX_CO_DIRECTORS,
                required=False,
                default_values=leads,
            ),
        ),
        ui.Label(
            text="Reference files",
            description=f"Shown on its card: up to {MAX_REFERENCES}, of 5 MB each at most.",
            component=ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=MAX_REFERENCES),
        ),
    ]
    if subject["files"]:
        chosen = filled.get("without", ())
        options = [(value, label, value in chosen) for value, label in subject["files"]]
        select = choice("without", options, placeholder="Nothing is taken away")
        labels.append(ui.Label(text="Take files away", component=select))
    return form("More about it", custom_id("draft", "terms", token), *labels)


def ending_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    finished = subject["state"] == "finished"
    chosen = text(filled, "tell", "quietly")
    ways = (("quietly", "Name its makers, notify nobody"), ("loudly", "Notify everybody who made something"))
    return form(
        "Finish the prompt" if finished else "Drop the prompt",
        custom_id("prompt", "ended", token),
        text_field(
            "What came of it" if finished else "Why nothing comes of it",
            "word",
            hint="One sentence for the people who made something. It stands on the card.",
            long=True,
            value=text(filled, "word"),
            most=MAX_ENDING,
        ),
        ui.Label(
            text="How they hear of it",
            component=choice(
                "tell",
                [(value, label, value == chosen) for value, label in ways],
                placeholder="Quietly",
                least=1,
                most=1,
                required=True,
            ),
        ),
    )


def closing_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 7 days”, “Friday 18:00”"
    return form(
        "Change the closing",
        custom_id("prompt", "moved", token),
        text_field("It closes", "closes", hint=hint, value=text(filled, "closes"), most=60),
    )
