"""More time for one member: the message that tells them."""

import discord
from discord import ui

from bot.domain.instants import Instant
from bot.domain.prompts import GRACE, Prompt
from bot.router import post_id
from cogs.panels import button, rows
from cogs.words.plain import quoted, span, when


def more_time(prompt: Prompt, server: str, until: Instant, key: str) -> tuple[str, ui.View]:
    """The direct message. Its second button only names the post."""
    place = f"https://discord.com/channels/{prompt.community_id}/{prompt.thread_id or prompt.channel_id}"
    link: ui.Button[ui.View] = ui.Button(label="Open it", url=place, style=discord.ButtonStyle.link)
    return (
        f"You have more time for {quoted(prompt.title, 100)} in {quoted(server, 100)}: what you post in its thread "
        f"until {when(until)} counts.",
        rows(link, button("How does it stand?", post_id(key))),
    )


def lateness_words(late: int) -> str:
    """A sentence for a work that came after the closing and counts; nothing for one in time."""
    if not late:
        return ""
    why = "in the grace time for slow uploads" if late <= GRACE else "in the time its maker was given"
    return f" It came {span(late)} after the closing and counts: it was {why}."
