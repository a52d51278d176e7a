"""The line under a work, and the panel behind its number."""

from collections.abc import Iterable, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import MemberId
from bot.domain.making import AiUse
from bot.domain.prompts import Prompt
from bot.domain.works import WITH_MODERATORS, Work, WorkState
from bot.router import custom_id, post_id
from bot.services.lineage import WorkView
from bot.services.works.desk import Desk
from cogs.cards.decisions import IN_HAND, decisions, in_hand
from cogs.cards.layout import MESSAGE_LIMIT, clipped
from cogs.cards.lineage import family_lines, made_by, suggestion, work_label
from cogs.cards.making import ai_line, desk_buttons, desk_lines, join_button
from cogs.cards.passes import lateness_words
from cogs.panels import button, rows
from cogs.words.plain import block, listed, mention, numbers, quoted, shorten

__all__ = ["builds_on", "mentions", "work_answer", "work_label", "work_panel", "work_refusal"]

LINES_SHOWN = 20
WORDS_SHOWN = 500
CLIPPING = 40
"""What `clipped` keeps free for its last line."""
NOTHING_LINKED = "Nothing is linked to it yet. Reply to it with a file of yours to build on it."
NOTHING_LINKED_TO_YOURS = "Nothing is linked to it yet. **Built on…** is where you say what it builds on."
HIDDEN = "(hidden by moderators)"
HIDDEN_FOR_NOW = "A work is in. It stays hidden until the prompt closes; its number is for its maker to press."


def titled(work: Work, limit: int = 100) -> str:
    """Its number and title; a work that is hidden, or that moderators have in hand, shows no title."""
    if work.is_hidden:
        return f"#{work.number} (hidden until its prompt closes)"
    return (
        f"#{work.number} {HIDDEN}" if work.state in WITH_MODERATORS else f"#{work.number} {quoted(work.title, limit)}"
    )


def mentions(makers: Iterable[MemberId]) -> str:
    return listed([mention(maker) for maker in makers])


def work_answer(
    work: Work,
    sources: Sequence[int],
    key: str,
    *,
    shown_here: bool,
    elsewhere: Prompt | None = None,
    part_of: int | None = None,
    one_of: int = 0,
    join: str = "",
    late: int = 0,
    ai: AiUse | None = None,
) -> tuple[str, ui.View]:
    """The one short line under a work. `shown_here`: the files come with it, since no message of the maker has them.

    `elsewhere`: the prompt it answers, where nobody could tell from where it stands. `part_of`: the work it went into.
    `one_of`: so many came in one breath, and `join` is the token to make them one.
    `late`: microseconds after the closing. `ai`: what its makers said; that none was used needs no line here.
    """
    label = f"#{work.number}"
    title = f"{label} {quoted(work.title, 100)}"
    if work.is_hidden and work.state is WorkState.WITHDRAWN:
        return "A work was taken back by its maker.", rows(button(label, post_id(key)))
    if part_of is not None:
        return f"{title} is part of #{part_of} now.", rows(button(label, post_id(key)))
    if work.state is WorkState.WITHDRAWN:
        return f"{title} was taken back by its maker.", rows(button(label, post_id(key)))
    if work.state in IN_HAND:
        return IN_HAND[work.state].format(number=work.number), rows(button("Why?", post_id(key)))
    if work.is_hidden:
        return HIDDEN_FOR_NOW, rows(button(label, post_id(key)))
    by = made_by(work) if shown_here else ""
    where = "" if work.prompt_id else ", outside any prompt"
    if elsewhere is not None:
        where = f", for prompt {elsewhere.number} {quoted(elsewhere.title, 60)}"
    text = f"{title}{by} is in{where}.{lateness_words(late)}"
    if sources:
        text += f" {builds_on(sources)}"
    if ai is not None and ai.used:
        text += f" {ai_line(ai)}"
    if shown_here and work.words:
        text += f"\n{block(work.words, 1_500)}"
    offer = [join_button(one_of, join)] if one_of > 1 else []
    return clipped(text.splitlines()), rows(button(label, post_id(key)), *offer)


