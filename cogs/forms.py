"""The forms, each from what its panel knows and what has been filled in before: so one can be opened again as it was.

A form is `(token, subject, filled)`: the panel it is sent for, that panel's subject, and the fields by custom id.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import discord
from discord import ui

from bot.domain.moderation import MAX_REASON
from bot.domain.productions import MAX_ROLE
from bot.domain.prompts import MAX_BRIEF, MAX_CO_DIRECTORS, MAX_ENDING, MAX_PAYS, MAX_REFERENCES
from bot.domain.prompts import MAX_TITLE as MAX_PROMPT_TITLE
from bot.domain.works import MAX_TITLE, MAX_WORDS
from bot.router import custom_id
from cogs.cards.making_forms import edit_form, files_form, makers_form, outside_form
from cogs.cards.passes import pass_form
from cogs.cards.series import series_form
from cogs.panels import choice, form, said, text_field
from cogs.words.plain import when

Subject = Mapping[str, Any]
Filled = Mapping[str, Sequence[str]]
NOTHING: Filled = {}


def _text(filled: Filled, name: str, otherwise: str = "") -> str | None:
    return next(iter(filled.get(name, ())), otherwise) or None


def setup_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject`: how things stand, in the form's own fields."""
    standing: Filled = {**subject, **filled}
    channels = [_default(one, discord.SelectDefaultValueType.channel) for one in standing.get("channels", ())]
    return form(
        "Set Callsheet up",
        custom_id("setup", "save", token),
        ui.Label(
            text="Channels for prompts",
            description="Credits go to the first one. Empty: I make #callsheet, if I may.",
            component=ui.ChannelSelect(
                custom_id="channels",
                channel_types=[discord.ChannelType.text],
                min_values=0,
                max_values=25,
                required=False,
                default_values=channels,
            ),
        ),
        _role_choice("Who directs", "director", "They post prompts and schedule credits.", standing),
        _role_choice("Who moderates", "moderator", "They run votes.", standing),
        text_field(
            "Time zone",
            "zone",
            hint="A city or a region and city: Berlin, America/New_York. Times people type are read in it.",
            value=_text(standing, "zone", "UTC"),
            most=60,
        ),
    )


def team_channel_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    standing: Filled = {**subject, **filled}
    channels = [_default(one, discord.SelectDefaultValueType.channel) for one in standing.get("channel", ())]
    return form(
        "The team's channel",
        custom_id("setup", "team_saved", token),
        ui.Label(
            text="Channel",
            description="What directors and moderators do is said there, a sentence each. Empty: nowhere.",
            component=ui.ChannelSelect(
                custom_id="channel",
                channel_types=[discord.ChannelType.text],
                min_values=0,
                max_values=1,
                required=False,
                default_values=channels,
            ),
        ),
    )


def _role_choice(label: str, name: str, hint: str, standing: Filled) -> ui.Label[Any]:
    chosen = [_default(one, discord.SelectDefaultValueType.role) for one in standing.get(name, ()) if one]
    return ui.Label(
        text=label,
        description=f"{hint} Empty: whoever holds Manage Server.",
        component=ui.RoleSelect(custom_id=name, min_values=0, max_values=1, required=False, default_values=chosen),
    )


def _default(snowflake: str, of: discord.SelectDefaultValueType) -> discord.SelectDefaultValue:
    return discord.SelectDefaultValue(id=int(snowflake), type=of)


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
            value=_text(filled, "title"),
            most=MAX_PROMPT_TITLE,
        ),
        text_field(
            "Brief",
            "brief",
            hint="What you are looking for.",
            long=True,
            value=_text(filled, "brief"),
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
            value=_text(filled, "title", subject["title"]),
            most=MAX_PROMPT_TITLE,
        ),
        text_field(
            "Brief",
            "brief",
            hint="What you are looking for.",
            long=True,
            value=_text(filled, "brief", subject["brief"]),
            most=MAX_BRIEF,
        ),
    )


def draft_closing_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 7 days”, “Friday 18:00”. Empty: when you close it."
    field = text_field("It closes", "closes", hint=hint, required=False, value=_text(filled, "closes"), most=60)
    return form("When it closes", custom_id("draft", "closes", token), field)


def draft_opening_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“tomorrow 9:00”, “Friday 18:00”. Empty: when you post it."
    field = text_field("It opens by itself", "opens", hint=hint, required=False, value=_text(filled, "opens"), most=60)
    return form("When it opens", custom_id("draft", "opens", token), field)


