"""A work's family and what grows around it: its tree, choosing sources, handing files over, hearing of remixes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, WorkId
from bot.domain.lineage import Branch, Telling
from bot.domain.works import Asset, Work, WorkState
from bot.router import custom_id, post_id
from bot.services.lineage import Choice, Fetched, WorkView
from bot.services.news import Told
from cogs.cards.layout import MESSAGE_LIMIT, clipped, turning
from cogs.panels import button, choice, rows
from cogs.shown import safe_name
from cogs.words.plain import code, listed, mention, numbers, plain, quoted, shorten, size

MOST_OPTIONS = 25
EM_SPACE = "\u2003"
STANDING = {
    WorkState.HELD: "being looked at",
    WorkState.WITHDRAWN: "taken back",
    WorkState.REMOVED: "removed",
    WorkState.PURGED: "removed",
}
"""What a family tree says of a work that is not in; its place and its makers stay."""
UNTITLED = frozenset({WorkState.HELD, WorkState.REMOVED, WorkState.PURGED})
"""Whose titles are not shown either."""
TELLINGS: Mapping[Telling, tuple[str, str]] = {
    Telling.AT_ONCE: ("At once", "I tell you each time somebody builds on a work of yours."),
    Telling.DAILY: ("Once a day", "In the evening I tell you what was built on your works that day."),
    Telling.NEVER: ("Never", "I don't tell you. The family tree on your work's panel shows it all the same."),
}


def work_label(work: Work) -> str:
    """For an option: plain text, 100 characters at most."""
    return shorten(f"#{work.number} {work.title}", 100)


def made_by(work: Work, *, to_maker: bool = False) -> str:
    """Who made it, or that it is not said yet; `to_maker`: to one of its makers, who knows."""
    if work.is_nameless and not to_maker:
        return ", nameless for now"
    return f" by {listed([mention(maker) for maker in work.makers])}"


def message_link(community_id: CommunityId, channel_id: ChannelId, message_id: MessageId) -> str:
    return f"https://discord.com/channels/{community_id}/{channel_id}/{message_id}"


def family_lines(view: WorkView) -> list[str]:
    """The family tree as text, one work a line, indented by how far it stands."""
    return [
        *_branches("It builds on", view.upstream, view),
        *_branches("Others built on it", view.downstream, view),
    ]


def _branches(title: str, branches: Sequence[Branch], view: WorkView) -> list[str]:
    if not branches:
        return []
    return [f"**{title}**", *(_branch(line, view.relatives, view.names) for line in branches)]


def _branch(line: Branch, works: Mapping[WorkId, Work], names: Mapping[MemberId, str]) -> str:
    work = works[line.work]
    makers = listed([plain(names.get(maker, "someone"), 40) for maker in work.makers])
    title = "" if work.state in UNTITLED else f" {quoted(work.title, 50)}"
    standing = f" ({STANDING[work.state]})" if work.state in STANDING else ""
    again = " (see above)" if line.repeated else ""
    indent = EM_SPACE * min(line.depth - 1, 20)
    by = ", nameless for now" if work.is_nameless else f" by {makers}"
    return f"{indent}└ #{work.number}{title}{by}{standing}{again}"


def family_page(view: WorkView, token: str, page: int) -> tuple[str, ui.View]:
    """One page of the whole tree: nothing is left out, however large the family."""
    head = f"**The family of #{view.work.number} {quoted(view.work.title, 100)}**"
    pages = _paged(family_lines(view), MESSAGE_LIMIT - len(head) - 1)
    page = min(page, len(pages) - 1)
    text = "\n".join([head, *pages[page]])
    back = button(f"Back to #{view.work.number}", custom_id("work", "panel", token))
    return text, rows(*turning("lineage", "tree", token, page, len(pages)), back)


def _paged(lines: Iterable[str], room: int) -> list[list[str]]:
    pages: list[list[str]] = [[]]
    left = room
    for line in lines:
        if len(line) + 1 > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1].append(line)
        left -= len(line) + 1
    return pages


def shown_in(choosing: Choice) -> list[Work]:
    """What the select holds: all that is cited first claims its place, then what is offered."""
    cited = choosing.cited[:MOST_OPTIONS]
    return [*cited, *choosing.offered[: MOST_OPTIONS - len(cited)]]


def source_picker(choosing: Choice, token: str, first: str = "") -> tuple[str, ui.View]:
    """`first`: what was just done or looked for."""
    work = choosing.work
    cited = [one.number for one in choosing.cited if one.number is not None]
    now = f"Now: {numbers(cited[:MOST_OPTIONS])}." if cited else "Nothing so far."
    options = [(str(one.number), work_label(one), one in choosing.cited) for one in shown_in(choosing)]
    how = (
        "Choose from the list; it is saved as you choose. Works whose files you fetched lately come first."
        if options
        else "There is no older work to choose from yet."
    )
    items: list[ui.Item[Any]] = []
    if options:
        placeholder = "The works it builds on"
        items.append(choice(custom_id("lineage", "sources", token), options, placeholder=placeholder))
    items += [
        button("Find…", custom_id("lineage", "find", token)),
        button("Type numbers…", custom_id("lineage", "numbers", token)),
        button(f"Back to #{work.number}", custom_id("work", "panel", token)),
    ]
    text = [first, f"**What #{work.number} {quoted(work.title, 100)} builds on**", now, how]
    return clipped(filter(None, text)), rows(*items)


def suggestion(work: Work) -> str:
    """Asked of its maker alone, when their words name another work."""
    return f"You wrote of #{work.number}. Is it built on #{work.number} {quoted(work.title, 60)}?"


def handed_over(fetched: Fetched, community_id: CommunityId, too_large: Sequence[Asset]) -> str:
    work = fetched.work
    lines = [
        f"**#{work.number} {quoted(work.title, 100)}**{made_by(work)}",
        f"Build on it, and say so: reply to #{work.number} with yours.",
    ]
    if too_large:
        named = [safe_name(work, one) if work.is_nameless else one.filename for one in too_large]
        sizes = [size(one.size) for one in too_large]
        names = listed([f"{code(name, 60)} ({of})" for name, of in zip(named, sizes, strict=True)])
        where = "Ask its maker for it."
        if fetched.message_id is not None:
            where = f"It is with the work: {message_link(community_id, fetched.channel_id, fetched.message_id)}"
        lines.append(f"Too large to hand over here: {names}. {where}")
    return clipped(lines)


def telling_panel(telling: Telling, token: str, *, work: int | None, first: str = "") -> tuple[str, ui.View]:
    """How a maker hears that they were built on; `work`: the panel to go back to."""
    text = [first, "**When somebody builds on your work**", TELLINGS[telling][1]]
    options = [(one.value, label, one is telling) for one, (label, _) in TELLINGS.items()]
    pick = choice(custom_id("lineage", "tell", token), options, placeholder="When to tell you", least=1, most=1)
    back = [] if work is None else [button(f"Back to #{work}", custom_id("work", "panel", token))]
    return "\n".join(filter(None, text)), rows(pick, *back)


def news(told: Sequence[Told], community: Community, key: str, member: MemberId | None) -> tuple[str, ui.View]:
    """What was built on a maker's works. `member`: in the place of their work, where a direct message won't go."""
    who = f"In {quoted(community.name, 60)}" if member is None else mention(member)
    lines = [f"{who}, somebody built on your work:" if len(told) == 1 else f"{who}, others built on your works:"]
    for one in told:
        by = listed([plain(name, 40) for name in one.by])
        title, source = quoted(one.work.title, 60), quoted(one.source.title, 60)
        line = f"#{one.work.number} {title} by {by} builds on #{one.source.number} {source}"
        line += "" if source[-2] in ".!?…" else "."
        if one.message_id is not None:
            line += f" [See it]({message_link(community.id, one.channel_id, one.message_id)})"
        lines.append(line)
    return clipped(lines), rows(button("Tell me…", post_id(key), discord.ButtonStyle.secondary))