def builds_on(sources: Sequence[int]) -> str:
    more = f" and {len(sources) - LINES_SHOWN} more" if len(sources) > LINES_SHOWN else ""
    return f"It builds on {numbers(sources[:LINES_SHOWN])}{more}."


def work_refusal(key: str, maker: MemberId | None) -> tuple[str, ui.View]:
    """Neutral in public; the reason is behind the button, for the maker alone. `maker`: there is no message to see."""
    what = "This one" if maker is None else f"A work by {mention(maker)}"
    return f"{what} wasn't added.", rows(button("Why?", post_id(key)))


def secrecy(view: WorkView) -> list[str]:
    """What its makers alone see for now."""
    said = []
    if view.is_maker and view.work.is_hidden:
        said.append("Nobody else sees it until the prompt closes.")
    if view.is_maker and view.work.is_nameless:
        said.append("Nobody else sees who made it until the prompt has ended.")
    return said


def work_panel(view: WorkView, token: str, desk: Desk | None = None, *, first: str = "") -> tuple[str, ui.View | None]:
    """`first`: what was just done."""
    work = view.work
    if work.state in IN_HAND and not (view.is_maker or view.is_moderator):
        return IN_HAND[work.state].format(number=work.number), None
    named = f"**#{work.number} {quoted(work.title, 100)}**{made_by(work, to_maker=view.is_maker)}"
    head = [*filter(None, (first,)), named, *in_hand(view)]
    if view.prompt is not None:
        head.append(f"For prompt {view.prompt.number}, {quoted(view.prompt.title, 60)}.")
    else:
        head.append("Free-standing: it answers no prompt.")
    head += secrecy(view)
    if work.state is WorkState.WITHDRAWN:
        head.append("Its maker took it back. Its place in the family and its credit stay.")
    if work.words and shorten(work.words, 100) != work.title:
        head.append(block(work.words, WORDS_SHOWN))
    head += desk_lines(desk) if desk else []
    seems = view.seems_built_on[:1]
    head += map(suggestion, seems)
    tree = family_lines(view)
    if not tree and work.state is WorkState.ACCEPTED:  # on nothing else can be built
        tree = [NOTHING_LINKED_TO_YOURS if view.is_maker else NOTHING_LINKED]
    items: list[ui.Item[Any]] = []
    for source in seems:
        yes = custom_id("lineage", "is_built_on", token, source.number)
        items.append(button(f"Yes, on #{source.number}", yes, discord.ButtonStyle.primary))
        items.append(button("No", custom_id("lineage", "is_not_built_on", token, source.number)))
    if work.state is WorkState.ACCEPTED and (work.assets or len(work.words) > WORDS_SHOWN):
        items.append(button("Get the files", custom_id("lineage", "fetch", token)))
    if sum(len(line) + 1 for line in (*head, *tree)) > MESSAGE_LIMIT - CLIPPING:
        items.append(button("Family tree", custom_id("lineage", "tree", token, 0)))
    if work.state is WorkState.ACCEPTED:
        if view.is_maker:
            items.append(button("Built on…", custom_id("lineage", "cite", token)))
            items.append(button("Tell me…", custom_id("lineage", "telling", token)))
        if view.is_director:
            items.append(button("Add to a production…", custom_id("production", "choose", token)))
        if not view.is_maker and not view.is_moderator:
            items.append(button("Report…", custom_id("moderation", "report", token)))
    elif view.is_maker and view.may_come_back:
        items.append(button("Hand it in again", custom_id("work", "again", token)))
    items += desk_buttons(desk, token) if desk and work.state not in IN_HAND else []
    if work.state is WorkState.ACCEPTED and view.is_maker:
        items.append(button("Withdraw", custom_id("work", "withdraw", token), discord.ButtonStyle.danger))
    items += decisions(view, token)
    return clipped([*head, *tree]), rows(*items) if items else None
