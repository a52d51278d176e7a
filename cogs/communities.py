"""Set-up: a new server is greeted once, and `/setup` asks for the rooms, the roles and the time zone."""

from typing import Any

import discord
from discord import app_commands
from discord.abc import GuildChannel
from discord.ext import commands

from bot.app import App
from bot.domain.communities import Community, require_server_manager
from bot.domain.ids import ChannelId, CommunityId, RoleId
from bot.domain.posts import PostKind
from bot.router import Press, pressed
from cogs.answers import Answer
from cogs.cards.layout import clipped
from cogs.forms import setup_form
from cogs.permissions import lacking
from cogs.translate import community_of, person_of
from cogs.words.deeds import deed
from cogs.words.plain import listed, when

DONE_LATELY = 20
"""Lines of the audit shown at once."""


class Communities(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.communities = app.services.communities

    @commands.Cog.listener()
    async def on_guild_available(self, guild: discord.Guild) -> None:
        await self._greet(guild)

    @commands.Cog.listener()
    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._greet(guild)

    async def _greet(self, guild: discord.Guild) -> None:
        with self.app.in_hand:
            place = next(filter(_can_post, [guild.system_channel, *guild.text_channels]), None)
            await self.communities.greet(CommunityId(guild.id), guild.name, ChannelId(place.id) if place else None)
            self.app.watch.returned(CommunityId(guild.id))

    @commands.Cog.listener()
    async def on_guild_unavailable(self, guild: discord.Guild) -> None:
        self.app.watch.lost_sight(CommunityId(guild.id))

    @commands.Cog.listener()
    async def on_guild_channel_update(self, before: GuildChannel, after: GuildChannel) -> None:
        if before.overwrites != after.overwrites:
            await self._permissions_changed(after.guild)

    @commands.Cog.listener()
    async def on_guild_role_update(self, before: discord.Role, after: discord.Role) -> None:
        if before.permissions != after.permissions:
            await self._permissions_changed(after.guild)

    async def _permissions_changed(self, guild: discord.Guild) -> None:
        with self.app.in_hand:
            await self.app.services.posts.may_again(CommunityId(guild.id))

    @app_commands.command(name="setup")
    @app_commands.default_permissions(manage_guild=True)
    async def setup(self, interaction: discord.Interaction[App]) -> None:
        """Choose Callsheet's channels, who directs and moderates, and the time zone."""
        async with Answer(interaction) as answer:
            await self._ask(answer, community_of(interaction), interaction)

    @pressed("post", PostKind.WELCOME)
    async def welcome_pressed(self, press: Press, answer: Answer) -> None:
        await self._ask(answer, press.community_id, answer.interaction)

    @pressed("post", PostKind.TEAM_NOTE)
    async def done_lately(self, press: Press, answer: Answer) -> None:
        entries = await self.communities.done_lately(press.person, press.community_id, DONE_LATELY)
        await answer.show(clipped(f"{when(entry.at)}: {deed(entry)}" for entry in entries))

    async def _ask(self, answer: Answer, community_id: CommunityId, interaction: discord.Interaction[Any]) -> None:
        person = person_of(interaction)
        require_server_manager(person)
        standing = await self.communities.find(community_id)
        subject = _standing(standing, interaction.guild) if standing else {}
        token = await self.app.services.panels.private(community_id, person.id, subject)
        await answer.ask(setup_form(token, subject))

    @pressed("setup", "save")
    async def save(self, press: Press, answer: Answer) -> None:
        guild = answer.interaction.guild
        community = await self.communities.set_up(
            press.person,
            press.community_id,
            guild.name if guild else "",
            [ChannelId(int(one)) for one in press.fields.get("channels", ()) if guild and guild.get_channel(int(one))],
            _role(guild, press, "director"),
            _role(guild, press, "moderator"),
            press.text("zone").strip(),
            press.interaction_id,
        )
        director = f"<@&{community.director_role}>" if community.director_role else "Whoever holds Manage Server"
        moderator = f"<@&{community.moderator_role}>" if community.moderator_role else "whoever holds Manage Server"
        places = listed([f"<#{channel}>" for channel in community.channels])
        missing = _missing(guild, community.channels)
        await answer.show(
            f"Callsheet works in {places}. {director} can direct, {moderator} can moderate, and times are read in "
            f"`{community.zone}`.\n"
            + (f"{missing}\n" if missing else "")
            + "Next, a director posts the first prompt with `/prompt new`."
        )


def _missing(guild: discord.Guild | None, channels: tuple[ChannelId, ...]) -> str:
    """A sentence for each channel where a permission is missing."""
    found = [channel for one in channels if guild and (channel := guild.get_channel(one)) is not None]
    return "\n".join(
        f"In <#{channel.id}> my role still needs {listed([f'**{label}**' for label in missing])}."
        for channel in found
        if (missing := lacking(channel))
    )


def _can_post(channel: discord.TextChannel | None) -> bool:
    return channel is not None and channel.permissions_for(channel.guild.me).send_messages


def _standing(community: Community, guild: discord.Guild | None) -> dict[str, list[str]]:
    """How a community is set up, in the fields of the form; channels that are gone left out."""
    return {
        "channels": [str(one) for one in community.channels if guild and guild.get_channel(one)],
        "director": [str(community.director_role)] if community.director_role else [],
        "moderator": [str(community.moderator_role)] if community.moderator_role else [],
        "zone": [community.zone],
    }


def _role(guild: discord.Guild | None, press: Press, name: str) -> RoleId | None:
    """The chosen role, if it is one of this server's."""
    chosen = press.text(name)
    return RoleId(int(chosen)) if chosen and guild and guild.get_role(int(chosen)) else None


async def setup(app: App) -> None:
    await app.add_cog(Communities(app))
