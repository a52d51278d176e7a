"""What makers do with a work that is in, from its panel: edit, files, makers, outside material, terms."""

from discord.ext import commands

from bot.app import App
from bot.domain.ids import MemberId
from bot.domain.making import AiUse, Outside, OutsideKind
from bot.domain.posts import answer_key
from bot.router import Press, custom_id, post_id, pressed
from cogs.answers import Answer
from cogs.cards.making import joined, more_panel, terms_buttons
from cogs.cards.works import work_panel
from cogs.forms.making import ai_form, edit_form, files_form, makers_form, outside_form
from cogs.panels import button, rows
from cogs.translate import asset_of
from cogs.words import terms
from cogs.words.plain import count_of, listed, numbers, quoted, shorten


class Making(commands.Cog):
    def __init__(self, app: App) -> None:
        self.works = app.services.works
        self.lineage = app.services.lineage
        self.panels = app.services.panels

    @pressed("making", "edit")
    async def ask_to_edit(self, press: Press, answer: Answer) -> None:
        work = (await self.works.desk.view(press.person, press.community_id, press.subject["work"])).work
        subject = {"work": work.number, "title": work.title, "words": work.words, "credit": work.credit}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(edit_form(token, subject))

    @pressed("making", "edited")
    async def edit(self, press: Press, answer: Answer) -> None:
        work = await self.works.refining.edit(
            press.person,
            press.community_id,
            press.subject["work"],
            press.text("title"),
            press.text("words"),
            press.text("credit"),
            press.interaction_id,
        )
        said = f"#{work.number} is {quoted(work.title)} now. The line under it changes in a moment."
        await self._panel_again(press, answer, said)

    @pressed("making", "files")
    async def ask_for_files(self, press: Press, answer: Answer) -> None:
        await answer.ask(files_form(press.token, press.subject))

    @pressed("making", "put")
    async def put_files(self, press: Press, answer: Answer) -> None:
        files = [asset_of(upload) for upload in press.uploads.get("files", ())]
        replacing = press.text("how") == "replace"
        work = await self.works.refining.put_files(
            press.person, press.community_id, press.subject["work"], files, press.interaction_id, replacing=replacing
        )
        held = count_of(len(work.assets), "file", "files")
        kept = " What it had before is kept as an earlier version: **More…** lists it." if replacing else ""
        await self._panel_again(press, answer, f"#{work.number} is made of {held} now.{kept}")

    async def _panel_again(self, press: Press, answer: Answer, first: str) -> None:
        """In place of the panel whose form it was, which would show what was."""
        number: int = press.subject["work"]
        view = await self.lineage.view(press.person, press.community_id, number, press.channel_id)
        desk = await self.works.desk.view(press.person, press.community_id, number)
        text, buttons = work_panel(view, press.token, desk, first=first)
        await answer.update(text, buttons)

    @pressed("making", "no_ai")
    async def no_ai(self, press: Press, answer: Answer) -> None:
        await self._declare(press, answer, AiUse(used=False))

    @pressed("making", "ai")
    async def ask_how_ai_was_used(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        said = (await self.works.desk.view(press.person, press.community_id, number)).ai
        subject = {"work": number, "how": said.how if said else ""}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(ai_form(token, subject))

    @pressed("making", "ai_said")
    async def ai_was_used(self, press: Press, answer: Answer) -> None:
        await self._declare(press, answer, AiUse(used=True, how=press.text("how")))

    async def _declare(self, press: Press, answer: Answer, ai: AiUse) -> None:
        number: int = press.subject["work"]
        await self.works.refining.declare(press.person, press.community_id, number, ai, press.interaction_id)
        await self._panel_again(press, answer, "That is noted. **More…** is where you can change it.")

    @pressed("making", "more")
    async def more(self, press: Press, answer: Answer) -> None:
        desk = await self.works.desk.view(press.person, press.community_id, press.subject["work"])
        await answer.update(*more_panel(desk, press.token))

    @pressed("making", "talk")
    async def not_an_entry(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        await self.works.refining.not_an_entry(press.person, press.community_id, number, press.interaction_id)
        back = button("It is an entry after all", custom_id("work", "again", press.token))
        await answer.update(f"#{number} is no entry any more, and the line under your message goes.", rows(back))

    @pressed("making", "join")
    async def join(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        desk = await self.works.desk.view(press.person, press.community_id, number)
        work = await self.works.together.join(press.person, press.community_id, number, press.interaction_id)
        subject = {"work": work.number}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        opens = button(f"#{work.number}", post_id(answer_key(work.community_id, work.number or 0)))
        apart = button("Take it apart again", custom_id("making", "part", token))
        await answer.show(joined(work, desk.run), rows(opens, apart))

    @pressed("making", "part")
    async def part(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        apart = await self.works.together.part(press.person, press.community_id, number, press.interaction_id)
        await answer.update(f"{numbers(apart)} are works of their own again.", rows())

    @pressed("making", "makers")
    async def ask_for_makers(self, press: Press, answer: Answer) -> None:
        await answer.ask(makers_form(press.token, press.subject))

    @pressed("making", "asked")
    async def name_makers(self, press: Press, answer: Answer) -> None:
        named = [MemberId(int(one)) for one in press.fields.get("people", ())]
        asked = await self.works.makers.ask(
            press.person, press.community_id, press.subject["work"], named, press.interaction_id
        )
        who = listed([f"<@{one}>" for one in asked])
        said = f"{who} will be asked in one silent line. Each counts as a maker once they say yes."
        await self._panel_again(press, answer, said)

    @pressed("making", "made")
    async def made_it(self, press: Press, answer: Answer) -> None:
        await self._say(press, answer, made_it=True)

    @pressed("making", "not_made")
    async def did_not(self, press: Press, answer: Answer) -> None:
        await self._say(press, answer, made_it=False)

    async def _say(self, press: Press, answer: Answer, *, made_it: bool) -> None:
        number: int = press.subject["work"]
        work = await self.works.makers.answer(
            press.person, press.community_id, number, press.interaction_id, made_it=made_it
        )
        said = f"You are one of the makers of #{number} {quoted(work.title)} now, and credited with it."
        if not made_it:
            said = f"You are not named as a maker of #{number} {quoted(work.title)}."
        opens = button(f"#{number}", post_id(answer_key(work.community_id, number)))
        await answer.show(said, rows(opens))

    @pressed("making", "outside")
    async def ask_what_from_outside(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        desk = await self.works.desk.view(press.person, press.community_id, number)
        subject = {"work": number, "now": [(str(one.id), shorten(one.name, 100)) for one in desk.outside]}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(outside_form(token, subject))

    @pressed("making", "named")
    async def name_outside(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        outside = Outside(
            OutsideKind(press.text("kind")),
            " ".join(press.text("name").split()),
            press.text("link").strip(),
            " ".join(press.text("licence").split()),
        )
        gone = [int(one) for one in press.fields.get("not_from", ())]
        new = outside if outside.name or not gone else None
        await self.works.refining.set_outside(press.person, press.community_id, number, new, gone, press.interaction_id)
        await self._panel_again(press, answer, f"What #{number} takes from outside is noted.")

    @pressed("making", "terms")
    async def ask_terms(self, press: Press, answer: Answer) -> None:
        desk = await self.works.desk.view(press.person, press.community_id, press.subject["work"])
        text = f"{terms.standing(desk.consent)}\n{terms.asked()}" if desk.consent else terms.asked()
        back = button("Back", custom_id("making", "more", press.token))
        await answer.update(text, rows(*terms_buttons(press.token), back))

    @pressed("making", "outside_too")
    async def outside_too(self, press: Press, answer: Answer) -> None:
        await self._consent(press, answer, outside=True)

    @pressed("making", "only_here")
    async def only_here(self, press: Press, answer: Answer) -> None:
        await self._consent(press, answer, outside=False)

    async def _consent(self, press: Press, answer: Answer, *, outside: bool) -> None:
        consent = await self.works.desk.consent(press.person, press.community_id, press.interaction_id, outside=outside)
        number: int = press.subject["work"]
        opens = button(f"#{number}", post_id(answer_key(press.community_id, number)))
        text = f"{terms.standing(consent)} **More…** on any work of yours is where you can change that."
        await answer.update(text, rows(opens))


async def setup(app: App) -> None:
    await app.add_cog(Making(app))
