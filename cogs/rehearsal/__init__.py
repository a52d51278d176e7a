"""Rehearsing: a button on the set-up panel begins it, *Next* in its thread brings the next step."""

from discord.ext import commands

from bot.app import App
from bot.router import Press, pressed
from cogs.answers import Answer
from cogs.cards.rehearsal import step_of
from cogs.permissions import FOR_A_REHEARSAL, require_permissions
from cogs.rehearsal.hands import DiscordStagehand

__all__ = ["DiscordStagehand", "Rehearsing", "setup"]


class Rehearsing(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.rehearsals = app.services.rehearsals

    @pressed("rehearsal", "begin")
    async def begin(self, press: Press, answer: Answer) -> None:
        community = await self.app.services.communities.get(press.community_id)
        require_permissions(answer.interaction.guild, community.home, FOR_A_REHEARSAL)
        rehearsal = await self.rehearsals.begin(press.person, press.community_id, press.interaction_id)
        if rehearsal.thread_id is not None:
            await answer.show(f"A rehearsal is running already, in <#{rehearsal.thread_id}>. It removes itself.")
            return
        await answer.show(
            f"The rehearsal opens in a private thread under <#{rehearsal.channel_id}>; you are named in it, so you "
            "find it. It takes about four minutes, or as long as you need to press **Next** a few times. Nothing in it "
            "counts, and the thread goes at the end. **Check again** then says here how it went."
        )

    @pressed("rehearsal", "next")
    async def next(self, press: Press, answer: Answer) -> None:
        await self.rehearsals.next(
            press.person, press.community_id, press.subject["rehearsal"], step_of(press.page), press.interaction_id
        )
        await answer.taken()


async def setup(app: App) -> None:
    await app.add_cog(Rehearsing(app))
