"""Reminders: choosing them on a prompt's card, and for the thread in *Manage*."""

from discord.ext import commands

from bot.app import App
from bot.domain.posts import PostKind
from bot.router import Press, pressed
from cogs.answers import Answer
from cogs.cards.reminders import reminder_panel, stopped


class Reminders(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.reminders = app.services.reminders

    @pressed("reminders", "mine")
    async def ask_when(self, press: Press, answer: Answer) -> None:
        await self._open(press, answer, of_thread=False)

    @pressed("reminders", "thread")
    async def ask_when_for_thread(self, press: Press, answer: Answer) -> None:
        await self._open(press, answer, of_thread=True)

    async def _open(self, press: Press, answer: Answer, *, of_thread: bool) -> None:
        number: int = press.subject["prompt"]
        view = await self.reminders.view(press.person, press.community_id, number, of_thread=of_thread)
        subject = {"prompt": number, "thread": of_thread}
        token = await self.app.services.panels.private(press.community_id, press.person.id, subject)
        await answer.show(*reminder_panel(view, token, of_thread=of_thread))

    @pressed("reminders", "choose")
    async def choose(self, press: Press, answer: Answer) -> None:
        of_thread: bool = press.subject["thread"]
        view = await self.reminders.choose(
            press.person,
            press.community_id,
            press.subject["prompt"],
            [int(value) for value in press.values],
            press.interaction_id,
            of_thread=of_thread,
        )
        await answer.update(*reminder_panel(view, press.token, of_thread=of_thread))

    @pressed("post", PostKind.REMINDER)
    async def stop(self, press: Press, answer: Answer) -> None:
        """Pressed in the direct message itself."""
        view = await self.reminders.choose(
            press.person, press.community_id, press.subject["prompt"], (), press.interaction_id
        )
        community = await self.app.services.communities.get(press.community_id)
        await answer.show(stopped(view.prompt.title, community.name))


async def setup(app: App) -> None:
    await app.add_cog(Reminders(app))
