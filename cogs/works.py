"""Works: handing them in by message, command or menu, and the panel behind each `#number`."""

from collections.abc import Sequence

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.communities import Person
from bot.domain.ids import ChannelId, CommunityId, MemberId, MessageId, WorkId
from bot.domain.posts import PostKind, answer_key
from bot.domain.prompts import asks_about_ai
from bot.domain.refusals import Refusal, Why
from bot.domain.submissions import Submission
from bot.domain.works import MAX_TITLE, Origin, Work, WorkState
from bot.router import Press, custom_id, post_id, pressed
from cogs import suggest
from cogs.answers import Answer
from cogs.cards.decisions import WHY_IT_WAITS
from cogs.cards.making import AI_ASKED, ai_buttons, terms_buttons
from cogs.cards.works import builds_on, work_panel
from cogs.forms.works import words_form
from cogs.panels import button, rows
from cogs.translate import (
    asset_of,
    community_of,
    is_of_a_member,
    is_posted_again,
    person_of,
    place_of,
    read_numbers,
    reply_target,
    submission_of,
)
from cogs.words import terms
from cogs.words.plain import quoted
from cogs.words.refusals import refusal


class Works(commands.Cog):
    def __init__(self, app: App) -> None:
        self.app = app
        self.works = app.services.works
        self.lineage = app.services.lineage
        self.panels = app.services.panels
        # discord.py takes a menu only from the tree, not from a method of a cog.
        self.menu = app_commands.ContextMenu(name="Submit this", callback=self.submit_this)

    async def cog_load(self) -> None:
        self.app.tree.add_command(self.menu)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        if message.guild is None:
            return
        community_id = CommunityId(message.guild.id)
        with self.app.watch.dealing(community_id, ChannelId(message.channel.id), MessageId(message.id)):
            if is_posted_again(message):
                await self.works.posted_again(submission_of(message, community_id))
            elif is_of_a_member(message):
                await self.works.receive_message(submission_of(message, community_id))

    @commands.Cog.listener()
    async def on_raw_message_edit(self, event: discord.RawMessageUpdateEvent) -> None:
        if event.guild_id is None or event.message.edited_at is None:
            return
        if not is_of_a_member(event.message) and not is_posted_again(event.message):
            return
        community_id = CommunityId(event.guild_id)
        with self.app.watch.dealing(community_id, ChannelId(event.channel_id)):
            await self.works.message_edited(submission_of(event.message, community_id))

    @commands.Cog.listener()
    async def on_raw_message_delete(self, event: discord.RawMessageDeleteEvent) -> None:
        with self.app.watch.dealing(CommunityId(event.guild_id or 0), ChannelId(event.channel_id)):
            await self.works.message_deleted(MessageId(event.message_id))

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, event: discord.RawBulkMessageDeleteEvent) -> None:
        with self.app.watch.dealing(CommunityId(event.guild_id or 0), ChannelId(event.channel_id)):
            for message_id in sorted(event.message_ids):
                await self.works.message_deleted(MessageId(message_id))

    @app_commands.command(name="submit")
    @app_commands.describe(
        file="The file to hand in. Empty: you can write words instead",
        prompt="Which prompt it answers. Empty: the one whose thread this is",
        title="A title. Empty: the file's name",
        built_on="Numbers of the works it builds on, such as “17, 31”",
    )
    async def submit(
        self,
        interaction: discord.Interaction[App],
        file: discord.Attachment | None = None,
        prompt: int | None = None,
        title: app_commands.Range[str, 1, MAX_TITLE] | None = None,
        built_on: str | None = None,
    ) -> None:
        """Hand a work in."""
        async with Answer(interaction) as answer:
            person = person_of(interaction)
            community_id = community_of(interaction)
            sources = read_numbers(built_on or "")
            prompts = self.app.services.prompts
            if prompt is None and not sources:
                here = await prompts.here(community_id, ChannelId(interaction.channel_id or 0))
                if here is None:
                    raise Refusal(Why.WHICH_PROMPT)
                prompt = here.number
            if file is None:
                asks_ai = prompt is not None and asks_about_ai((await prompts.view(community_id, prompt)).prompt)
                subject = {"prompt": prompt, "built_on": sources, "title": title or "", "asks_ai": asks_ai}
                token = await self.panels.private(community_id, person.id, subject)
                await answer.ask(words_form(token, subject))
                return
            submission = Submission(
                community_id=community_id,
                person=person,
                origin=Origin.COMMAND,
                origin_id=interaction.id,
                channel_id=ChannelId(interaction.channel_id or 0),
                prompt_number=prompt,
                built_on=sources,
                title=title or "",
                assets=(asset_of(file),),
                place=place_of(interaction.channel),
            )
            await self._hand_in(submission, answer)

    @submit.autocomplete("prompt")
    async def suggest_prompt(
        self, interaction: discord.Interaction[App], current: str
    ) -> list[app_commands.Choice[int]]:
        return await suggest.prompts(self.app.services, community_of(interaction), current, only_open=True)

    @pressed("work", "words")
    async def submit_words(self, press: Press, answer: Answer) -> None:
        files = tuple(asset_of(upload) for upload in press.uploads.get("files", ()))
        asked = "ai" in press.fields
        submission = Submission(
            community_id=press.community_id,
            person=press.person,
            origin=Origin.COMMAND,
            origin_id=press.interaction_id,
            channel_id=press.channel_id,
            prompt_number=press.subject["prompt"],
            built_on=tuple(press.subject["built_on"]) if asked else read_numbers(press.text("built_on")),
            ai_used=press.text("ai") == "yes" if asked else None,
            title=press.text("title"),
            words=press.text("words"),
            assets=files,
            place=place_of(answer.interaction.channel),
        )
        await self._hand_in(submission, answer)

    async def _hand_in(self, submission: Submission, answer: Answer) -> None:
        work = await self.works.hand_in(submission)
        sources: list[int] = []
        if work.number is not None:
            view = await self.lineage.view(submission.person, submission.community_id, work.number)
            sources = view.sources
        text, buttons = _is_in(work, sources)
        if buttons is not None and work.number is not None:
            desk = await self.works.desk.view(submission.person, work.community_id, work.number)
            token = await self.panels.private(work.community_id, submission.person.id, {"work": work.number})
            if work.state is WorkState.ACCEPTED and desk.asks_ai and desk.ai is None:
                text = f"{text}\n\n{AI_ASKED}"
                for item in ai_buttons(token):
                    buttons.add_item(item)
            if await self.works.desk.consent_of(submission.person, work.community_id) is None:
                text = f"{text}\n\n{terms.asked()}"
                for item in terms_buttons(token):
                    buttons.add_item(item)
        await answer.show(text, buttons)

    async def submit_this(self, interaction: discord.Interaction[App], message: discord.Message) -> None:
        """The message menu: hand in one's own message."""
        async with Answer(interaction) as answer:
            person, community_id = person_of(interaction), community_of(interaction)
            standing = await self.works.standing_in(person, community_id, MessageId(message.id))
            if standing is not None:
                await self._show_panel(
                    answer, person, community_id, standing, f"That message is a work already: #{standing}."
                )
                return
            submission = Submission(
                community_id=community_id,
                person=person,
                author_id=MemberId(message.author.id),
                origin=Origin.MENU,
                origin_id=interaction.id,
                channel_id=ChannelId(message.channel.id),
                message_id=MessageId(message.id),
                reply_to=reply_target(message),
                words=message.content,
                assets=tuple(asset_of(attachment) for attachment in message.attachments),
                place=place_of(message.channel),
            )
            await self._hand_in(submission, answer)

    @app_commands.command(name="work")
    @app_commands.describe(work="Its number or title")
    async def work(self, interaction: discord.Interaction[App], work: int) -> None:
        """Open a work: what it is built on, what was built on it, and what you can do with it."""
        async with Answer(interaction) as answer:
            await self._show_panel(answer, person_of(interaction), community_of(interaction), work)

    @work.autocomplete("work")
    async def suggest_work(self, interaction: discord.Interaction[App], current: str) -> list[app_commands.Choice[int]]:
        return await suggest.works(self.app.services, community_of(interaction), current)

    @pressed("post", PostKind.WORK_ANSWER)
    async def answer_pressed(self, press: Press, answer: Answer) -> None:
        await self._open(press, answer, press.subject["work"])

    @pressed("post", PostKind.MAKERS_ASKED)
    async def makers_asked_pressed(self, press: Press, answer: Answer) -> None:
        await self._open(press, answer, press.subject["work"])

    @pressed("work", "pick")
    async def picked(self, press: Press, answer: Answer) -> None:
        await self._open(press, answer, int(press.values[0]))

    async def _open(self, press: Press, answer: Answer, number: int) -> None:
        await self._show_panel(answer, press.person, press.community_id, number)

    async def _show_panel(
        self, answer: Answer, person: Person, community_id: CommunityId, number: int, first: str = ""
    ) -> None:
        """`first`: a line to begin with."""
        where = ChannelId(answer.interaction.channel_id or 0)
        view = await self.lineage.view(person, community_id, number, where)
        desk = await self.works.desk.view(person, community_id, number)
        token = await self.panels.private(community_id, person.id, {"work": number})
        text, buttons = work_panel(view, token, desk)
        await answer.show("\n".join(filter(None, (first, text))), buttons)

    @pressed("post", PostKind.WORK_REFUSAL)
    async def why(self, press: Press, answer: Answer) -> None:
        await answer.show(refusal(await self.works.refusal_of(press.person, WorkId(press.subject["work_id"]))))

    @pressed("work", "withdraw")
    async def ask_to_withdraw(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["work"]
        await answer.update(
            f"Take #{number} back? It leaves the prompt; what was built on it stays.",
            rows(
                button("Take it back", custom_id("work", "withdrawn", press.token), discord.ButtonStyle.danger),
                button("Keep it", custom_id("work", "panel", press.token)),
            ),
        )

    @pressed("work", "withdrawn")
    async def withdraw(self, press: Press, answer: Answer) -> None:
        work = await self.works.withdraw(press.person, press.community_id, press.subject["work"], press.interaction_id)
        view = await self.lineage.view(press.person, press.community_id, press.subject["work"])
        text = f"#{work.number} {quoted(work.title)} is taken back. What others built on it keeps its place."
        again = [button("Hand it in again", custom_id("work", "again", press.token))] if view.may_come_back else []
        await answer.update(text, rows(*again))

    @pressed("work", "again")
    async def hand_in_again(self, press: Press, answer: Answer) -> None:
        work = await self.works.hand_in_again(
            press.person, press.community_id, press.subject["work"], press.interaction_id
        )
        key = answer_key(work.community_id, press.subject["work"])
        opens = button(f"#{work.number}", post_id(key))
        await answer.update(f"#{work.number} {quoted(work.title)} is in again, as it was.", rows(opens))

    @pressed("work", "panel")
    async def back_to_panel(self, press: Press, answer: Answer) -> None:
        view = await self.lineage.view(press.person, press.community_id, press.subject["work"], press.channel_id)
        desk = await self.works.desk.view(press.person, press.community_id, press.subject["work"])
        text, buttons = work_panel(view, press.token, desk)
        await answer.update(text, buttons or rows())


def _is_in(work: Work, sources: Sequence[int]) -> tuple[str, discord.ui.View | None]:
    """That it is in, and the button that opens it."""
    if work.state is WorkState.RECEIVED:
        return (
            "Your work is noted, but Discord didn't give me its file yet. I keep trying; it shows when it is in.",
            None,
        )
    if work.state is WorkState.HELD and work.number is not None:
        opens = button(f"#{work.number}", post_id(answer_key(work.community_id, work.number)))
        return f"#{work.number} {quoted(work.title)} is here and waits for a moderator. {WHY_IT_WAITS}", rows(opens)
    if work.state is not WorkState.ACCEPTED or work.number is None:
        return "Your work was taken back before it was in.", None
    key = answer_key(work.community_id, work.number)
    opens = button(f"#{work.number}", post_id(key))
    where = "" if work.prompt_id else ", outside any prompt"
    head = f"#{work.number} {quoted(work.title)} is in{where}."
    if sources:
        return f"{head} {builds_on(sources)} Press **#{work.number}** to change that, or to take it back.", rows(opens)
    return f"{head} Press **#{work.number}** to say what it builds on, or to take it back.", rows(opens)


async def setup(app: App) -> None:
    await app.add_cog(Works(app))
