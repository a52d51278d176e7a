"""Moderating: the buttons on a work's panel, *Waiting for you*, and reports of members."""

from collections.abc import Sequence
from pathlib import PurePosixPath

import discord
from discord.ext import commands

from bot.app import App
from bot.domain.moderation import Decision
from bot.domain.works import Work
from bot.router import Press, custom_id, pressed
from bot.services.moderation import Waiting
from cogs.answers import Answer
from cogs.cards.moderation import chosen_panel, page_of, waiting_panel
from cogs.cards.works import work_panel
from cogs.forms.moderation import CHANGE_FORM, PURGE_FORM, REFUSE_FORM, REMOVE_FORM, REPORT_FORM
from cogs.panels import button, rows
from cogs.words.plain import numbers, quoted

MOST_FILES = 10
LARGEST_FILE = 8 * 1024 * 1024
MOST_BYTES = 24 * 1024 * 1024


class Moderation(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.moderation = app.services.moderation
        self.panels = app.services.panels

    # A member

    @pressed("moderation", "report")
    async def report(self, press: Press, answer: Answer) -> None:
        await answer.ask(REPORT_FORM(press.token, press.subject))

    @pressed("moderation", "reported")
    async def reported(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        await self.moderation.report(
            press.person, press.community_id, number, press.text("reason"), press.interaction_id
        )
        await answer.show(f"Thank you. The moderators see what you wrote about #{number}; its maker doesn't.")

    # On a work's panel

    @pressed("moderation", "hold")
    async def hold(self, press: Press, answer: Answer) -> None:
        await self._decide(press, answer, Decision.HOLD)

    @pressed("moderation", "accept")
    async def accept(self, press: Press, answer: Answer) -> None:
        await self._decide(press, answer, Decision.ACCEPT)

    @pressed("moderation", "restore")
    async def restore(self, press: Press, answer: Answer) -> None:
        await self._decide(press, answer, Decision.RESTORE)

    async def _decide(self, press: Press, answer: Answer, decision: Decision) -> None:
        number: int = press.subject["work"]
        await self.moderation.decide(press.person, press.community_id, [number], decision, press.interaction_id)
        text, buttons = await self._panel(press, number)
        await answer.update(text, buttons or rows())

    async def _panel(self, press: Press, number: int) -> tuple[str, discord.ui.View | None]:
        view = await self.app.services.lineage.view(press.person, press.community_id, number, press.channel_id)
        desk = await self.app.services.works.desk.view(press.person, press.community_id, number)
        return work_panel(view, press.token, desk)

    @pressed("moderation", "remove")
    async def ask_why_remove(self, press: Press, answer: Answer) -> None:
        await answer.ask(REMOVE_FORM(press.token, press.subject))

    @pressed("moderation", "removed")
    async def remove(self, press: Press, answer: Answer) -> None:
        await self._with_reason(press, answer, Decision.REMOVE)

    @pressed("moderation", "refuse")
    @pressed("moderation", "turn_down")
    async def ask_why_refuse(self, press: Press, answer: Answer) -> None:
        await answer.ask(REFUSE_FORM(press.token, press.subject))

    @pressed("moderation", "refused")
    async def refuse(self, press: Press, answer: Answer) -> None:
        turned = await self.moderation.turn_down(
            press.person, press.community_id, _works(press), press.text("reason"), press.interaction_id
        )
        await answer.show(
            f"{_named(turned)}: not in. Each maker can read your reason behind the button under their work."
        )

    @pressed("moderation", "purge")
    async def ask_to_purge(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        await answer.update(
            f"Purge #{number}? Use it for what is illegal or private. Its files, title and words are destroyed for "
            "good, and the same files can't come in again. **Remove…** takes it out so that it can come back.",
            rows(
                button("Purge it…", custom_id("moderation", "purge_why", press.token), discord.ButtonStyle.danger),
                button("Back", custom_id("work", "panel", press.token)),
            ),
        )

    @pressed("moderation", "purge_why")
    async def ask_why_purge(self, press: Press, answer: Answer) -> None:
        await answer.ask(PURGE_FORM(press.token, press.subject))

    @pressed("moderation", "purged")
    async def purge(self, press: Press, answer: Answer) -> None:
        await self._with_reason(press, answer, Decision.PURGE)

    async def _with_reason(self, press: Press, answer: Answer, decision: Decision) -> None:
        number: int = press.subject["work"]
        await self.moderation.decide(
            press.person, press.community_id, [number], decision, press.interaction_id, press.text("reason")
        )
        await answer.show(*await self._panel(press, number))

    # Waiting for you

    @pressed("moderation", "waiting")
    async def waiting(self, press: Press, answer: Answer) -> None:
        view = await self.moderation.waiting(press.person, press.community_id)
        token = await self.panels.private(press.community_id, press.person.id, {})
        text, buttons = waiting_panel(view, token)
        pictures = self._pictures(page_of(view, 0)[0])
        try:
            await answer.show(text, buttons, files=pictures)
        finally:
            for picture in pictures:
                picture.close()

    @pressed("moderation", "page")
    async def turn_page(self, press: Press, answer: Answer) -> None:
        await self._list(press, answer, press.page)

    async def _list(self, press: Press, answer: Answer, page: int = 0, said: str = "") -> None:
        """The list in its place, with the pictures of what it shows now."""
        view = await self.moderation.waiting(press.person, press.community_id)
        text, buttons = waiting_panel(view, press.token, page, said)
        pictures = self._pictures(page_of(view, page)[0])
        try:
            await answer.update(text, buttons, pictures)
        finally:
            for picture in pictures:
                picture.close()

    @pressed("moderation", "chosen")
    async def choose(self, press: Press, answer: Answer) -> None:
        chosen = [int(value) for value in press.values]
        view = await self.moderation.waiting(press.person, press.community_id)
        token = await self.panels.private(press.community_id, press.person.id, {"works": chosen})
        await answer.update(*chosen_panel(view, chosen, token))

    @pressed("moderation", "leave_in")
    async def leave_in(self, press: Press, answer: Answer) -> None:
        left = await self.moderation.leave_in(press.person, press.community_id, _works(press), press.interaction_id)
        await self._list(press, answer, said=f"{_named(left)}: in." if left else "")

    @pressed("moderation", "ask")
    async def ask_what_to_change(self, press: Press, answer: Answer) -> None:
        await answer.ask(CHANGE_FORM(press.token, press.subject))

    @pressed("moderation", "asked")
    async def ask_for_a_change(self, press: Press, answer: Answer) -> None:
        asked = await self.moderation.ask_for_a_change(
            press.person, press.community_id, _works(press), press.text("reason"), press.interaction_id
        )
        await answer.show(
            f"{_named(asked)}: held until you accept. Each maker reads what you ask behind **Why?** under their work."
        )

    @pressed("moderation", "review")
    async def choose_review(self, press: Press, answer: Answer) -> None:
        days = int(press.values[0])
        await self.moderation.choose_review(press.person, press.community_id, days, press.interaction_id)
        await self._list(press, answer)

    @pressed("moderation", "pause")
    async def pause(self, press: Press, answer: Answer) -> None:
        await self.moderation.pause(press.person, press.community_id, press.interaction_id)
        await self._list(press, answer)

    @pressed("moderation", "go_on")
    async def go_on(self, press: Press, answer: Answer) -> None:
        await self.moderation.go_on(press.person, press.community_id, press.interaction_id)
        await self._list(press, answer)

    def _pictures(self, waiting: Sequence[Waiting]) -> list[discord.File]:
        """The first file of each, behind a spoiler: whoever moderates chooses when to look."""
        files: list[discord.File] = []
        room = MOST_BYTES
        for work in (one.work for one in waiting):
            asset = next((each for each in work.assets if each.sha256), None)
            if asset is None or asset.size > min(room, LARGEST_FILE) or len(files) == MOST_FILES:
                continue
            path = self.app.store.path(asset.sha256 or "")
            if path.is_file():
                room -= asset.size
                name = f"{work.number or 0:04}{_suffix(asset.filename)}"
                files.append(
                    discord.File(path, filename=name, spoiler=True, description=f"The first file of #{work.number}")
                )
        return files


def _works(press: Press) -> list[int]:
    """The works a panel is about."""
    return list(press.subject.get("works") or [press.subject["work"]])


def _named(works: Sequence[Work]) -> str:
    if len(works) == 1:
        return f"#{works[0].number} {quoted(works[0].title)}"
    return numbers([work.number for work in works if work.number is not None])


def _suffix(filename: str) -> str:
    suffix = PurePosixPath(filename).suffix.lower()
    return suffix if suffix.isascii() and suffix[1:].isalnum() else ""


async def setup(app: App) -> None:
    await app.add_cog(Moderation(app))
