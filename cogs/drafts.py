"""Drafts: a prompt shown back as it will look, changed until it is right, then posted."""

from typing import Any

import discord
from discord.ext import commands

from bot.app import App
from bot.domain.communities import Community
from bot.domain.drafts import Draft
from bot.domain.ids import ChannelId, DraftId, MemberId
from bot.domain.instants import Instant
from bot.domain.prompts import Ai, PromptDraft
from bot.domain.showing import Shows
from bot.domain.works import Kind
from bot.router import Press, custom_id, pressed
from cogs.answers import Answer
from cogs.cards.drafts import UNSAID, draft_panel, told
from cogs.cards.references import closing_all, found, opened
from cogs.forms.prompts import draft_closing_form, draft_opening_form, terms_form, wording_form
from cogs.panels import button
from cogs.permissions import needed_for, require_permissions
from cogs.times import read_time, write_time
from cogs.translate import asset_of
from cogs.words.plain import quoted, shorten, when


class Drafts(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.drafts = app.services.drafts
        self.prompts = app.services.prompts
        self.panels = app.services.panels

    @pressed("draft", "start")
    async def start(self, press: Press, answer: Answer) -> None:
        """The form of `/prompt new`; its options came along with the panel."""
        options = press.subject
        wording = PromptDraft(
            title=press.text("title"),
            brief=press.text("brief"),
            kinds=frozenset(Kind(kind) for kind in options["kinds"]),
            pays=options["pays"],
            closes_at=options["closes_at"],
            works_per_member=options["works_each"],
        )
        channel_id = ChannelId(int(options["channel"])) if options["channel"] else None
        draft = await self.drafts.start(press.person, press.community_id, wording, channel_id, press.interaction_id)
        await self._show(press, answer, draft)

    @pressed("draft", "pick")
    async def pick(self, press: Press, answer: Answer) -> None:
        draft = await self.drafts.get(press.person, press.community_id, DraftId(int(press.values[0])))
        await self._show(press, answer, draft)

    @pressed("draft", "words")
    async def ask_words(self, press: Press, answer: Answer) -> None:
        wording = (await self._draft(press)).wording
        await self._ask(press, answer, wording_form, title=wording.title, brief=wording.brief)

    @pressed("draft", "worded")
    async def set_words(self, press: Press, answer: Answer) -> None:
        await self._change(press, answer, title=press.text("title"), brief=press.text("brief"))

    @pressed("draft", "closing")
    async def ask_closing(self, press: Press, answer: Answer) -> None:
        zone = (await self._community(press)).zone
        closes = write_time((await self._draft(press)).wording.closes_at, zone)
        await self._ask(press, answer, draft_closing_form, closes=closes)

    @pressed("draft", "closes")
    async def set_closing(self, press: Press, answer: Answer) -> None:
        await self._change(press, answer, closes_at=await self._time(press, "closes"))

    @pressed("draft", "opening")
    async def ask_opening(self, press: Press, answer: Answer) -> None:
        zone = (await self._community(press)).zone
        opens = write_time((await self._draft(press)).wording.opens_at, zone)
        await self._ask(press, answer, draft_opening_form, opens=opens)

    @pressed("draft", "opens")
    async def set_opening(self, press: Press, answer: Answer) -> None:
        await self._change(press, answer, opens_at=await self._time(press, "opens") or Instant(0))

    @pressed("draft", "takes")
    async def set_kinds(self, press: Press, answer: Answer) -> None:
        await self._change(press, answer, kinds=frozenset(map(Kind, press.values)))

    @pressed("draft", "ai")
    async def set_ai(self, press: Press, answer: Answer) -> None:
        chosen = press.values[0]
        await self._change(press, answer, ai=None if chosen == UNSAID else Ai(chosen))

    @pressed("draft", "shows")
    async def set_shows(self, press: Press, answer: Answer) -> None:
        await self._change(press, answer, shows=Shows(press.values[0]))

    @pressed("draft", "more")
    async def ask_terms(self, press: Press, answer: Answer) -> None:
        wording = (await self._draft(press)).wording
        await self._ask(
            press,
            answer,
            terms_form,
            pays=wording.pays,
            works_each=str(wording.works_per_member or ""),
            co_directors=[str(one) for one in wording.co_directors],
            files=[(one.sha256, shorten(one.filename, 100)) for one in wording.references],
        )

    @pressed("draft", "terms")
    async def set_terms(self, press: Press, answer: Answer) -> None:
        each = press.text("works_each").strip()
        leads = [MemberId(int(one)) for one in press.fields.get("co_directors", ())]
        draft = await self.drafts.set_terms(
            press.person,
            press.community_id,
            _id(press),
            [asset_of(upload) for upload in press.uploads.get("files", ())],
            press.interaction_id,
            without=press.fields.get("without", ()),
            pays=shorten(press.text("pays"), 200) or "nothing",
            works_per_member=(int(each) if each.isascii() and each.isdigit() else 0) if each else None,
            co_directors=tuple(one for one in leads if one != press.person.id),
        )
        await self._redraw(press, answer, draft)

    @pressed("draft", "post")
    async def post(self, press: Press, answer: Answer) -> None:
        draft, community = await self._draft(press), await self._community(press)
        require_permissions(answer.interaction.guild, community.place(draft.channel_id), needed_for(draft.wording))
        prompt = await self.drafts.post(press.person, press.community_id, draft.id, press.interaction_id)
        ends = f" It closes {when(prompt.closes_at)}." if prompt.closes_at else ""
        await answer.update(
            None,
            told(
                f"Prompt {prompt.number} {quoted(prompt.title)} is on its way to <#{prompt.channel_id}>, with a thread "
                f"for the works.{ends} Change or close it with **Manage** on its card."
            ),
            [],
        )

    @pressed("draft", "schedule")
    async def schedule(self, press: Press, answer: Answer) -> None:
        draft, community = await self._draft(press), await self._community(press)
        require_permissions(answer.interaction.guild, community.place(draft.channel_id), needed_for(draft.wording))
        waits = await self.drafts.schedule(press.person, press.community_id, draft.id, press.interaction_id)
        await self._redraw(press, answer, waits)

    @pressed("draft", "wait")
    async def unschedule(self, press: Press, answer: Answer) -> None:
        draft = await self.drafts.unschedule(press.person, press.community_id, _id(press), press.interaction_id)
        await self._redraw(press, answer, draft)

    @pressed("draft", "throw")
    async def throw_away(self, press: Press, answer: Answer) -> None:
        draft = await self.drafts.throw_away(press.person, press.community_id, _id(press), press.interaction_id)
        back = button("Take it back", custom_id("draft", "back", press.token))
        text = f"{quoted(draft.wording.title)} is thrown away. For a day you can take it back here."
        await answer.update(None, told(text, back), [])

    @pressed("draft", "back")
    async def take_back(self, press: Press, answer: Answer) -> None:
        draft = await self.drafts.take_back(press.person, press.community_id, _id(press), press.interaction_id)
        await self._redraw(press, answer, draft)

    async def _draft(self, press: Press) -> Draft:
        return await self.drafts.get(press.person, press.community_id, _id(press))

    async def _community(self, press: Press) -> Community:
        return await self.prompts.check_director(press.person, press.community_id)

    async def _time(self, press: Press, name: str) -> Instant | None:
        """What was written, read in the community's zone; None where it was left empty."""
        written = press.text(name).strip()
        return read_time(written, (await self._community(press)).zone, self.app.clock.now()) if written else None

    async def _ask(self, press: Press, answer: Answer, form: Any, **subject: Any) -> None:
        """Open a form about the draft, filled in as things stand."""
        subject |= {"draft": _id(press), "panel": press.token}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(form(token, subject))

    async def _change(self, press: Press, answer: Answer, **changes: Any) -> None:
        draft = await self.drafts.change(press.person, press.community_id, _id(press), press.interaction_id, **changes)
        await self._redraw(press, answer, draft)

    async def _show(self, press: Press, answer: Answer, draft: Draft) -> None:
        token = await self.panels.private(press.community_id, press.person.id, {"draft": draft.id})
        panel, files = await self._panel(press, draft, token)
        with closing_all(files):
            await answer.show(None, panel, files)

    async def _redraw(self, press: Press, answer: Answer, draft: Draft) -> None:
        """The panel in its place."""
        panel, files = await self._panel(press, draft, press.subject.get("panel", press.token))
        with closing_all(files):
            await answer.update(None, panel, files)

    async def _panel(self, press: Press, draft: Draft, token: str) -> tuple[discord.ui.LayoutView, list[discord.File]]:
        place = (await self._community(press)).place(draft.channel_id)
        files = found(self.app.store, draft.wording.references)
        return draft_panel(draft, place, token, files), opened(files)


def _id(press: Press) -> DraftId:
    return DraftId(press.subject["draft"])


async def setup(app: App) -> None:
    await app.add_cog(Drafts(app))
