"""`/privacy`: what is kept, a copy of it, erasing it; and what happens when Callsheet is removed from a server."""

import io

import discord
import orjson
from discord import app_commands, ui
from discord.ext import commands

from bot.app import App
from bot.domain.ids import CommunityId
from bot.router import Press, custom_id, pressed
from cogs.answers import Answer
from cogs.panels import button, rows
from cogs.translate import community_of, person_of
from cogs.words.privacy import ASKED, EXPORTED, KEPT, POLICY, erased


class Privacy(commands.Cog):
    privacy = app_commands.Group(name="privacy", description="What Callsheet keeps about you, and how to erase it.")

    def __init__(self, app: App) -> None:
        self.app = app
        self.service = app.services.privacy

    @privacy.command(name="policy")
    async def policy(self, interaction: discord.Interaction[App]) -> None:
        """What Callsheet keeps about you here, and why."""
        async with Answer(interaction) as answer:
            await answer.show(POLICY)

    @privacy.command(name="export")
    async def export(self, interaction: discord.Interaction[App]) -> None:
        """Your data in this server, as a file only you get."""
        async with Answer(interaction) as answer:
            kept = await self.service.export(person_of(interaction), community_of(interaction))
            text = orjson.dumps(kept, option=orjson.OPT_INDENT_2)
            await answer.show(EXPORTED, files=[discord.File(io.BytesIO(text), filename="callsheet-about-you.json")])

    @privacy.command(name="delete")
    async def delete(self, interaction: discord.Interaction[App]) -> None:
        """Erase what Callsheet keeps about you in this server. It asks first."""
        async with Answer(interaction) as answer:
            community_id, person = community_of(interaction), person_of(interaction)
            token = await self.app.services.panels.private(community_id, person.id, {})
            erase = button("Erase everything", custom_id("privacy", "erase", token), discord.ButtonStyle.danger)
            keep = button("Keep everything", custom_id("privacy", "keep", token))
            await answer.show(ASKED, rows(erase, keep))

    @pressed("privacy", "keep")
    async def keep(self, press: Press, answer: Answer) -> None:
        await answer.update(KEPT, rows())

    @pressed("privacy", "erase")
    async def erase(self, press: Press, answer: Answer) -> None:
        what = await self.service.forget(press.person, press.community_id, press.interaction_id)
        await answer.update(erased(what), ui.View())

    # Servers come and go. One that is out of reach (`on_guild_unavailable`) is not one that was left.

    @commands.Cog.listener()
    async def on_guild_remove(self, guild: discord.Guild) -> None:
        with self.app.in_hand:
            await self.service.left(CommunityId(guild.id))

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        with self.app.in_hand:
            await self.service.is_back(CommunityId(guild.id))


async def setup(app: App) -> None:
    await app.add_cog(Privacy(app))
