"""A draft as it will look, with everything that can be changed about it."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.drafts import Draft
from bot.domain.ids import ChannelId
from bot.domain.prompts import Ai, PromptState
from bot.domain.showing import Shows
from bot.domain.works import Kind
from bot.router import custom_id
from cogs.cards.layout import clipped
from cogs.cards.prompts import draft_card
from cogs.cards.references import Found, items
from cogs.panels import button, choice, rows
from cogs.words.plain import quoted, shorten, soon, when
from cogs.words.refusals import KINDS

ASKED = (Kind.PICTURE, Kind.SOUND, Kind.VIDEO, Kind.WORDS)
UNSAID = "unsaid"
AI = {
    UNSAID: "AI: nothing is said about it",
    Ai.NOT_WANTED.value: "AI is not wanted",
    Ai.DECLARED.value: "AI is welcome, if they say so",
    Ai.WELCOME.value: "AI is welcome",
}


SHOWS = {
    Shows.OPENLY: "Works and names show at once",
    Shows.NAMELESS: "Names show when it has ended",
    Shows.HIDDEN: "Works show when it closes",
    Shows.NAMELESS_AND_HIDDEN: "Works show when it closes, names when it has ended",
}


def draft_panel(draft: Draft, place: ChannelId, token: str, files: Sequence[Found] = ()) -> ui.LayoutView:
    wording = draft.wording
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(_head(draft, place)))
    view.add_item(draft_card(wording, items(files)))
    kinds = [(kind.value, KINDS[kind].capitalize(), kind in wording.kinds) for kind in ASKED]
    ai = [(value, label, value == (wording.ai or UNSAID)) for value, label in AI.items()]
    view.add_item(ui.ActionRow(choice(custom_id("draft", "takes", token), kinds, placeholder="Takes anything")))
    view.add_item(ui.ActionRow(choice(custom_id("draft", "ai", token), ai, placeholder="AI", least=1, most=1)))
    shows = [(one.value, label, one is wording.shows) for one, label in SHOWS.items()]
    view.add_item(ui.ActionRow(choice(custom_id("draft", "shows", token), shows, placeholder="Shows", least=1, most=1)))
    view.add_item(
        ui.ActionRow(
            button("Words…", custom_id("draft", "words", token)),
            button("Closing…", custom_id("draft", "closing", token)),
            button("Opening…", custom_id("draft", "opening", token)),
            button("More…", custom_id("draft", "more", token)),
        )
    )
    view.add_item(ui.ActionRow(*_last(draft, token)))
    return view


def _head(draft: Draft, place: ChannelId) -> str:
    if draft.state is PromptState.SCHEDULED:
        return f"This opens by itself in <#{place}> {when(draft.wording.opens_at)}. Until then you can change it."
    return f"Your draft. This is how it will look in <#{place}>; nothing is posted yet."


def _last(draft: Draft, token: str) -> list[ui.Button[Any]]:
    post = button("Post it", custom_id("draft", "post", token), discord.ButtonStyle.primary)
    throw = button("Throw it away", custom_id("draft", "throw", token), discord.ButtonStyle.danger)
    if draft.state is PromptState.SCHEDULED:
        post = button("Post it now", custom_id("draft", "post", token))
        return [button("Don't open it by itself", custom_id("draft", "wait", token)), post, throw]
    if draft.wording.opens_at:
        post = button("Post it now", custom_id("draft", "post", token))
        schedule = button("Schedule it", custom_id("draft", "schedule", token), discord.ButtonStyle.primary)
        return [schedule, post, throw]
    return [post, throw]


def told(text: str, *buttons: ui.Button[Any]) -> ui.LayoutView:
    """A sentence in place of a draft's panel: a message of cards stays one."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.TextDisplay(text))
    if buttons:
        view.add_item(ui.ActionRow(*buttons))
    return view


def drafts_list(drafts: Sequence[Draft], token: str) -> tuple[str, ui.View]:
    """A director's drafts, 25 at most, each one choice away."""
    lines = ["Your drafts. Only you see them."]
    for draft in drafts:
        opens = draft.wording.opens_at
        state = f"opens by itself {soon(opens)}" if draft.state is PromptState.SCHEDULED else "not posted"
        lines.append(f"{quoted(draft.wording.title, 60)} · {state} · changed {soon(draft.changed_at)}")
    options = [(str(draft.id), shorten(draft.wording.title, 100), False) for draft in drafts]
    pick = choice(custom_id("draft", "pick", token), options, placeholder="Go on with a draft", least=1, most=1)
    return clipped(lines), rows(pick)
