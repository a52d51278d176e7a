"""A production's panel and its credits."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.privacy import SOMEONE
from bot.domain.productions import AnnouncementState, ProductionState
from bot.router import custom_id, post_id
from bot.services.productions import CreditLine, ProductionView
from cogs.cards.layout import clipped, page_of
from cogs.cards.lineage import made_by
from cogs.cards.works import titled
from cogs.panels import TEAL, button, card, rows
from cogs.words.plain import listed, mention, plain, quoted, when

WORKS_NAMED = 3
TITLE_LETTERS = (60, 24, 16)
"""Titles are told as fully as a post of credits has room for."""
ROOM_FOR_NAMES = 3_700


def production_panel(
    view: ProductionView, token: str, *, may_direct: bool, refused: Sequence[str] = ()
) -> tuple[str, ui.View]:
    """`refused`: a line for each post of it that Discord would not take."""
    production = view.production
    state = "finished" if production.state is ProductionState.FINISHED else "running"
    lines = [f"**Production {production.number} {quoted(production.title)}** is {state}."]
    for use in production.uses:
        work = view.works[use.work_id]
        role = f" as {quoted(use.role, 60)}" if use.role else ""
        lines.append(f"{titled(work, 60)}{made_by(work)}{role}")
    if not production.uses:
        lines.append("No works are in it yet. Add some by their numbers, or with **Add to a production…** on a work.")
    for announcement in view.announcements:
        if announcement.state is AnnouncementState.SCHEDULED:
            lines.append(f"Its credits go out {when(announcement.due_at)} in <#{announcement.channel_id}>.")
    lines[1:1] = refused  # first, so that a long list of works does not push it out
    again = [button("Post it again", custom_id("production", "again", token))] if refused else []
    if production.state is ProductionState.FINISHED or not may_direct:
        return clipped(lines), rows(*again, button("Credits", custom_id("production", "credits", token)))
    items = [
        *again,
        button("Add works…", custom_id("production", "add", token), discord.ButtonStyle.primary),
        button("Take out…", custom_id("production", "remove", token), disabled=not production.uses),
        button("Preview credits", custom_id("production", "credits", token), disabled=not production.uses),
        button("Schedule credits…", custom_id("production", "schedule", token), disabled=not production.uses),
    ]
    return clipped(lines), rows(*items)


def credit_line(line: CreditLine) -> str:
    """For a private preview: names, not mentions."""
    return _credit(f"**{plain(line.name, 40)}**", line.roles, line.works)


def _credit(
    who: str, roles: Sequence[str], works: Sequence[tuple[int, str]], person: str = "", letters: int = 24
) -> str:
    """At most 310 characters with the fewest `letters` of a title, whatever people wrote: twelve fit a message."""
    as_what = f" · {plain(listed(list(roles)), 40)}" if roles else ""
    more = f" and {len(works) - WORKS_NAMED} more" if len(works) > WORKS_NAMED else ""
    made = ", ".join(
        f"#{number} {quoted(title, letters)}" if title else f"#{number}" for number, title in works[:WORKS_NAMED]
    )
    return f"{who}{as_what}\n-# {person}{made}{more}" if works else f"{who}{as_what}"


def _public_credit(line: Mapping[str, Any], letters: int) -> str:
    """The name as it was shown that day, so that whoever left since is still called by it, and the person beneath."""
    maker = int(line["maker"])
    who = f"**{plain(line['name'], 24)}**"
    return _credit(who, line["roles"], line["works"], "" if maker == SOMEONE else f"{mention(maker)} · ", letters)


def credits_preview(view: ProductionView, token: str, page: int = 0) -> tuple[str, ui.View | None]:
    head = f"**Credits of {quoted(view.production.title)}** as they stand, nearest first. Nobody is pinged by this."
    outside = [_with(one.name, one.licence) for one in view.outside]
    lines = [*(credit_line(line) for line in view.lines), *outside]
    return page_of(lines, "production", "previewed", token, page, head=head)


def _with(name: str, licence: str) -> str:
    """Material of somebody who is not here."""
    return f"With {quoted(name, 100)}{f' ({plain(licence, 60)})' if licence else ''}"


def credits_card(
    title: str,
    page: int,
    most: int,
    lines: Sequence[Mapping[str, Any]],
    key: str,
    *,
    outside: Sequence[Sequence[str]] = (),
) -> ui.LayoutView:
    """One post of credits: names large, what they made small beneath. `outside`: (name, licence) of what else is in."""
    part = f" · part {page} of {most}" if most > 1 else ""
    head = f"### Credits{part}\n## {plain(title)}"
    if page == 1:
        head += "\nMade by everyone whose work is in it, and by everyone they built on."
    lists = ("\n".join(_public_credit(line, letters) for line in lines) for letters in TITLE_LETTERS)
    named = next((one for one in lists if len(one) <= ROOM_FOR_NAMES), "")
    named = "\n".join([*filter(None, [named]), *(_with(name, licence) for name, licence in outside)])
    return card(head, named, buttons=[button("Why am I here?", post_id(key))], accent=TEAL)
