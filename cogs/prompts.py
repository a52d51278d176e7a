"""Prompts: posting them, finding them, managing them from their card."""

import asyncio
import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.communities import Person
from bot.domain.ids import ChannelId, CommunityId
from bot.domain.instants import Instant
from bot.domain.posts import PostKind
from bot.domain.prompts import PromptState, asks_about_ai, judge_closing
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind, WorkState
from bot.router import Press, custom_id, pressed
from bot.services.posts import Thing
from cogs import suggest
from cogs.answers import Answer
from cogs.cards.drafts import drafts_list
from cogs.cards.layout import page_of
from cogs.cards.prompts import my_works_page, prompt_line, works_page
from cogs.forms.prompts import closing_form, ending_form, prompt_form
from cogs.forms.works import words_form
from cogs.panels import button, rows
from cogs.permissions import require_permissions, with_lacking
from cogs.times import prepare, read_time
from cogs.translate import community_of, person_of
from cogs.words.failures import failures, posting_again
from cogs.words.plain import quoted, shorten, when
from cogs.words.refusals import refusal

SPELLINGS = {
    Kind.PICTURE: ("pictures", "picture", "images", "image", "photos", "photo", "drawings"),
    Kind.SOUND: ("sound", "sounds", "audio", "music"),
    Kind.VIDEO: ("video", "videos", "film", "films"),
    Kind.WORDS: ("words", "word", "text", "writing", "texts"),
}
FEW = 5
"""Reasons told at once where works weren't added."""
BETWEEN_KINDS = re.compile(r"[,;/&+]|\b(?:and|or)\b")
SUGGESTED_KINDS = (
    "anything",
    "pictures",
    "sound",
    "video",
    "words",
    "pictures, sound",
    "pictures, video",
    "pictures, sound, video, words",
)


def read_kinds(text: str) -> frozenset[Kind]:
    """`pictures, sound` or `pictures & sound` → the kinds meant; nothing or "anything" → every kind.

    Raises `Refusal(UNKNOWN_KIND)`.
    """
    spelled = {spelling: kind for kind, spellings in SPELLINGS.items() for spelling in spellings}
    kinds = set()
    for word in BETWEEN_KINDS.split(text.lower()):
        name = word.strip()
        if not name or name in ("anything", "any", "everything"):
            continue
        if name not in spelled:
            raise Refusal(Why.UNKNOWN_KIND, kind=name)
        kinds.add(spelled[name])
    return frozenset(kinds)


ENDINGS = (
    "Say what came of it, and everybody who made something hears: **Finish…** where something did, **Drop…** where "
    "nothing will."
)
MORE_WAYS = (
    "-# **Give more time…** lets one member hand in later than the rest. **Repeat…** posts this prompt again and again."
)


