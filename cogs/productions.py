"""Productions and their credits: what is in a piece, who made it, and when that is said."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.communities import may_direct
from bot.domain.ids import ChannelId, CommunityId
from bot.domain.posts import PostKind
from bot.domain.productions import MAX_TITLE, Production, ProductionState
from bot.router import Press, pressed
from bot.services.posts import Thing
from cogs import suggest
from cogs.answers import Answer
from cogs.cards.layout import page_of
from cogs.cards.productions import credit_line, credits_preview, production_panel
from cogs.forms.productions import adding_form, credits_form, production_form, removing_form
from cogs.panels import rows
from cogs.permissions import TO_POST, require_permissions, with_lacking
from cogs.times import read_time
from cogs.translate import community_of, person_of, read_some_numbers
from cogs.words.failures import failures, posting_again
from cogs.words.plain import quoted, shorten, when


class Productions(commands.Cog):
    production = app_commands.Group(name="production", description="Lead a piece from an idea to a finish.")
    credits = app_commands.Group(name="credits", description="See and schedule the credits of a production.")

    def __init__(self, app: App) -> None:
        self.app = app
        self.productions = app.services.productions
        self.panels = app.services.panels

    @production.command(name="new")
    @app_commands.describe(title="What the piece is called")
    async def new(self, interaction: discord.Interaction[App], title: app_commands.Range[str, 1, MAX_TITLE]) -> None:
        """Start a production."""
        async with Answer(interaction) as answer:
            community_id = community_of(interaction)
            made = await self.productions.start(person_of(interaction), community_id, title, interaction.id)
            await self._show(answer, community_id, made.number)

    @production.command(name="show")
    @app_commands.describe(production="Its number or title")
    async def show(self, interaction: discord.Interaction[App], production: int) -> None:
        """A production: the works in it, and what comes next."""
        async with Answer(interaction) as answer:
            await self._show(answer, community_of(interaction), production)

    @production.command(name="list")
    async def list_productions(self, interaction: discord.Interaction[App]) -> None:
        """The productions there are, newest first."""
        async with Answer(interaction) as answer:
            productions = await self.productions.list_of(community_of(interaction))
            if not productions:
                await answer.show("There are no productions yet. A director starts one with `/production new`.")
                return
            token = await self.panels.private(community_of(interaction), person_of(interaction).id, {})
            await answer.show(*page_of(map(_line, productions), "production", "listed", token, 0))

    @pressed("production", "listed")
    async def turn_list(self, press: Press, answer: Answer) -> None:
        productions = await self.productions.list_of(press.community_id)
        await answer.update(*page_of(map(_line, productions), "production", "listed", press.token, press.page))

    @credits.command(name="preview")
    @app_commands.describe(production="Its number or title")
    async def preview(self, interaction: discord.Interaction[App], production: int) -> None:
        """Who would be credited now. Only you see it."""
        async with Answer(interaction) as answer:
            community_id = community_of(interaction)
            view = await self.productions.view(community_id, production)
            token = await self.panels.private(community_id, person_of(interaction).id, {"production": production})
            await answer.show(*credits_preview(view, token))

    @credits.command(name="schedule")
    @app_commands.describe(
        production="Its number or title",
        when_text="When they are posted: “Friday 18:00”, “in 2 hours”, “now”",
        channel="Where. Empty: the community's first channel",
    )
    @app_commands.rename(when_text="when")
    async def schedule(
        self,
        interaction: discord.Interaction[App],
        production: int,
        when_text: str,
        channel: discord.TextChannel | None = None,
    ) -> None:
        """Post a production's credits, now or later."""
        async with Answer(interaction) as answer:
            channel_id = ChannelId(channel.id) if channel else None
            await self._schedule(answer, community_of(interaction), production, when_text, channel_id)

    @credits.command(name="cancel")
    @app_commands.describe(production="Its number or title")
    async def cancel(self, interaction: discord.Interaction[App], production: int) -> None:
        """Take back credits that are scheduled and not yet posted."""
        async with Answer(interaction) as answer:
            await self.productions.cancel(person_of(interaction), community_of(interaction), production, interaction.id)
            await answer.show("Those credits won't be posted. Schedule them again whenever you like.")

    @show.autocomplete("production")
    @preview.autocomplete("production")
    @schedule.autocomplete("production")
    @cancel.autocomplete("production")
    async def suggest_production(
        self, interaction: discord.Interaction[App], current: str
    ) -> list[app_commands.Choice[int]]:
        return await suggest.productions(self.app.services, community_of(interaction), current)

    @pressed("production", "choose")
    async def choose(self, press: Press, answer: Answer) -> None:
        """From a work's panel: which production, and as what."""
        running = await self.productions.running(press.person, press.community_id)
        options = [(str(one.number), shorten(one.title, 100)) for one in running[:25]]
        subject = {"work": press.subject["work"], "running": options}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.ask(production_form(token, subject))

    @pressed("production", "chosen")
    async def chosen(self, press: Press, answer: Answer) -> None:
        work: int = press.subject["work"]
        production = await self.productions.add_works(
            press.person,
            press.community_id,
            int(press.text("production")),
            [work],
            press.text("role"),
            press.interaction_id,
        )
        await answer.show(
            f"#{work} is in {quoted(production.title)}. Its makers, and everyone it builds on, will be in the credits."
        )

    @pressed("production", "add")
    async def ask_works(self, press: Press, answer: Answer) -> None:
        await answer.ask(adding_form(press.token, press.subject))

    @pressed("production", "added")
    async def add(self, press: Press, answer: Answer) -> None:
        works = read_some_numbers(press.text("works"))
        number: int = press.subject["production"]
        await self.productions.add_works(
            press.person, press.community_id, number, works, press.text("role"), press.interaction_id
        )
        await self._show(answer, press.community_id, number)

    @pressed("production", "remove")
    async def ask_removal(self, press: Press, answer: Answer) -> None:
        await answer.ask(removing_form(press.token, press.subject))

    @pressed("production", "removed")
    async def remove(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["production"]
        works = read_some_numbers(press.text("works"))
        await self.productions.remove_works(press.person, press.community_id, number, works, press.interaction_id)
        await self._show(answer, press.community_id, number)

    @pressed("production", "credits")
    async def show_credits(self, press: Press, answer: Answer) -> None:
        view = await self.productions.view(press.community_id, press.subject["production"])
        await answer.show(*credits_preview(view, press.token))

    @pressed("production", "previewed")
    async def turn_credits(self, press: Press, answer: Answer) -> None:
        view = await self.productions.view(press.community_id, press.subject["production"])
        await answer.update(*credits_preview(view, press.token, press.page))

    @pressed("production", "schedule")
    async def ask_when(self, press: Press, answer: Answer) -> None:
        await answer.ask(credits_form(press.token, press.subject))

    @pressed("production", "scheduled")
    async def scheduled(self, press: Press, answer: Answer) -> None:
        await self._schedule(answer, press.community_id, press.subject["production"], press.text("when"), None)

    @pressed("post", PostKind.CREDITS)
    async def why_am_i_here(self, press: Press, answer: Answer) -> None:
        view = await self.productions.view(press.community_id, press.subject["production"])
        mine = [line for line in view.lines if line.maker == press.person.id]
        if not mine:
            await answer.show(
                "You aren't in these credits. They name everyone with a work in the piece, or a work it builds on. "
                "Should yours be there? Tell the director which one."
            )
            return
        near = "a work of yours is in the piece" if mine[0].steps == 0 else "the piece builds on your work"
        await answer.show(f"You are here because {near}:\n{credit_line(mine[0])}")

    async def _show(self, answer: Answer, community_id: CommunityId, number: int) -> None:
        view = await self.productions.view(community_id, number)
        person = person_of(answer.interaction)
        token = await self.panels.private(community_id, person.id, {"production": number})
        community = await self.app.services.communities.get(community_id)
        posts = await self.app.services.posts.refused(person, community_id, Thing.PRODUCTION, number)
        refused = failures(with_lacking(answer.interaction.guild, posts))
        directs = may_direct(community, person)
        await answer.show(*production_panel(view, token, may_direct=directs, refused=refused))

    @pressed("production", "again")
    async def post_again(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["production"]
        posts = await self.app.services.posts.post_again(
            press.person, press.community_id, Thing.PRODUCTION, number, press.interaction_id
        )
        await answer.update(posting_again(posts), rows())

    async def _schedule(
        self, answer: Answer, community_id: CommunityId, number: int, text: str, channel_id: ChannelId | None
    ) -> None:
        community = await self.app.services.prompts.check_director(person_of(answer.interaction), community_id)
        require_permissions(answer.interaction.guild, community.place(channel_id), TO_POST)
        due_at = read_time(text, community.zone, self.app.clock.now())
        announcement = await self.productions.schedule(
            person_of(answer.interaction), community_id, number, due_at, channel_id, answer.interaction.id
        )
        if announcement.due_at <= self.app.clock.now():
            await answer.show(
                f"The credits are being posted in <#{announcement.channel_id}> now, and the production is finished. "
                "Only the people in them are pinged."
            )
            return
        await answer.show(
            f"The credits go out {when(announcement.due_at)} in <#{announcement.channel_id}>, and only the people in "
            "them are pinged. Until then `/credits cancel` takes them back; after that the production is finished."
        )


def _line(production: Production) -> str:
    state, works = _state(production.state), len(production.uses)
    return f"**{production.number}** {quoted(production.title, 60)} · {state} · works in it: {works}"


def _state(state: ProductionState) -> str:
    return "finished" if state is ProductionState.FINISHED else "running"


async def setup(app: App) -> None:
    await app.add_cog(Productions(app))
