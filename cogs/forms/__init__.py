"""The forms, each from what its panel knows and what has been filled in before: so one can be opened again as it was.

A form is `(token, subject, filled)`: the panel it is sent for, that panel's subject, and the fields by custom id.
"""

from collections.abc import Callable, Mapping

from discord import ui

from cogs.forms.calendar import moving_form
from cogs.forms.fields import Filled, Subject
from cogs.forms.lineage import cite_form, find_form
from cogs.forms.making import ai_form, edit_form, files_form, makers_form, outside_form
from cogs.forms.moderation import CHANGE_FORM, PURGE_FORM, REFUSE_FORM, REMOVE_FORM, REPORT_FORM
from cogs.forms.passes import pass_form
from cogs.forms.productions import adding_form, credits_form, production_form, removing_form
from cogs.forms.prompts import (
    closing_form,
    draft_closing_form,
    draft_opening_form,
    ending_form,
    prompt_form,
    terms_form,
    wording_form,
)
from cogs.forms.series import series_form
from cogs.forms.setup import setup_form, team_channel_form
from cogs.forms.votes import vote_closing_form
from cogs.forms.works import words_form

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
    ("making", "ai_said"): ai_form,
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
