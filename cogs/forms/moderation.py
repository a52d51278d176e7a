"""A reason, about works."""

from functools import partial

from discord import ui

from bot.domain.moderation import MAX_REASON
from bot.router import custom_id
from cogs.forms.fields import NOTHING, Filled, Subject, text
from cogs.panels import form, text_field


def reason_form(verb: str, title: str, hint: str, token: str, subject: Subject, filled: Filled = NOTHING) -> ui.Modal:
    """A moderator's or a member's reason, about the works of the panel."""
    of = subject.get("works") or [subject["work"]]
    label = f"About #{of[0]}" if len(of) == 1 else f"About {len(of)} works"
    field = text_field(label, "reason", hint=hint, long=True, value=text(filled, "reason"), most=MAX_REASON)
    return form(title, custom_id("moderation", verb, token), field)


REPORT_FORM = partial(reason_form, "reported", "Report to the moderators", "What should they see? Only they read it.")
REMOVE_FORM = partial(reason_form, "removed", "Remove", "Why. Its maker and the team read it.")
REFUSE_FORM = partial(reason_form, "refused", "Refuse", "Why. Its maker and the team read it.")
CHANGE_FORM = partial(reason_form, "asked", "Ask for a change", "What should be different? Its maker reads it.")
PURGE_FORM = partial(reason_form, "purged", "Purge for good", "Why. Its maker reads it. This can't be undone.")
