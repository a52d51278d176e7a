"""`/help`: what somebody can do here, in a few lines, fitted to who asks and to where they ask."""

from collections.abc import Callable
from dataclasses import dataclass

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.communities import may_direct, may_moderate
from bot.domain.ids import ChannelId
from bot.domain.prompts import PromptState
from bot.router import custom_id
from cogs.answers import Answer
from cogs.cards.moderation import WAITING
from cogs.panels import button, rows
from cogs.translate import community_of, person_of
from cogs.words.help import WHO_CAN, YOU_CAN, Standing, help_text


@dataclass(frozen=True, slots=True)
class Way:
    """A button that leads on from `/help`: to the press `feature:verb`, for those it is for."""

    label: str
    feature: str
    verb: str
    is_for: Callable[[Standing], bool]
    page: int | None = None


WAYS = (
    Way("See the works", "prompt", "works", lambda standing: standing.here is not None, page=0),
    Way(WAITING, "moderation", "waiting", lambda standing: standing.moderates),
    Way("Coming up", "calendar", "open", lambda standing: standing.directs or standing.moderates),
    Way("Set-up", "setup", "show", lambda standing: standing.manages),
)
"""In the order they stand in, five at most for anybody. The panel's subject is `{"prompt": number}` in a prompt's
thread, and empty elsewhere."""


class Help(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app

    @app_commands.command(name="help")
    async def help(self, interaction: discord.Interaction[App]) -> None:
        """What you can do here."""
        async with Answer(interaction) as answer:
            community_id, person = community_of(interaction), person_of(interaction)
            services = self.app.services
            community = await services.communities.find(community_id)
            if community is None or community.set_up_at is None:
                if not person.manages_server:
                    await answer.show(WHO_CAN)
                    return
                token = await services.panels.private(community_id, person.id, {})
                start = button("Set it up", custom_id("setup", "show", token), discord.ButtonStyle.primary)
                await answer.show(YOU_CAN, rows(start))
                return
            standing = Standing(
                directs=may_direct(community, person),
                moderates=may_moderate(community, person),
                manages=person.manages_server,
                here=await services.prompts.here(community_id, ChannelId(interaction.channel_id or 0)),
                paused=await services.moderation.is_paused(community_id),
                open_prompts=await services.prompts.list_of(community_id, PromptState.OPEN),
            )
            subject = {"prompt": standing.here.number} if standing.here else {}
            token = await services.panels.private(community_id, person.id, subject)
            ways = [
                button(way.label, custom_id(way.feature, way.verb, token, way.page))
                for way in WAYS
                if way.is_for(standing)
            ]
            await answer.show(help_text(standing), rows(*ways) if ways else None)


async def setup(app: App) -> None:
    await app.add_cog(Help(app))
