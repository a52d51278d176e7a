"""Votes: opening one, the private ballot, closing early."""

import discord
from discord import app_commands
from discord.ext import commands

from bot.app import App
from bot.domain.communities import Person
from bot.domain.ids import CommunityId, EntryId
from bot.domain.posts import PostKind
from bot.domain.votes import Press as BallotPress
from bot.domain.votes import Vote, VoteState
from bot.router import Press, custom_id, pressed
from bot.services.posts import Thing
from bot.services.votes.voting import BallotView
from cogs import suggest
from cogs.answers import Answer
from cogs.cards.layout import page_of
from cogs.cards.votes import ballot_panel, full_order
from cogs.forms.votes import vote_closing_form
from cogs.panels import button, rows
from cogs.permissions import TO_POST, TO_SHOW_IN_A_THREAD, require_permissions, with_lacking
from cogs.times import read_time
from cogs.translate import community_of, person_of
from cogs.words.failures import failures, posting_again
from cogs.words.plain import count_of, quoted, when


class Votes(commands.Cog):
    vote = app_commands.Group(name="vote", description="Open votes over works, and find the ones there are.")

    def __init__(self, app: App) -> None:
        self.app = app
        self.votes = app.services.votes
        self.box = app.services.ballots
        self.panels = app.services.panels

    @vote.command(name="open")
    @app_commands.describe(
        prompt="The prompt whose works are voted on",
        closes="When it closes: “in 3 days”, “Friday 18:00”",
        title="A title. Empty: the prompt's",
    )
    async def open(
        self,
        interaction: discord.Interaction[App],
        prompt: int,
        closes: str = "in 3 days",
        title: app_commands.Range[str, 1, 90] | None = None,
    ) -> None:
        """Let the community pick its favourites among a prompt's works."""
        async with Answer(interaction) as answer:
            community_id = community_of(interaction)
            person = person_of(interaction)
            community = await self.votes.check_moderator(person, community_id)
            found = (await self.app.services.prompts.view(community_id, prompt)).prompt
            require_permissions(
                interaction.guild, found.channel_id, TO_SHOW_IN_A_THREAD if found.thread_id else TO_POST
            )
            closes_at = read_time(closes, community.zone, self.app.clock.now())
            vote = await self.votes.open(person, community_id, prompt, closes_at, title or "", interaction.id)
            await answer.show(
                f"Vote {vote.number} {quoted(vote.title)} is on its way to <#{vote.channel_id}>, over "
                f"{count_of(len(vote.entries), 'work', 'works')}. It closes {when(vote.closes_at)}, and the "
                "results follow by themselves."
            )

    @open.autocomplete("prompt")
    async def suggest_prompt(
        self, interaction: discord.Interaction[App], current: str
    ) -> list[app_commands.Choice[int]]:
        return await suggest.prompts(self.app.services, community_of(interaction), current)

    @vote.command(name="list")
    async def list_votes(self, interaction: discord.Interaction[App]) -> None:
        """The votes there are, newest first."""
        async with Answer(interaction) as answer:
            votes = await self.votes.list_of(community_of(interaction))
            if not votes:
                await answer.show("There are no votes yet. A moderator opens one with `/vote open`.")
                return
            token = await self.panels.private(community_of(interaction), person_of(interaction).id, {})
            await answer.show(*page_of(map(_line, votes), "vote", "listed", token, 0))

    @pressed("vote", "listed")
    async def turn_list(self, press: Press, answer: Answer) -> None:
        votes = await self.votes.list_of(press.community_id)
        await answer.update(*page_of(map(_line, votes), "vote", "listed", press.token, press.page))

    @vote.command(name="show")
    @app_commands.describe(vote="Its number or title")
    async def show(self, interaction: discord.Interaction[App], vote: int) -> None:
        """A vote with its buttons, wherever its card is."""
        async with Answer(interaction) as answer:
            found = await self.votes.view(community_of(interaction), vote)
            subject = {"vote": found.number}
            token = await self.panels.private(community_of(interaction), person_of(interaction).id, subject)
            if found.state is VoteState.OPEN:
                buttons = [
                    button("Vote", custom_id("vote", "ballot", token), discord.ButtonStyle.primary),
                    button("Manage", custom_id("vote", "manage", token)),
                ]
            else:
                buttons = [button("Full order", custom_id("vote", "order", token))]
            refused = await self._refused(person_of(interaction), community_of(interaction), found.number, answer)
            if refused:
                buttons.append(button("Post it again", custom_id("vote", "again", token)))
            await answer.show("\n".join([_line(found), *refused]), rows(*buttons))

    @show.autocomplete("vote")
    async def suggest_vote(self, interaction: discord.Interaction[App], current: str) -> list[app_commands.Choice[int]]:
        return await suggest.votes(self.app.services, community_of(interaction), current)

    @pressed("post", PostKind.VOTE_CARD)
    async def card_pressed(self, press: Press, answer: Answer) -> None:
        await self._show_ballot(press, answer)

    @pressed("vote", "ballot")
    async def my_ballot(self, press: Press, answer: Answer) -> None:
        await self._show_ballot(press, answer)

    async def _show_ballot(self, press: Press, answer: Answer) -> None:
        view = await self.votes.ballot(press.person, press.community_id, press.subject["vote"])
        subject = {"vote": view.vote.number, "vote_id": view.vote.id}
        token = await self.panels.private(press.community_id, press.person.id, subject)
        await answer.show(*ballot_panel(view, token, 0))

    @pressed("vote", "page")
    async def turn(self, press: Press, answer: Answer) -> None:
        view = await self.votes.ballot(press.person, press.community_id, press.subject["vote"])
        await answer.update(*ballot_panel(view, press.token, press.page))

    @pressed("vote", "pick")
    async def pick(self, press: Press, answer: Answer) -> None:
        standing = await self.box.cast(
            BallotPress(
                vote_id=press.subject["vote_id"],
                voter_id=press.person.id,
                page=press.page,
                picked=frozenset(EntryId(int(value)) for value in press.values),
                interaction_id=press.interaction_id,
                pressed_at=press.at,
            )
        )
        view = BallotView(standing.vote, press.person.id, standing.ballot.picks)
        await answer.update(*ballot_panel(view, press.token, press.page, pressed=True))

    @pressed("vote", "manage")
    async def manage(self, press: Press, answer: Answer) -> None:
        vote = await self.votes.to_close(press.person, press.community_id, press.subject["vote"])
        token = await self.panels.private(press.community_id, press.person.id, {"vote": vote.number})
        buttons = [
            button("Change the closing…", custom_id("vote", "move", token)),
            button("Close it now", custom_id("vote", "close", token), discord.ButtonStyle.danger),
        ]
        refused = await self._refused(press.person, press.community_id, vote.number, answer)
        if refused:
            buttons.insert(0, button("Post it again", custom_id("vote", "again", token)))
        now = f"{quoted(vote.title)} closes {when(vote.closes_at)}. Closing it now counts every ballot there is "
        await answer.show(
            "\n".join([f"{now}and posts the results.", *refused]),
            rows(*buttons),
        )

    async def _refused(self, person: Person, community_id: CommunityId, number: int, answer: Answer) -> list[str]:
        """A line for each post that Discord would not take, for moderators."""
        refused = await self.app.services.posts.refused(person, community_id, Thing.VOTE, number)
        return failures(with_lacking(answer.interaction.guild, refused))

    @pressed("vote", "again")
    async def post_again(self, press: Press, answer: Answer) -> None:
        number: int = press.subject["vote"]
        posts = await self.app.services.posts.post_again(
            press.person, press.community_id, Thing.VOTE, number, press.interaction_id
        )
        await answer.update(posting_again(posts), rows())

    @pressed("vote", "close")
    async def close(self, press: Press, answer: Answer) -> None:
        vote = await self.votes.to_close(press.person, press.community_id, press.subject["vote"])
        closed = await self.box.close(vote.id, self.app.clock.now())
        await answer.update(f"{quoted(closed.title)} is closed, and its results are on their way.", rows())

    @pressed("vote", "move")
    async def ask_closing(self, press: Press, answer: Answer) -> None:
        await answer.ask(vote_closing_form(press.token, press.subject))

    @pressed("vote", "moved")
    async def move(self, press: Press, answer: Answer) -> None:
        community = await self.votes.check_moderator(press.person, press.community_id)
        closes_at = read_time(press.text("closes"), community.zone, self.app.clock.now())
        vote = await self.votes.move_closing(
            press.person, press.community_id, press.subject["vote"], closes_at, press.interaction_id
        )
        await answer.show(f"{quoted(vote.title)} now closes {when(vote.closes_at)}. Every ballot stays as it is.")

    @pressed("vote", "order")
    @pressed("post", PostKind.VOTE_RESULTS)
    async def order(self, press: Press, answer: Answer) -> None:
        number = press.subject["vote"]
        view = await self.votes.result(press.community_id, number)
        token = await self.panels.private(press.community_id, press.person.id, {"vote": number})
        await answer.show(*full_order(view, token))

    @pressed("vote", "ordered")
    async def turn_order(self, press: Press, answer: Answer) -> None:
        view = await self.votes.result(press.community_id, press.subject["vote"])
        await answer.update(*full_order(view, press.token, press.page))


def _line(vote: Vote) -> str:
    ends = "closes" if vote.state is VoteState.OPEN else "closed"
    at = when(vote.closed_at or vote.closes_at)
    return f"**{vote.number}** {quoted(vote.title, 60)} in <#{vote.channel_id}> · {ends} {at}"


async def setup(app: App) -> None:
    await app.add_cog(Votes(app))