def terms_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject`: what the draft says already, in the form's own fields; `files` as (value, label)."""
    leads = [
        _default(one, discord.SelectDefaultValueType.user)
        for one in filled.get("co_directors", subject["co_directors"])
    ]
    labels: list[ui.Label[Any]] = [
        text_field("What it pays", "pays", required=False, value=_text(filled, "pays", subject["pays"]), most=MAX_PAYS),
        text_field(
            "Works from each member",
            "works_each",
            hint="1 to 20. Empty: as many as they like.",
            required=False,
            value=_text(filled, "works_each", subject["works_each"]),
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
    chosen = _text(filled, "tell", "quietly")
    ways = (("quietly", "Name its makers, notify nobody"), ("loudly", "Notify everybody who made something"))
    return form(
        "Finish the prompt" if finished else "Drop the prompt",
        custom_id("prompt", "ended", token),
        text_field(
            "What came of it" if finished else "Why nothing comes of it",
            "word",
            hint="One sentence for the people who made something. It stands on the card.",
            long=True,
            value=_text(filled, "word"),
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
        text_field("It closes", "closes", hint=hint, value=_text(filled, "closes"), most=60),
    )


def vote_closing_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 3 days”, “Friday 18:00”"
    return form(
        "Change the closing",
        custom_id("vote", "moved", token),
        text_field("It closes", "closes", hint=hint, value=_text(filled, "closes"), most=60),
    )


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
            value=_text(filled, "title", subject["title"]),
            most=MAX_TITLE,
        ),
        text_field("Words", "words", long=True, required=False, value=_text(filled, "words"), most=MAX_WORDS),
        files,
        text_field(
            "Built on",
            "built_on",
            hint="Numbers of the works it builds on, such as “17, 31”. Empty is fine.",
            required=False,
            value=_text(filled, "built_on", ", ".join(map(str, subject["built_on"]))),
            most=200,
        ),
    )


def cite_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """`subject["now"]`: what the work builds on already, as (value, label)."""
    now: Sequence[Sequence[str]] = subject["now"]
    labels = [
        text_field(
            "Numbers of the works",
            "sources",
            hint="Such as “17, 31”, from any prompt here.",
            required=not now,
            value=_text(filled, "sources"),
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
            value=_text(filled, "text"),
            most=100,
        ),
    )


def production_form(token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """A work into a production; `subject["running"]`: those there are, as (value, label)."""
    running: Sequence[Sequence[str]] = subject["running"]
    chosen = _text(filled, "production", running[0][0])
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
    return text_field("Numbers of the works", "works", hint="Such as “17, 31”.", value=_text(filled, "works"), most=200)


def _role_field(filled: Filled) -> ui.Label[Any]:
    return text_field(
        "Its role in the piece",
        "role",
        hint="Music, poster, voice … Empty is fine.",
        required=False,
        value=_text(filled, "role"),
        most=MAX_ROLE,
    )


def credits_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“Friday 18:00”, “in 2 hours”, “now”"
    return form(
        "Schedule the credits",
        custom_id("production", "scheduled", token),
        text_field("When", "when", hint=hint, value=_text(filled, "when"), most=60),
    )


def reason_form(verb: str, title: str, hint: str, token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """A moderator's or a member's reason, about the works of the panel."""
    of = subject.get("works") or [subject["work"]]
    label = f"About #{of[0]}" if len(of) == 1 else f"About {len(of)} works"
    field = text_field(label, "reason", hint=hint, long=True, value=_text(filled, "reason"), most=MAX_REASON)
    return form(title, custom_id("moderation", verb, token), field)


REPORT_FORM = partial(reason_form, "reported", "Report to the moderators", "What should they see? Only they read it.")
REMOVE_FORM = partial(reason_form, "removed", "Remove", "Why. Its maker and the team read it.")
REFUSE_FORM = partial(reason_form, "refused", "Refuse", "Why. Its maker and the team read it.")
CHANGE_FORM = partial(reason_form, "asked", "Ask for a change", "What should be different? Its maker reads it.")
PURGE_FORM = partial(reason_form, "purged", "Purge for good", "Why. Its maker reads it. This can't be undone.")


def moving_form(token: str, _: Subject, filled: Filled = NOTHING) -> ui.Modal:
    hint = "“in 7 days”, “Friday 18:00”"
    return form(
        "Move it",
        custom_id("calendar", "moved", token),
        text_field("To when", "when", hint=hint, value=_text(filled, "when"), most=60),
    )


FORMS: Mapping[tuple[str, str], Callable[[str, Subject, Filled], ui.Modal]] = {
    ("setup", "save"): setup_form,
    ("draft", "start"): prompt_form,
    ("draft", "worded"): wording_form,
    ("draft", "closes"): draft_closing_form,
    ("draft", "opens"): draft_opening_form,
    ("draft", "terms"): terms_form,
    ("prompt", "ended"): ending_form,
    ("setup", "team_saved"): team_channel_form,
    ("prompt", "moved"): closing_form,
    ("vote", "moved"): vote_closing_form,
    ("work", "words"): words_form,
    ("making", "edited"): edit_form,
    ("making", "put"): files_form,
    ("making", "asked"): makers_form,
    ("making", "named"): outside_form,
    ("lineage", "cited"): cite_form,
    ("lineage", "found"): find_form,
    ("production", "chosen"): production_form,
    ("production", "added"): adding_form,
    ("production", "removed"): removing_form,
    ("production", "scheduled"): credits_form,
    ("moderation", "reported"): REPORT_FORM,
    ("moderation", "removed"): REMOVE_FORM,
    ("moderation", "refused"): REFUSE_FORM,
    ("moderation", "asked"): CHANGE_FORM,
    ("moderation", "purged"): PURGE_FORM,
    ("calendar", "moved"): moving_form,
    ("passes", "given"): pass_form,
    ("series", "asked"): series_form,
}
"""By the press that sends them."""
