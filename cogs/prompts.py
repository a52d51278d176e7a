"""Prompts: posting them, finding them, managing them from their card."""

import asyncio
import re

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.ids import ChannelId
from bot.domain.instants import Instant
from bot.domain.posts import PostKind
from bot.domain.prompts import PromptDraft, PromptState, judge_closing
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Kind
from bot.router import Press, custom_id, pressed
from bot.services.posts import Thing
from cogs import suggest
from cogs.answers import Answer
from cogs.cards.layout import page_of
from cogs.cards.prompts import prompt_line, works_page
from cogs.forms import closing_form, prompt_form
from cogs.panels import button, rows
from cogs.permissions import require_permissions, with_lacking
from cogs.times import prepare, read_time
from cogs.translate import community_of, person_of
from cogs.words.failures import failures, posting_again
from cogs.words.plain import quoted, shorten, when

SPELLINGS = {
    Kind.PICTURE: ("pictures", "picture", "images", "image", "photos", "photo", "drawings"),
    Kind.SOUND: ("sound", "sounds", "audio", "music"),
    Kind.VIDEO: ("video", "videos", "film", "films"),
    Kind.WORDS: ("words", "word", "text", "writing", "texts"),
}
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
        """Post a prompt: an open call that anyone here can answer."""
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

    @pressed("prompt", "post")
    async def post(self, press: Press, answer: Answer) -> None:
        options = press.subject
        draft = PromptDraft(
            title=press.text("title"),
            brief=press.text("brief"),
            kinds=frozenset(Kind(kind) for kind in options["kinds"]),
            pays=options["pays"],
            closes_at=options["closes_at"],
            works_per_member=options["works_each"],
        )
        channel_id = ChannelId(int(options["channel"])) if options["channel"] else None
        prompt = await self.prompts.post(press.person, press.community_id, draft, channel_id, press.interaction_id)
        ends = f" It closes {when(prompt.closes_at)}." if prompt.closes_at else ""
        await answer.show(
            f"Prompt {prompt.number} {quoted(prompt.title)} is on its way to <#{prompt.channel_id}>, with a thread for "
            f"the works.{ends} Change or close it with **Manage** on its card."
        )

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
            view = await self.prompts.view(community_id, prompt)
            token = await self.panels.private(community_id, person.id, {"prompt": prompt})
            text, buttons = works_page(view.prompt, view.works, token, 0)
            await answer.show(text, buttons)

    @show.autocomplete("prompt")
    async def suggest_prompt(
        self, interaction: discord.Interaction[App], current: str
    ) -> list[app_commands.Choice[int]]:
        return await suggest.prompts(self.app.services, community_of(interaction), current)

    @pressed("post", PostKind.PROMPT_CARD)
    @pressed("post", PostKind.PROMPT_OPENING)
    @pressed("post", PostKind.THREAD_REMINDER)
    async def works_of_card(self, press: Press, answer: Answer) -> None:
        await self._works(press, answer, press.subject["prompt"], fresh=True)

    @pressed("prompt", "works")
    async def turn(self, press: Press, answer: Answer) -> None:
        await self._works(press, answer, press.subject["prompt"], fresh=False)

    async def _works(self, press: Press, answer: Answer, number: int, *, fresh: bool) -> None:
        view = await self.prompts.view(press.community_id, number)
        token = press.token or await self.panels.private(press.community_id, press.person.id, {"prompt": number})
        text, buttons = works_page(view.prompt, view.works, token, press.page)
        await (answer.show(text, buttons) if fresh else answer.update(text, buttons))

    @pressed("prompt", "manage")
    async def manage(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["prompt"]
        await self.prompts.check_director(press.person, press.community_id)
        view = await self.prompts.view(press.community_id, number)
        posts = await self.app.services.posts.refused(press.person, press.community_id, Thing.PROMPT, number)
        token = await self.panels.private(press.community_id, press.person.id, {"prompt": number})
        buttons = [button("Post it again", custom_id("prompt", "again", token))] if posts else []
        if view.prompt.state is PromptState.OPEN:
            buttons += [
                button("Change the closing…", custom_id("prompt", "move", token)),
                button("Remind the thread…", custom_id("reminders", "thread", token)),
                button("Close it now", custom_id("prompt", "close", token), discord.ButtonStyle.danger),
            ]
        buttons.append(button("Repeat…", custom_id("series", "ask", token)))
        buttons.append(button("Give more time…", custom_id("passes", "ask", token)))
        refused = failures(with_lacking(answer.interaction.guild, posts))
        await answer.show("\n".join([prompt_line(view.prompt), *refused]), rows(*buttons))

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
            f"Close {quoted(view.prompt.title)} now? What is posted in it after that no longer counts, and it can't be "
            "opened again.",
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
            f"{quoted(prompt.title)} is closed. A moderator can open a vote over its works with `/vote open`.", rows()
        )

    @pressed("prompt", "move")
    async def ask_closing(self, press: Press, answer: Answer) -> None:
        await answer.ask(closing_form(press.token, press.subject))

    @pressed("prompt", "moved")
    async def move(self, press: Press, answer: Answer) -> None:
        community = await self.prompts.check_director(press.person, press.community_id)
        closes_at = read_time(press.text("closes"), community.zone, self.app.clock.now())
        prompt = await self.prompts.move_closing(
            press.person, press.community_id, press.subject["prompt"], closes_at, press.interaction_id
        )
        await answer.show(f"{quoted(prompt.title)} now closes {when(prompt.closes_at or Instant(0))}.")


async def setup(app: App) -> None:
    await app.add_cog(Prompts(app))
