"""The line under a work, and the panel behind its number."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import MemberId, WorkId
from bot.domain.lineage import Branch
from bot.domain.works import Work, WorkState
from bot.router import custom_id, post_id
from bot.services.lineage import WorkView
from bot.services.works.desk import Desk
from cogs.cards.layout import clipped
from cogs.cards.making import desk_buttons, desk_lines, join_button
from cogs.panels import button, rows
from cogs.words.plain import block, listed, numbers, plain, quoted, shorten

LINES_SHOWN = 20
EM_SPACE = "\u2003"


def work_label(work: Work) -> str:
    """For an option: plain text, 100 characters at most."""
    return shorten(f"#{work.number} {work.title}", 100)


def mentions(makers: Iterable[MemberId]) -> str:
    return listed([f"<@{maker}>" for maker in makers])


def work_answer(
    work: Work,
    sources: Sequence[int],
    key: str,
    *,
    shown_here: bool,
    part_of: int | None = None,
    one_of: int = 0,
    join: str = "",
) -> tuple[str, ui.View]:
    """The one short line under a work. `shown_here`: the files come with it, since no message of the maker has them.

    `part_of`: the work it went into. `one_of`: so many came in one breath, and `join` is the token to make them one.
    """
    label = f"#{work.number}"
    title = f"{label} {quoted(work.title, 100)}"
    if part_of is not None:
        return f"{title} is part of #{part_of} now.", rows(button(label, post_id(key)))
    if work.state is WorkState.WITHDRAWN:
        return f"{title} was taken back by its maker.", rows(button(label, post_id(key)))
    by = f" by {mentions(work.makers)}" if shown_here else ""
    free = "" if work.prompt_id else ", outside any prompt"
    text = f"{title}{by} is in{free}."
    if sources:
        text += f" {builds_on(sources)}"
    if shown_here and work.words:
        text += f"\n{block(work.words, 1_500)}"
    offer = [join_button(one_of, join)] if one_of > 1 else []
    return clipped(text.splitlines()), rows(button(label, post_id(key)), *offer)


def builds_on(sources: Sequence[int]) -> str:
    more = f" and {len(sources) - LINES_SHOWN} more" if len(sources) > LINES_SHOWN else ""
    return f"It builds on {numbers(sources[:LINES_SHOWN])}{more}."


def work_refusal(key: str, maker: MemberId | None) -> tuple[str, ui.View]:
    """Neutral in public; the reason is behind the button, for the maker alone. `maker`: there is no message to see."""
    what = "This one" if maker is None else f"A work by <@{maker}>"
    return f"{what} wasn't added.", rows(button("Why?", post_id(key)))


def work_panel(view: WorkView, token: str, desk: Desk | None = None) -> tuple[str, ui.View | None]:
    work = view.work
    head = [f"**#{work.number} {quoted(work.title, 100)}** by {mentions(work.makers)}"]
    if view.prompt is not None:
        head.append(f"For prompt {view.prompt.number}, {quoted(view.prompt.title, 60)}.")
    else:
        head.append("Free-standing: it answers no prompt.")
    if work.state is WorkState.WITHDRAWN:
        head.append("Its maker took it back. Its place in the family and its credit stay.")
    if work.words and shorten(work.words, 100) != work.title:
        head.append(block(work.words, 500))
    head += desk_lines(desk) if desk else []
    tree = [
        *branch_lines("It builds on", view.upstream, view),
        *branch_lines("Others built on it", view.downstream, view),
    ]
    if not tree:
        tree = ["Nothing is linked to it yet. Reply to it with a file of yours to build on it."]
    items: list[ui.Item[Any]] = []
    if work.state is WorkState.ACCEPTED:
        if view.is_maker:
            items.append(button("Built on…", custom_id("lineage", "cite", token)))
            items.append(button("Withdraw", custom_id("work", "withdraw", token), discord.ButtonStyle.danger))
        if view.is_director:
            items.append(button("Add to a production…", custom_id("production", "choose", token)))
    elif view.is_maker and view.may_come_back:
        items.append(button("Hand it in again", custom_id("work", "again", token)))
    items += desk_buttons(desk, token) if desk else []
    return clipped([*head, *tree]), rows(*items) if items else None


def branch_lines(title: str, branches: Sequence[Branch], view: WorkView) -> list[str]:
    """A family tree as text, one work a line, indented by how far it stands."""
    if not branches:
        return []
    return [f"**{title}**", *(_branch(line, view.relatives, view.names) for line in branches)]


def _branch(line: Branch, works: Mapping[WorkId, Work], names: Mapping[MemberId, str]) -> str:
    work = works[line.work]
    makers = listed([plain(names.get(maker, "someone"), 40) for maker in work.makers])
    again = " (see above)" if line.repeated else ""
    indent = EM_SPACE * (line.depth - 1)
    return f"{indent}└ #{work.number} {quoted(work.title, 50)} by {makers}{again}"
