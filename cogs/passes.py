"""Late passes: more time for one member, given in a prompt's *Manage*."""

from discord.ext import commands

from bot.app import App
from bot.domain.ids import MemberId
from bot.domain.posts import PostKind
from bot.router import Press, pressed
from cogs.answers import Answer
from cogs.cards.prompts import prompt_line
from cogs.forms.passes import pass_form
from cogs.times import read_time
from cogs.words.plain import quoted, when


class Passes(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.passes = app.services.passes

    @pressed("passes", "ask")
    async def ask(self, press: Press, answer: Answer) -> None:
        await answer.ask(pass_form(press.token, press.subject, {}))

    @pressed("passes", "given")
    async def give(self, press: Press, answer: Answer) -> None:
        community = await self.app.services.communities.get(press.community_id)
        until = read_time(press.text("until"), community.zone, self.app.clock.now())
        member = MemberId(int(press.text("member")))
        prompt = await self.passes.give(
            press.person, press.community_id, press.subject["prompt"], member, until, press.interaction_id
        )
        await answer.show(
            f"<@{member}> has until {when(until)} for {quoted(prompt.title)}. I write to them; if their direct "
            "messages are closed, tell them yourself."
        )

    @pressed("post", PostKind.MORE_TIME)
    async def how_it_stands(self, press: Press, answer: Answer) -> None:
        """Pressed in the direct message itself."""
        view = await self.app.services.prompts.view(press.community_id, press.subject["prompt"])
        await answer.show(prompt_line(view.prompt))


async def setup(app: App) -> None:
    await app.add_cog(Passes(app))
