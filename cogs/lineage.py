"""What a work is built on and what was built on it: from its panel, and what its makers hear of it."""

import io
from collections.abc import Sequence

import discord
from discord.ext import commands

from bot.app import App
from bot.domain.ids import MemberId
from bot.domain.lineage import Telling
from bot.domain.posts import PostKind
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Asset, Work, shorten
from bot.router import Press, pressed
from bot.services.lineage import Choice, Cited
from cogs.answers import Answer
from cogs.cards.lineage import family_page, handed_over, shown_in, source_picker, telling_panel
from cogs.cards.works import work_label, work_panel
from cogs.forms.lineage import cite_form, find_form
from cogs.shown import Shown, safe_name
from cogs.translate import MOST_NUMBERS, read_numbers, read_some_numbers
from cogs.words.plain import numbers, quoted

REQUEST_LIMIT = 24 * 1024 * 1024
"""Of all files in one message, in bytes; Discord refuses requests of more than 25 MiB."""


class Lineage(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.lineage = app.services.lineage
        self.news = app.services.news
        self.panels = app.services.panels

    @pressed("lineage", "cite")
    async def choose(self, press: Press, answer: Answer) -> None:
        await self._pick(press, answer, await self._choice(press))

    @pressed("lineage", "find")
    async def ask_what_to_find(self, press: Press, answer: Answer) -> None:
        await answer.ask(find_form(press.token, press.subject))

    @pressed("lineage", "found")
    async def find(self, press: Press, answer: Answer) -> None:
        text = press.text("text")
        found = await self._choice(press, text)
        which = f"What I found for {quoted(text, 60)} is in the list."
        if not found.offered:
            found = await self._choice(press)
            which = (
                f"I found no older work for {quoted(text, 60)}. Try its number, a word of its title or a maker's name."
            )
        await self._pick(press, answer, found, which)

    @pressed("lineage", "sources")
    async def picked(self, press: Press, answer: Answer) -> None:
        """What is chosen in the select is cited; what is in it and not chosen is cited no more."""
        before = await self._choice(press)
        cited = {work.number for work in before.cited}
        chosen = [int(value) for value in press.values]
        gone = [one for one in press.subject["shown"] if one in cited and one not in chosen]
        new = [one for one in chosen if one not in cited]
        number: int = press.subject["work"]
        done = await self.lineage.cite(press.person, press.community_id, number, new, press.interaction_id, not_on=gone)
        await self._pick(press, answer, await self._choice(press), _told(number, done))

    async def _choice(self, press: Press, text: str = "") -> Choice:
        return await self.lineage.choice(press.person, press.community_id, press.subject["work"], text)

    async def _pick(self, press: Press, answer: Answer, choosing: Choice, first: str = "") -> None:
        subject = {"work": press.subject["work"], "shown": [work.number for work in shown_in(choosing)]}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.update(*source_picker(choosing, token, first))

    @pressed("lineage", "numbers")
    async def ask_for_numbers(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        view = await self.lineage.view(press.person, press.community_id, number)
        now = [(str(work.number), work_label(work)) for work in view.built_on[:MOST_NUMBERS]]
        subject = {"work": number, "now": now}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(cite_form(token, subject))

    @pressed("lineage", "cited")
    async def cite(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        not_on = [int(value) for value in press.fields.get("not_on", ())]
        read = read_numbers if not_on else read_some_numbers
        cited = await self.lineage.cite(
            press.person,
            press.community_id,
            number,
            read(press.text("sources")),
            press.interaction_id,
            not_on=not_on,
        )
        await self._pick(press, answer, await self._choice(press), _told(number, cited))

    @pressed("lineage", "is_built_on")
    async def yes(self, press: Press, answer: Answer) -> None:
        """The maker says that what their words name is a source; its number stands in the button."""
        number: int = press.subject["work"]
        cited = await self.lineage.cite(press.person, press.community_id, number, [press.page], press.interaction_id)
        await self._panel_again(press, answer, _told(number, cited))

    @pressed("lineage", "is_not_built_on")
    async def no(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        await self.lineage.is_not_built_on(press.person, press.community_id, number, press.page, press.interaction_id)
        await self._panel_again(press, answer, f"#{number} isn't linked to #{press.page}.")

    async def _panel_again(self, press: Press, answer: Answer, first: str) -> None:
        view = await self.lineage.view(press.person, press.community_id, press.subject["work"])
        desk = await self.app.services.works.desk.view(press.person, press.community_id, press.subject["work"])
        text, buttons = work_panel(view, press.token, desk, first=first)
        await answer.update(text, buttons)

    @pressed("lineage", "tree")
    async def tree(self, press: Press, answer: Answer) -> None:
        view = await self.lineage.view(press.person, press.community_id, press.subject["work"])
        await answer.update(*family_page(view, press.token, press.page))

    @pressed("lineage", "fetch")
    async def fetch(self, press: Press, answer: Answer) -> None:
        fetched = await self.lineage.fetch(
            press.person, press.community_id, press.subject["work"], press.interaction_id
        )
        await answer.defer()  # sending files may take longer than Discord waits
        messages, too_large = self._messages(fetched.work, answer.interaction.filesize_limit)
        if not messages and not too_large:
            raise Refusal(Why.NOTHING_TO_GIVE, number=fetched.work.number)
        text = handed_over(fetched, press.community_id, too_large)
        for files in messages or [[]]:
            await answer.show(text, files=files)
            text = f"More of #{fetched.work.number}:"

    def _messages(self, work: Work, limit: int) -> tuple[list[list[discord.File]], list[Asset]]:
        """A work's files in as many messages as they need, and those no message takes."""
        if not work.assets and work.words:
            return [[discord.File(io.BytesIO(work.words.encode()), filename=f"{work.number:04}_words.txt")]], []
        messages: list[list[discord.File]] = []
        too_large: list[Asset] = []
        room = 0
        for asset in work.assets:
            path = self.app.store.path(asset.sha256) if asset.sha256 else None
            if path is None or not path.is_file():
                continue
            if asset.size > min(limit, REQUEST_LIMIT):
                too_large.append(asset)
                continue
            if asset.size > room:
                messages.append([])
                room = REQUEST_LIMIT
            room -= asset.size
            shown = Shown(path, safe_name(work, asset), f"#{work.number} {shorten(work.title, 200)}")
            messages[-1].append(shown.open())
        return messages, too_large

    @pressed("lineage", "telling")
    async def show_telling(self, press: Press, answer: Answer) -> None:
        telling = await self.news.telling(press.person, press.community_id)
        await answer.update(*telling_panel(telling, press.token, work=press.subject["work"]))

    @pressed("post", PostKind.BUILT_ON)
    async def show_telling_from_news(self, press: Press, answer: Answer) -> None:
        if press.person.id != MemberId(int(press.subject["member"])):
            raise Refusal(Why.PANEL_IS_ANOTHERS)
        telling = await self.news.telling(press.person, press.community_id)
        token = await self.panels.private(press.community_id, press.person.id, {"work": None})
        await answer.show(*telling_panel(telling, token, work=None))

    @pressed("lineage", "tell")
    async def choose_telling(self, press: Press, answer: Answer) -> None:
        telling = Telling(press.values[0])
        await self.news.choose(press.person, press.community_id, telling, press.interaction_id)
        await answer.update(*telling_panel(telling, press.token, work=press.subject["work"], first="Saved."))


def _told(number: int, cited: Cited) -> str:
    sentences: Sequence[str] = [
        f"#{number} now builds on {numbers(sorted(cited.added))} too. "
        f"Wherever #{number} is used, their makers are credited."
        if cited.added
        else "",
        f"#{number} no longer builds on {numbers(sorted(cited.removed))}." if cited.removed else "",
    ]
    return " ".join(filter(None, sentences)) or f"#{number} builds on that already. Nothing was changed."


async def setup(app: App) -> None:
    await app.add_cog(Lineage(app))