class Prompts(commands.Cog):
    prompt = app_commands.Group(name="prompt", description="Post prompts, and find the ones there are.")

    def __init__(self, app: App) -> None:
        self.app = app
        self.prompts = app.services.prompts
        self.panels = app.services.panels

    async def cog_load(self) -> None:
        self._preparing = asyncio.get_running_loop().run_in_executor(None, prepare)

    @prompt.command(name="new")
    @app_commands.describe(
        closes="When it closes: “in 7 days”, “Friday 18:00”. Empty: when you close it",
        kinds="What it takes: “pictures, sound”. Empty: anything",
        works_each="How many works each member may hand in. Empty: as many as they like",
        pays="What it pays. Empty: nothing",
        channel="Where its card goes. Empty: the community's first channel",
    )
    async def new(
        self,
        interaction: discord.Interaction[App],
        closes: str | None = None,
        kinds: str | None = None,
        works_each: app_commands.Range[int, 1, 20] | None = None,
        pays: str | None = None,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Write a prompt: an open call that anyone here can answer. You see it before it is posted."""
        async with Answer(interaction) as answer:
            person = person_of(interaction)
            community = await self.prompts.check_director(person, community_of(interaction))
            require_permissions(interaction.guild, community.place(ChannelId(channel.id) if channel else None))
            now = self.app.clock.now()
            closes_at = read_time(closes, community.zone, now) if closes else None
            judge_closing(closes_at, now)
            wanted = sorted(read_kinds(kinds or ""))
            options = {
                "closes_at": closes_at,
                "kinds": wanted,
                "works_each": works_each,
                "pays": shorten(pays or "nothing", 200),
                "channel": str(channel.id) if channel else None,
            }
            token = await self.panels.private(community.id, person.id, options)
            await answer.ask(prompt_form(token, options))

    @new.autocomplete("kinds")
    async def suggest_kinds(
        self, interaction: discord.Interaction[App], current: str
    ) -> list[app_commands.Choice[str]]:
        typed = current.strip().lower()
        return [app_commands.Choice(name=kinds, value=kinds) for kinds in SUGGESTED_KINDS if typed in kinds]

    @prompt.command(name="drafts")
    async def drafts(self, interaction: discord.Interaction[App]) -> None:
        """Go on with a prompt you have not posted yet."""
        async with Answer(interaction) as answer:
            person, community_id = person_of(interaction), community_of(interaction)
            drafts = await self.app.services.drafts.list_of(person, community_id)
            if not drafts:
                await answer.show("You have no drafts. `/prompt new` begins one.")
                return
            token = await self.panels.private(community_id, person.id, {})
            await answer.show(*drafts_list(drafts, token))

    @prompt.command(name="list")
    async def list_prompts(self, interaction: discord.Interaction[App]) -> None:
        """The prompts there are, newest first."""
        async with Answer(interaction) as answer:
            prompts = await self.prompts.list_of(community_of(interaction))
            if not prompts:
                await answer.show("There are no prompts yet. A director posts one with `/prompt new`.")
                return
            token = await self.panels.private(community_of(interaction), person_of(interaction).id, {})
            await answer.show(*page_of(map(prompt_line, prompts), "prompt", "listed", token, 0))

    @pressed("prompt", "listed")
    async def turn_list(self, press: Press, answer: Answer) -> None:
        prompts = await self.prompts.list_of(press.community_id)
        await answer.update(*page_of(map(prompt_line, prompts), "prompt", "listed", press.token, press.page))

    @prompt.command(name="show")
    @app_commands.describe(prompt="Its number or title")
    async def show(self, interaction: discord.Interaction[App], prompt: int) -> None:
        """A prompt and the works in it."""
        async with Answer(interaction) as answer:
            person = person_of(interaction)
            community_id = community_of(interaction)
            token = await self.panels.private(community_id, person.id, {"prompt": prompt})
            await answer.show(*await self._page(person, community_id, prompt, token))

    @show.autocomplete("prompt")
    async def suggest_prompt(
        self, interaction: discord.Interaction[App], current: str
    ) -> list[app_commands.Choice[int]]:
        return await suggest.prompts(self.app.services, community_of(interaction), current)

    @pressed("post", PostKind.PROMPT_CARD)
    @pressed("post", PostKind.PROMPT_OPENING)
    @pressed("post", PostKind.PROMPT_ENDED)
    @pressed("post", PostKind.THREAD_REMINDER)
    async def works_of_card(self, press: Press, answer: Answer) -> None:
        await self._works(press, answer, press.subject["prompt"], fresh=True)

    @pressed("prompt", "works")
    async def turn(self, press: Press, answer: Answer) -> None:
        await self._works(press, answer, press.subject["prompt"], fresh=False)

    @pressed("prompt", "unbuilt")
    async def not_built_on(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["prompt"]
        page = await self._page(press.person, press.community_id, number, press.token, press.page, unbuilt=True)
        await answer.update(*page)

    async def _works(self, press: Press, answer: Answer, number: int, *, fresh: bool) -> None:
        token = press.token or await self.panels.private(press.community_id, press.person.id, {"prompt": number})
        text, buttons = await self._page(press.person, press.community_id, number, token, press.page)
        await (answer.show(text, buttons) if fresh else answer.update(text, buttons))

    async def _page(
        self,
        person: Person,
        community_id: CommunityId,
        number: int,
        token: str,
        page: int = 0,
        *,
        unbuilt: bool = False,
    ) -> tuple[str, discord.ui.View]:
        view = await self.prompts.look_through(person, community_id, number)
        return works_page(
            view.prompt,
            view.works,
            token,
            page,
            used_ai=view.used_ai,
            may_manage=view.may_manage,
            built_on=view.built_on if unbuilt else None,
        )

    @pressed("prompt", "submit")
    async def ask_for_a_work(self, press: Press, answer: Answer) -> None:
        prompt = await self.prompts.taking(press.person, press.community_id, press.subject["prompt"], press.at)
        subject = {"prompt": prompt.number, "built_on": [], "title": "", "asks_ai": asks_about_ai(prompt)}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(words_form(token, subject))

    @pressed("prompt", "mine")
    async def my_works(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["prompt"]
        view = await self.prompts.mine(press.person, press.community_id, number)
        refused = [work.id for work in view.works if work.state is WorkState.REFUSED]
        why = {one: refusal(await self.app.services.works.refusal_of(press.person, one)) for one in refused[:FEW]}
        turned = "mine" in press.subject  # pressed on this page itself, not on the card
        subject = {"prompt": number, "mine": True}
        token = press.token if turned else await self.panels.private(press.community_id, press.person.id, subject)
        text, buttons = my_works_page(view.prompt, view.works, why, token, press.page)
        await (answer.update(text, buttons) if turned else answer.show(text, buttons))

    @pressed("prompt", "manage")
    async def manage(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["prompt"]
        _, view = await self.prompts.led(press.person, press.community_id, number)
        posts = await self.app.services.posts.refused(press.person, press.community_id, Thing.PROMPT, number)
        token = await self.panels.private(press.community_id, press.person.id, {"prompt": number})
        buttons = [button("Post it again", custom_id("prompt", "again", token))] if posts else []
        if view.prompt.state is PromptState.OPEN:
            buttons += [
                button("Change the closing…", custom_id("prompt", "move", token)),
                button("Remind the thread…", custom_id("reminders", "thread", token)),
            ]
        if view.prompt.state is PromptState.CLOSED:
            buttons += [
                button("Finish…", custom_id("prompt", "finish", token), discord.ButtonStyle.primary),
                button("Drop…", custom_id("prompt", "drop", token)),
            ]
        buttons.append(button("Give more time…", custom_id("passes", "ask", token)))
        buttons.append(button("Repeat…", custom_id("series", "ask", token)))
        if view.prompt.state is PromptState.OPEN:
            buttons.append(button("Close it now", custom_id("prompt", "close", token), discord.ButtonStyle.danger))
        refused = failures(with_lacking(answer.interaction.guild, posts))
        lines = [prompt_line(view.prompt), *refused]
        if view.prompt.state is PromptState.CLOSED:
            lines.append(ENDINGS)
        lines.append(MORE_WAYS)
        await answer.show("\n".join(lines), rows(*buttons))

    @pressed("prompt", "finish")
    async def ask_to_finish(self, press: Press, answer: Answer) -> None:
        await self._ask_to_end(press, answer, PromptState.FINISHED)

    @pressed("prompt", "drop")
    async def ask_to_drop(self, press: Press, answer: Answer) -> None:
        await self._ask_to_end(press, answer, PromptState.DROPPED)

    async def _ask_to_end(self, press: Press, answer: Answer, state: PromptState) -> None:
        subject = {"prompt": press.subject["prompt"], "state": state.value}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(ending_form(token, subject))

    @pressed("prompt", "ended")
    async def end(self, press: Press, answer: Answer) -> None:
        state = PromptState(press.subject["state"])
        view = await self.prompts.end(
            press.person,
            press.community_id,
            press.subject["prompt"],
            state,
            press.text("word"),
            press.interaction_id,
            ping=press.text("tell") == "loudly",
        )
        where = f"<#{view.prompt.thread_id}>" if view.prompt.thread_id else "its channel"
        heard = f"Its makers hear of it in {where}." if view.works else "Nobody had made anything for it."
        await answer.show(f"{quoted(view.prompt.title)} is {state.value}. {heard} Your sentence stands on its card.")

    @pressed("prompt", "again")
    async def post_again(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["prompt"]
        posts = await self.app.services.posts.post_again(
            press.person, press.community_id, Thing.PROMPT, number, press.interaction_id
        )
        await answer.update(posting_again(posts), rows())

    @pressed("prompt", "close")
    async def ask_to_close(self, press: Press, answer: Answer) -> None:
        view = await self.prompts.view(press.community_id, press.subject["prompt"])
        await answer.update(
            f"Close {quoted(view.prompt.title)} now? What is posted more than five minutes after that no longer "
            "counts, and it can't be opened again.",
            rows(
                button("Close it", custom_id("prompt", "closed", press.token), discord.ButtonStyle.danger),
                button("Leave it open", custom_id("prompt", "left_open", press.token)),
            ),
        )

    @pressed("prompt", "left_open")
    async def leave_open(self, press: Press, answer: Answer) -> None:
        view = await self.prompts.view(press.community_id, press.subject["prompt"])
        await answer.update(f"Left as it is. {prompt_line(view.prompt)}", rows())

    @pressed("prompt", "closed")
    async def close(self, press: Press, answer: Answer) -> None:
        prompt = await self.prompts.close(
            press.person, press.community_id, press.subject["prompt"], press.interaction_id
        )
        await answer.update(
            f"{quoted(prompt.title)} is closed. A moderator can open a vote over its works with `/vote open`. "
            "When you know what comes of it, **Manage** on its card tells its makers.",
            rows(),
        )

    @pressed("prompt", "move")
    async def ask_closing(self, press: Press, answer: Answer) -> None:
        await answer.ask(closing_form(press.token, press.subject))

    @pressed("prompt", "moved")
    async def show_closing(self, press: Press, answer: Answer) -> None:
        """What was understood, as an instant, before anything is changed."""
        number: int = press.subject["prompt"]
        community, view = await self.prompts.led(press.person, press.community_id, number)
        closes_at = read_time(press.text("closes"), community.zone, self.app.clock.now())
        judge_closing(closes_at, self.app.clock.now())
        subject = {"prompt": number, "closes_at": closes_at}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.show(
            f"{quoted(view.prompt.title)} would close {when(closes_at)}.",
            rows(
                button("Close it then", custom_id("prompt", "moving", token), discord.ButtonStyle.primary),
                button("Another time…", custom_id("prompt", "move", token)),
                button("Leave it as it is", custom_id("prompt", "left_open", token)),
            ),
        )

    @pressed("prompt", "moving")
    async def move(self, press: Press, answer: Answer) -> None:
        closes_at = Instant(press.subject["closes_at"])
        prompt = await self.prompts.move_closing(
            press.person, press.community_id, press.subject["prompt"], closes_at, press.interaction_id
        )
        await answer.update(f"{quoted(prompt.title)} now closes {when(closes_at)}.", rows())


async def setup(app: App) -> None:
    await app.add_cog(Prompts(app))
