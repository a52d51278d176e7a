"""*Waiting for you*: what is held or reported, and what a moderator may do about it."""

from collections.abc import Sequence
from typing import Any

import discord
from discord import ui

from bot.domain.moderation import REVIEW_DAYS, Settings
from bot.domain.privacy import SOMEONE
from bot.domain.works import WorkState
from bot.router import custom_id
from bot.services.moderation import Waiting, WaitingView
from cogs.cards.layout import clipped, turning
from cogs.cards.lineage import made_by
from cogs.cards.works import work_label
from cogs.panels import button, choice, rows
from cogs.words.plain import count_of, listed, mention, plain, quoted, when

WAITING = "Waiting for you"
A_PAGE = 25
"""As many options as a select holds."""


def page_of(view: WaitingView, page: int) -> tuple[Sequence[Waiting], int, int]:
    """What is on this page, which page it is, and how many there are."""
    most = max(1, -(-len(view.waiting) // A_PAGE))
    page = min(page, most - 1)
    return view.waiting[page * A_PAGE :][:A_PAGE], page, most


def waiting_panel(view: WaitingView, token: str, page: int = 0, said: str = "") -> tuple[str, ui.View]:
    """`said`: what has just been done, first of all."""
    shown, page, most = page_of(view, page)
    lines = [*([said] if said else []), f"**{WAITING}**", *_paused(view.settings)]
    if not shown:
        lines.append("Nothing is held and nothing is reported. You are all caught up.")
    else:
        works = count_of(len(view.waiting), "work", "works")
        lines.append(f"{works} to look at, oldest first. Choose one or several; their pictures are below.")
    lines += [waiting_line(one, view) for one in shown]
    items: list[ui.Item[Any]] = []
    if shown:
        options = [(str(one.work.number), work_label(one.work), False) for one in shown]
        items.append(choice(custom_id("moderation", "chosen", token), options, placeholder="Choose works", least=1))
    items.append(_review_choice(view.settings, token))
    items += turning("moderation", "page", token, page, most)
    if view.settings.paused_at is None:
        items.append(button("Pause everything", custom_id("moderation", "pause", token), discord.ButtonStyle.danger))
    else:
        items.append(button("Go on", custom_id("moderation", "go_on", token), discord.ButtonStyle.success))
    return clipped(lines), rows(*items)


def _paused(settings: Settings) -> list[str]:
    if settings.paused_at is None:
        return []
    return [
        f"**Everything is paused** by {mention(settings.paused_by or SOMEONE)} since {when(settings.paused_at)}: "
        "nothing new begins, nothing is posted, and no deadline acts. Works that members post are kept and wait here. "
        "What was due follows when it goes on."
    ]


def _review_choice(settings: Settings, token: str) -> ui.Select[Any]:
    options = [(str(days), _review(days), days == settings.review_days) for days in REVIEW_DAYS]
    return choice(
        custom_id("moderation", "review", token), options, placeholder="Whose first work waits", least=1, most=1
    )


def _review(days: int) -> str:
    if not days:
        return "Nobody's first work waits for you"
    return f"The first work of accounts younger than {count_of(days, 'day', 'days')} waits"


def waiting_line(one: Waiting, view: WaitingView) -> str:
    """One work: whose, since when, and why it is here."""
    work = one.work
    makers = listed([plain(view.names.get(maker, "someone"), 40) for maker in work.makers])
    by = made_by(work) if work.is_nameless else f" by {makers}"
    why = "held" if work.state is WorkState.HELD else "in, but reported"
    asked = f" Asked to change: {quoted(one.asked, 100)}" if one.asked else ""
    told = "".join(
        f"\n-# {mention(report.reporter)} reports: {quoted(report.reason, 150)}" for report in one.reports[:3]
    )
    return f"#{work.number} {quoted(work.title, 60)}{by}, {when(work.made_at)}: {why}.{asked}{told}"


def chosen_panel(view: WaitingView, numbers: Sequence[int], token: str) -> tuple[str, ui.View]:
    """`token`: a panel over these works."""
    chosen = [one for one in view.waiting if one.work.number in numbers]
    lines = [f"**{count_of(len(chosen), 'work', 'works')} chosen**", *(waiting_line(one, view) for one in chosen)]

    def one(label: str, verb: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> ui.Button[Any]:
        return button(label, custom_id("moderation", verb, token), style, disabled=not chosen)

    held = any(each.work.state is WorkState.HELD for each in chosen)
    return clipped(lines), rows(
        one("Accept" if held else "Leave it in", "leave_in", discord.ButtonStyle.success),
        one("Refuse…" if held else "Remove…", "turn_down", discord.ButtonStyle.danger),
        one("Ask for a change…", "ask"),
        button("Back to the list", custom_id("moderation", "page", token, 0)),
    )
