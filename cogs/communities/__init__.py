"""Set-up: a new server is greeted once; `/setup` asks for rooms, roles and zone, then shows how things stand."""

from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import discord
from discord import app_commands, ui
from discord.abc import GuildChannel
from discord.ext import commands

from bot.app import App
from bot.domain.communities import Community, Person, require_server_manager
from bot.domain.ids import ChannelId, CommunityId, RoleId
from bot.domain.instants import DAY, Instant, to_datetime
from bot.domain.posts import PostKind
from bot.domain.prompts import PromptDraft
from bot.domain.zones import read_zone
from bot.router import Press, pressed
from cogs.answers import Answer
from cogs.cards.communities import Found, firsts_panel, setup_panel
from cogs.cards.layout import clipped
from cogs.communities.looking import look
from cogs.communities.making import DIRECTOR, MODERATOR, find_or_make_channel, make_missing
from cogs.forms.setup import setup_form, team_channel_form
from cogs.permissions import TO_POST, require_permissions
from cogs.translate import community_of, person_of
from cogs.words.deeds import deed
from cogs.words.firsts import FIRST_DAYS, FIRSTS
from cogs.words.plain import quoted, when
from cogs.words.rehearsal import how_it_went

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
        """Where Callsheet works, who directs and moderates, the time zone, and whether anything is missing."""
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
        """The form for a server that is new; how things stand for one that is set up."""
        person = person_of(interaction)
        require_server_manager(person)
        standing = await self.communities.find(community_id)
        if standing is not None and standing.set_up_at is not None:
            await answer.show(*await self._panel(person, standing, interaction.guild))
        else:
            await self._change(answer, person, community_id, standing)

    async def _change(
        self, answer: Answer, person: Person, community_id: CommunityId, standing: Community | None
    ) -> None:
        subject = _standing(standing, answer.interaction.guild) if standing else {}
        token = await self.app.services.panels.private(community_id, person.id, subject)
        await answer.ask(setup_form(token, subject))

    async def _panel(
        self, person: Person, community: Community, guild: discord.Guild | None, said: str = ""
    ) -> tuple[str, ui.View]:
        token = await self.app.services.panels.private(community.id, person.id, {})
        rehearsal = await self.app.services.rehearsals.latest(community.id)
        now = to_datetime(self.app.clock.now()).astimezone(ZoneInfo(community.zone))
        found = look(guild, community) if guild else Found()
        return setup_panel(community, found, f"{now:%A %H:%M}", how_it_went(rehearsal), token, said)

    @pressed("setup", "save")
    async def save(self, press: Press, answer: Answer) -> None:
        require_server_manager(press.person)
        guild = answer.interaction.guild
        zone = read_zone(press.text("zone"), available_timezones())  # before anything is made
        channels = [
            ChannelId(int(one)) for one in press.fields.get("channels", ()) if guild and guild.get_channel(int(one))
        ]
        said = ""
        if not channels and guild is not None:
            made, said = await find_or_make_channel(guild)
            channels = [made] if made else []
        community = await self.communities.set_up(
            press.person,
            press.community_id,
            guild.name if guild else "",
            channels,
            _role(guild, press, "director"),
            _role(guild, press, "moderator"),
            zone,
            press.interaction_id,
        )
        await answer.show(*await self._panel(press.person, community, guild, said))

    @pressed("setup", "show")
    async def show(self, press: Press, answer: Answer) -> None:
        await self._ask(answer, press.community_id, answer.interaction)

    @pressed("setup", "check")
    async def check_again(self, press: Press, answer: Answer) -> None:
        require_server_manager(press.person)
        community = await self.communities.get(press.community_id)
        await answer.update(*await self._panel(press.person, community, answer.interaction.guild))

    @pressed("setup", "change")
    async def change(self, press: Press, answer: Answer) -> None:
        require_server_manager(press.person)
        await self._change(answer, press.person, press.community_id, await self.communities.find(press.community_id))

    @pressed("setup", "team")
    async def ask_team_channel(self, press: Press, answer: Answer) -> None:
        require_server_manager(press.person)
        standing, guild = await self.communities.get(press.community_id), answer.interaction.guild
        there = standing.team_channel if guild and guild.get_channel(standing.team_channel or 0) else None
        subject = {"channel": [str(there)] if there else []}
        token = await self.app.services.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(team_channel_form(token, subject))

    @pressed("setup", "team_saved")
    async def choose_team_channel(self, press: Press, answer: Answer) -> None:
        guild = answer.interaction.guild
        chosen = ChannelId(int(press.text("channel"))) if press.text("channel") else None
        if chosen is not None:
            require_permissions(guild, chosen, TO_POST)
        community = await self.communities.choose_team_channel(
            press.person, press.community_id, chosen, press.interaction_id
        )
        await answer.show(*await self._panel(press.person, community, guild))

    @pressed("setup", "create")
    async def create(self, press: Press, answer: Answer) -> None:
        guild, by = answer.interaction.guild, answer.interaction.user
        community = await self.communities.check_manager(press.person, press.community_id, press.interaction_id)
        said = ""
        if guild is not None and isinstance(by, discord.Member):
            made = await make_missing(guild, community, by)
            said = "\n".join(made.told)
            community = await self.communities.adopt(
                press.person, community.id, made.channel, made.roles.get(DIRECTOR), made.roles.get(MODERATOR)
            )
        await answer.update(*await self._panel(press.person, community, guild, said))

    @pressed("setup", "firsts")
    async def offer_firsts(self, press: Press, answer: Answer) -> None:
        community = await self.app.services.prompts.check_director(press.person, press.community_id)
        await answer.update(*firsts_panel(community.home, press.token))

    @pressed("setup", "first")
    async def post_first(self, press: Press, answer: Answer) -> None:
        prompts, guild = self.app.services.prompts, answer.interaction.guild
        community = await prompts.check_director(press.person, press.community_id)
        require_permissions(guild, community.home)
        first = FIRSTS[press.page - 1]
        closes_at = Instant(self.app.clock.now() + FIRST_DAYS * DAY)
        draft = PromptDraft(first.title, first.brief, first.kinds, closes_at=closes_at)
        prompt = await prompts.post(press.person, community.id, draft, None, press.interaction_id)
        said = (
            f"Prompt {prompt.number} {quoted(prompt.title)} is on its way to <#{prompt.channel_id}>, with a thread for "
            "the works. **Manage** on its card changes or closes it."
        )
        await answer.update(*await self._panel(press.person, community, guild, said))


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
