"""The forms of a maker's panel."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.making import MAX_AI, MAX_CREDIT, MAX_LICENCE, MAX_LINK, MAX_MAKERS, MAX_NAME
from bot.domain.works import MAX_FILES, MAX_TITLE, MAX_WORDS
from bot.router import custom_id
from cogs.cards.making import KINDS
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import choice, form, text_field


def edit_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject`: the work's title, words and credit words as they stand."""
    return form(
        f"Edit #{subject['work']}",
        custom_id("making", "edited", token),
        text_field(
            "Title",
            "title",
            hint="Empty: the first line, or the file's name.",
            required=False,
            value=text(filled, "title", subject["title"]),
            most=MAX_TITLE,
        ),
        text_field(
            "Words",
            "words",
            hint="They can change until the prompt closes.",
            long=True,
            required=False,
            value=text(filled, "words", subject["words"]),
            most=MAX_WORDS,
        ),
        text_field(
            "In credits",
            "credit",
            hint="How credits name it. Empty: by its title.",
            required=False,
            value=text(filled, "credit", subject["credit"]),
            most=MAX_CREDIT,
        ),
    )


def files_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    chosen = text(filled, "how", "add")
    ways = (("add", "Add them to the files there are"), ("replace", "Put them in place of the files there are"))
    return form(
        f"Files of #{subject['work']}",
        custom_id("making", "put", token),
        ui.Label(
            text="Files",
            description="Until the prompt closes. Ten in all.",
            component=ui.FileUpload(custom_id="files", required=True, min_values=1, max_values=MAX_FILES),
        ),
        ui.Label(
            text="What to do with them",
            description="What is replaced is kept as an earlier version, which only its makers see.",
            component=choice(
                "how",
                [(value, label, value == chosen) for value, label in ways],
                placeholder="Add or replace",
                least=1,
                most=1,
                required=True,
            ),
        ),
    )


def ai_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject["how"]`: what was said before."""
    return form(
        f"AI in #{subject['work']}",
        custom_id("making", "ai_said", token),
        text_field(
            "How it was used",
            "how",
            hint="Everybody reads it beside your work. You can change it later.",
            value=text(filled, "how", subject["how"]),
            most=MAX_AI,
        ),
    )


def makers_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    people = [
        discord.SelectDefaultValue(id=int(one), type=discord.SelectDefaultValueType.user)
        for one in filled.get("people", ())
    ]
    return form(
        f"Who made #{subject['work']} with you",
        custom_id("making", "asked", token),
        ui.Label(
            text="People",
            description="They are asked in one silent line, and count once they say yes.",
            component=ui.UserSelect(
                custom_id="people", min_values=1, max_values=MAX_MAKERS - 1, required=True, default_values=people
            ),
        ),
    )


def outside_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject["now"]`: what is named already, as (id, name)."""
    now: Sequence[Sequence[str]] = subject["now"]
    chosen = text(filled, "kind", "stock")
    labels: list[ui.Label[Any]] = [
        ui.Label(
            text="What it is",
            component=choice(
                "kind",
                [(kind.value, label, kind.value == chosen) for kind, label in KINDS.items()],
                placeholder="What it is",
                least=1,
                most=1,
                required=True,
            ),
        ),
        text_field(
            "Name",
            "name",
            hint="What it is called and whose it is.",
            required=not now,
            value=text(filled, "name"),
            most=MAX_NAME,
        ),
        text_field(
            "Link",
            "link",
            hint="Where others find it. Empty is fine.",
            required=False,
            value=text(filled, "link"),
            most=MAX_LINK,
        ),
        text_field(
            "Licence",
            "licence",
            hint="CC BY, OFL, bought … Empty is fine.",
            required=False,
            value=text(filled, "licence"),
            most=MAX_LICENCE,
        ),
    ]
    if now:
        options = [(value, label, value in filled.get("not_from", ())) for value, label in now]
        labels.append(
            ui.Label(
                text="Take out what was named by mistake",
                component=choice("not_from", options, placeholder="Nothing is taken out"),
            )
        )
    return form(f"What #{subject['work']} takes from outside", custom_id("making", "named", token), *labels)
