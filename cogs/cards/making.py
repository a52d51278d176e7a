"""What a maker's panel says and offers beyond the family: files, makers, outside material, terms."""

from collections.abc import Mapping, Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.ids import MemberId
from bot.domain.instants import Instant
from bot.domain.making import MAX_AI, AiUse, Outside, OutsideKind
from bot.domain.posts import answer_key
from bot.domain.works import Asset, Work, WorkState
from bot.router import custom_id, post_id
from bot.services.works.desk import Desk
from cogs.cards.layout import clipped
from cogs.panels import button, rows
from cogs.words import terms
from cogs.words.plain import code, count_of, listed, mention, numbers, plain, quoted, soon

KINDS: Mapping[OutsideKind, str] = {
    OutsideKind.STOCK: "Pictures or footage",
    OutsideKind.SAMPLES: "Samples or sounds",
    OutsideKind.FONT: "A font",
    OutsideKind.MUSIC: "Music",
    OutsideKind.OTHER: "Something else",
}
AI_ASKED = "This prompt asks you to say whether AI was used."


def desk_lines(desk: Desk) -> list[str]:
    """What everybody may read, then what concerns only whoever looks."""
    work = desk.work
    lines = []
    if desk.part_of is not None:
        lines.append(f"It is part of #{desk.part_of} now.")
    if work.credit:
        lines.append(f"In credits: {quoted(work.credit, 100)}.")
    lines += [outside_line(one) for one in desk.outside]
    if desk.ai is not None:
        lines.append(ai_line(desk.ai))
    if work.state is not WorkState.ACCEPTED:
        return lines
    if desk.asks_ai and desk.ai is None:
        lines.append(AI_ASKED)
    if desk.is_maker and desk.waiting:
        named = listed([mention(one) for one in desk.waiting])
        lines.append(f"Not yet its makers: {named}. They were asked, and count once they say they made it too.")
    elif desk.waiting:
        lines.append("Its maker says that you made it too. Did you?")
    if desk.is_maker and desk.run:
        lines.append(f"You posted {numbers(desk.run)} in one breath. They can be one work.")
    if desk.is_maker and desk.parts:
        lines.append(f"{numbers(desk.parts)} went into it.")
    if desk.asks_terms:
        lines.append("May your works be used outside this server too? **More…** is where you say so.")
    return lines


def desk_buttons(desk: Desk, token: str) -> list[ui.Item[Any]]:
    """For the panel itself."""
    if desk.part_of is not None:
        return [button(f"#{desk.part_of}", post_id(answer_key(desk.work.community_id, desk.part_of)))]
    if desk.work.state is not WorkState.ACCEPTED:
        return []
    if not desk.is_maker:
        return made_buttons(token) if desk.waiting else []
    items: list[ui.Item[Any]] = [
        *(ai_buttons(token) if desk.asks_ai and desk.ai is None else ()),
        button("Edit…", custom_id("making", "edit", token)),
        button("Files…", custom_id("making", "files", token)),
        button("More…", custom_id("making", "more", token)),
    ]
    if desk.run:
        items.append(join_button(len(desk.run), token))
    return items


def ai_line(ai: AiUse) -> str:
    if not ai.used:
        return "No AI was used."
    return f"AI was used: {quoted(ai.how, MAX_AI)}." if ai.how else "AI was used."


def ai_buttons(token: str) -> list[ui.Item[Any]]:
    return [
        button("No AI", custom_id("making", "no_ai", token)),
        button("AI was used…", custom_id("making", "ai", token)),
    ]


def join_button(count: int, token: str) -> ui.Button[Any]:
    return button(f"Make these {count} one work", custom_id("making", "join", token))


def made_buttons(token: str) -> list[ui.Item[Any]]:
    return [
        button("Yes, I made it too", custom_id("making", "made", token), discord.ButtonStyle.primary),
        button("No", custom_id("making", "not_made", token)),
    ]


def terms_buttons(token: str) -> list[ui.Item[Any]]:
    return [
        button(terms.OUTSIDE_TOO, custom_id("making", "outside_too", token)),
        button(terms.ONLY_HERE, custom_id("making", "only_here", token)),
    ]


def outside_line(outside: Outside) -> str:
    """`With “Inter” (OFL), a font: https://rsms.me/inter`. The link stands bare, so that all see where it leads."""
    licence = f" ({plain(outside.licence, 60)})" if outside.licence else ""
    link = f": {code(outside.link, 300)}" if outside.link else ""
    what = KINDS[outside.kind]
    return f"With {quoted(outside.name, 100)}{licence}, {what[0].lower()}{what[1:]}{link}"


def more_panel(desk: Desk, token: str) -> tuple[str, ui.View]:
    """What a maker needs seldom."""
    work = desk.work
    lines = [f"**#{work.number} {quoted(work.title, 100)}**"]
    if work.assets:
        lines.append(f"It is made of {listed([code(asset.filename, 60) for asset in work.assets])}.")
    lines += [_earlier(asset, at) for asset, at in desk.earlier]
    lines.append(terms.standing(desk.consent) if desk.consent and not desk.asks_terms else terms.QUESTION)
    items: list[ui.Item[Any]] = [
        button("Makers…", custom_id("making", "makers", token)),
        button("From outside…", custom_id("making", "outside", token)),
        button("Terms…", custom_id("making", "terms", token)),
    ]
    if desk.asks_ai and desk.ai is not None:
        items += ai_buttons(token)
    if desk.parts:
        items.append(button("Take it apart again", custom_id("making", "part", token)))
    if desk.was_named:
        items.append(button("I didn't make it", custom_id("making", "not_made", token)))
    elif work.message_id is not None:
        items.append(button("This isn't an entry", custom_id("making", "talk", token)))
    items.append(button("Back", custom_id("work", "panel", token)))
    return clipped(lines), rows(*items)


def _earlier(asset: Asset, at: Instant) -> str:
    return f"Earlier: {code(asset.filename, 60)}, until {soon(at)}."


def makers_asked(
    work: Work, standing: Mapping[MemberId, bool], key: str, token: str
) -> tuple[str, ui.View, tuple[MemberId, ...]]:
    """The one line that asks those who were named; the last of its three are who is still asked."""
    asked = tuple(member for member, agreed in standing.items() if not agreed)
    agreed = [mention(member) for member, agreed in standing.items() if agreed]
    title = f"#{work.number} {quoted(work.title, 60)}"
    opens = button(f"#{work.number}", post_id(key))
    sentences = [f"{listed(agreed)} made {title} too."] if agreed else []
    if asked:
        named = listed([mention(member) for member in asked])
        sentences.append(f"{named}: {mention(work.makers[0])} says that you made {title} too. Did you?")
    said = " ".join(sentences) or f"Nobody else made {title}."
    return said, rows(*(made_buttons(token) if asked else ()), opens), asked


def joined(work: Work, run: Sequence[int]) -> str:
    parts = numbers([number for number in run if number != work.number])
    return (
        f"{parts} went into #{work.number} {quoted(work.title)}. It has {count_of(len(work.assets), 'file', 'files')} "
        "now and takes one place in the prompt."
    )
