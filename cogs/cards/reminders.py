"""Choosing when to be reminded of a prompt, and the reminders themselves."""

from collections.abc import Sequence

import discord
from discord import ui

from bot.domain.ids import MemberId
from bot.domain.instants import DAY, HOUR
from bot.domain.prompts import Prompt
from bot.router import custom_id, post_id
from bot.services.reminders import ReminderView
from cogs.cards.works import mentions
from cogs.panels import button, choice, rows
from cogs.words.plain import listed, plain, quoted, when

SPANS = {DAY: "1 day", 3 * HOUR: "3 hours", HOUR: "1 hour"}


def reminder_panel(view: ReminderView, token: str, *, of_thread: bool) -> tuple[str, ui.View]:
    """What is chosen and what can be; choosing is saved at once."""
    prompt = view.prompt
    title = quoted(prompt.title, 100)
    who, how = (
        ("the thread", "One silent line in it, which pings nobody.")
        if of_thread
        else ("you", "I write to you directly; if your direct messages are closed, I name you in the thread.")
    )
    ends = f"{title} closes {when(prompt.closes_at)}." if prompt.closes_at else f"{title} has no closing time yet."
    if not view.possible:
        return f"{ends} That is less than an hour off, so no reminder would come before it.", rows()
    if view.chosen:
        spans = listed([f"**{SPANS[one]}**" for one in sorted(view.chosen, reverse=True)])
        how = f"I remind {who} {spans} before it closes. Take the ticks out of the list for none. {how}"
    else:
        how = f"Choose when I remind {who} of it. {how}"
    options = [(str(one), f"{SPANS[one]} before", one in view.chosen) for one in view.possible]
    pick = choice(custom_id("reminders", "choose", token), options, placeholder="No reminder")
    return f"{ends} {how}", rows(pick)


def reminder(prompt: Prompt, server: str, key: str) -> tuple[str, ui.View]:
    """The direct message."""
    place = f"https://discord.com/channels/{prompt.community_id}/{prompt.thread_id or prompt.channel_id}"
    ends = f" closes {when(prompt.closes_at)}" if prompt.closes_at else " is still open"
    link: ui.Button[ui.View] = ui.Button(label="Open it", url=place, style=discord.ButtonStyle.link)
    return (
        f"{quoted(prompt.title, 100)} in {quoted(server, 100)}{ends}. You asked me to remind you.",
        rows(link, button("No more reminders", post_id(key))),
    )


def thread_reminder(prompt: Prompt, members: Sequence[MemberId], key: str) -> tuple[str, ui.View]:
    """A line in the thread; with members, for those who asked and take no direct messages."""
    ends = f"closes {when(prompt.closes_at)}" if prompt.closes_at else "is still open"
    buttons = rows(button("See the works", post_id(key)))
    if not members:
        return f"This prompt {ends}.", buttons
    return f"{mentions(members)}: you asked to be reminded. This prompt {ends}.", buttons


def stopped(title: str, server: str) -> str:
    return f"No more reminders of {quoted(title, 100)} in {plain(server, 100)}."
