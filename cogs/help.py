"""`/help`: what somebody can do here, in a few lines, fitted to who asks."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.communities import may_direct, may_moderate
from cogs.answers import Answer
from cogs.translate import community_of, person_of

MEMBER = (
    "**Make something.** Post your file in a prompt's thread, or reply to its card. Or use `/submit`.\n"
    "**Build on something.** Reply to any work with your file, and the link between the two is kept.\n"
    "**Look.** `/prompt list` shows the prompts. The `#42` under a work opens it, and so does `/work`.\n"
    "**Vote.** Press **Vote** on a vote's card. Your ballot is secret and stays yours to change until it closes."
)
DIRECTOR = (
    "**Direct.** `/prompt new` writes a prompt and shows it to you first; **Manage** on its card ends it. `/production new` starts a piece; "
    "add works from their panels; `/credits schedule` says who made it."
)
MODERATOR = "**Moderate.** `/vote open` lets the community choose among a prompt's works."
NOT_SET_UP = "Callsheet isn't set up in this server yet. Someone with **Manage Server** can do it with `/setup`."


class Help(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app

    @app_commands.command(name="help")
    async def help(self, interaction: discord.Interaction[App]) -> None:
        """What you can do here."""
        async with Answer(interaction) as answer:
            community = await self.app.services.communities.find(community_of(interaction))
            if community is None or community.set_up_at is None:
                await answer.show(NOT_SET_UP)
                return
            person = person_of(interaction)
            parts = [MEMBER]
            if may_direct(community, person):
                parts.append(DIRECTOR)
            if may_moderate(community, person):
                parts.append(MODERATOR)
            await answer.show("\n".join(parts))


async def setup(app: App) -> None:
    await app.add_cog(Help(app))
