"""Coming up: a list of what is owed, and a panel for each."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import Instant
from bot.router import custom_id
from bot.services.calendar import Act, Item
from cogs.cards.layout import clipped
from cogs.panels import button, choice, rows
from cogs.words.failures import WHAT
from cogs.words.plain import count_of, mention, quoted, shorten, when

SHOWN = 25
"""As many as a select holds."""
CAN_NOT_BE_UNDONE = {
    DeadlineKind.PROMPT_OPENS: "Post {title} now, as the draft stands? It gets its thread at once.",
    DeadlineKind.PROMPT_CLOSES: "Close {title} now? What is posted more than five minutes after that no longer counts.",
    DeadlineKind.VOTE_CLOSES: "Close {title} now? Every ballot there is counts, and the results are posted.",
    DeadlineKind.CREDITS_ARE_DUE: "Post the credits of {title} now? The production is finished with them.",
    DeadlineKind.SERIES_POSTS: "Post {title} now? The ones after it come at their own times.",
}
PAUSED = "**Moderators have paused Callsheet here:** nothing happens until it goes on; what was due follows then."
NOTHING_WHILE_PAUSED = "Nothing is coming up: no closing, no reminder, no credits."
LABELS = {
    Act.MOVE: "Move it…",
    Act.NOW: "Do it now…",
    Act.CANCEL: "Cancel it",
    Act.SKIP: "Skip this one",
    Act.PAUSE: "Pause",
    Act.RESUME: "Go on",
    Act.STOP: "Stop for good…",
    Act.RETRY: "Post it again",
}
VERBS = {Act.NOW: "ask_now", Act.STOP: "ask_stop"}
"""The press behind a button, where it asks first."""


def coming_up(items: Sequence[Item], token: str, *, paused: bool = False) -> tuple[str, ui.View]:
    waits = [PAUSED] if paused else []
    if not items:
        nothing = "Nothing is coming up: no closing, no reminder, no credits, and everything has been posted."
        return "\n".join([NOTHING_WHILE_PAUSED, PAUSED] if paused else [nothing]), rows()
    lines = ["**Coming up**", *waits, *(item_line(item) for item in items)]
    options = [(item.ref, shorten(item_name(item), 100), False) for item in items[:SHOWN]]
    pick = choice(custom_id("calendar", "pick", token), options, placeholder="Choose one to change it", least=1, most=1)
    return clipped(lines), rows(pick)


def item_panel(item: Item, token: str) -> tuple[str, ui.View]:
    buttons = [button(LABELS[act], custom_id("calendar", VERBS.get(act, act.value), token)) for act in item.may]
    why = "" if buttons else "\nYou can look at this one; changing it is for somebody else."
    if not item.may and item.owner is not None:
        why = f"\nIt is a draft of {mention(item.owner)}, and theirs alone to change."
    if item.kind is DeadlineKind.PROMPT_REMINDS and not item.of_thread:
        why = "\nIt belongs to the members who asked for it."
    return f"{item_line(item)}{why}", rows(*buttons, back(token))


def sure_panel(question: str, verb: str, label: str, token: str) -> tuple[str, ui.View]:
    return question, rows(
        button(label, custom_id("calendar", verb, token), discord.ButtonStyle.danger),
        button("Leave it", custom_id("calendar", "left", token)),
    )


def back(token: str) -> ui.Button[ui.View]:
    return button("Back", custom_id("calendar", "list", token))


def item_line(item: Item) -> str:
    if item.at is None:
        return item_name(item, quoted(item.title, 60))
    return f"{when(Instant(item.at))} · {item_name(item, quoted(item.title, 60))}"


def item_name(item: Item, title: str | None = None) -> str:
    """What it is, for a line or, with the title as it stands, for an option."""
    if item.post is not None:
        what = WHAT.get(item.post.owed.kind, "a message")
        return f"Not posted: {what}" + (f" in <#{item.post.owed.channel_id}>" if title is not None else "")
    title = f"“{item.title}”" if title is None else title
    match item.kind:
        case DeadlineKind.PROMPT_OPENS:
            return f"The prompt {title} opens"
        case DeadlineKind.PROMPT_CLOSES:
            return f"Prompt {item.number} {title} closes"
        case DeadlineKind.VOTE_CLOSES:
            return f"Vote {item.number} {title} closes"
        case DeadlineKind.CREDITS_ARE_DUE:
            return f"The credits of {title} are posted"
        case DeadlineKind.PROMPT_REMINDS:
            people = count_of(item.people, "member is", "members are")
            if not item.of_thread:
                return f"{people} reminded of {title}"
            return f"The thread of {title} is reminded" + (f", and {people}" if item.people else "")
        case DeadlineKind.SERIES_POSTS if item.at is None:
            return f"Paused: the repeating prompt {title}"
        case DeadlineKind.SERIES_POSTS:
            return f"The prompt {title} is posted"
    return f"Something about {title} is due"
