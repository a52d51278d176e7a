"""Opening a vote, seeing one's ballot, closing, counting. Presses go through `services.ballots`."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.audit import Deed
from bot.domain.communities import Community, Person, require_moderator, require_set_up
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import CommunityId, EntryId, MemberId, VoteId, WorkId
from bot.domain.instants import Instant, instant_of
from bot.domain.posts import Action, Owed, PostKind, redrawing
from bot.domain.prompts import judge_closing
from bot.domain.refusals import Refusal, Why
from bot.domain.votes import Rule, Vote, VoteState
from bot.domain.votes.approval import Result, count
from bot.domain.works import MAX_TITLE, Work, shorten
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.team import note, require_going

LATE_PRESSES = 3_000_000
"""Microseconds after a vote's end before it is closed. A press made in its last moment may take as long to reach us
(Discord gives up on it after three seconds) and it counts."""


@dataclass(frozen=True, slots=True)
class BallotView:
    """One voter's ballot as it stands."""

    vote: Vote
    voter_id: MemberId
    picks: frozenset[EntryId]


@dataclass(frozen=True, slots=True)
class ResultView:
    vote: Vote
    result: Result
    works: Mapping[WorkId, Work]


class VoteService:
    def __init__(self, db: Database, clock: Clock, wake_posts: Wake, wake_deadlines: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._wake_deadlines = wake_deadlines

    async def check_moderator(self, person: Person, community_id: CommunityId) -> Community:
        """The community, if this person moderates in it: asked before anything else is looked at."""
        async with self._db.transaction() as tx:
            community = await tx.communities.get(community_id)
        require_moderator(community, person)
        return community

    async def open(
        self,
        person: Person,
        community_id: CommunityId,
        prompt_number: int,
        closes_at: Instant,
        title: str,
        interaction_id: int,
    ) -> Vote:
        """Open an approval vote over everything that is in the prompt now.

        Raises `Refusal`: NEEDS_MODERATOR, NO_SUCH_PROMPT, NOTHING_TO_VOTE_ON, VOTE_ALREADY_OPEN, TIME_….
        """
        now = self._clock.now()
        judge_closing(closes_at, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_moderator(community, person)
            await require_going(tx, community_id)
            prompt = await tx.prompts.lock((await tx.prompts.by_number(community_id, prompt_number)).id)
            if prompt.is_hidden:
                raise Refusal(Why.WORKS_ARE_HIDDEN, title=prompt.title)
            running = await tx.votes.open_on(prompt.id)
            if running is not None:
                raise Refusal(Why.VOTE_ALREADY_OPEN, title=running.title, number=running.number)
            works = await tx.works.of_prompt(prompt.id)
            if not works:
                raise Refusal(Why.NOTHING_TO_VOTE_ON, title=prompt.title)
            await tx.people.remember(community_id, person.id, person.name, now)
            number = await tx.communities.take_number(community_id, "vote")
            place = prompt.thread_id or prompt.channel_id
            key = f"vote:{community_id}:{number}"
            card = await tx.posts.owe(
                Owed(key, community_id, place, Action.CREATE, PostKind.VOTE_CARD, {"vote": number}), now
            )
            vote_id = await tx.votes.add(
                community_id,
                number,
                prompt.id,
                shorten(title, MAX_TITLE) or prompt.title,
                Rule.APPROVAL,
                min(now, instant_of(interaction_id)),
                closes_at,
                place,
                person.id,
                card,
                [work.id for work in works],
            )
            await tx.deadlines.add(
                closing_key(vote_id),
                DeadlineKind.VOTE_CLOSES,
                community_id,
                vote_id,
                Instant(closes_at + LATE_PRESSES),
            )
            vote = await tx.votes.get(vote_id)
            facts = {"number": number, "title": vote.title, "due": closes_at}
            await note(tx, community, Deed.VOTE_OPENED, person.id, now, **facts)
        self._wake_posts()
        self._wake_deadlines()
        return vote

    async def ballot(self, person: Person, community_id: CommunityId, number: int) -> BallotView:
        """This person's ballot in an open vote, whatever became of the panel it was last shown on."""
        if person.is_bot:
            raise Refusal(Why.BOTS_DO_NOT_VOTE)
        async with self._db.transaction() as tx:
            vote = await tx.votes.by_number(community_id, number)
            if vote.state is not VoteState.OPEN:
                raise Refusal(Why.VOTE_IS_CLOSED, title=vote.title, at=vote.closed_at or vote.closes_at)
            standing = await tx.votes.ballots_by([(vote.id, person.id)])
        ballot = standing.get((vote.id, person.id))
        return BallotView(vote, person.id, ballot.picks if ballot else frozenset())

    async def view(self, community_id: CommunityId, number: int) -> Vote:
        async with self._db.transaction() as tx:
            require_set_up(await tx.communities.get(community_id))
            return await tx.votes.by_number(community_id, number)

    async def to_close(self, person: Person, community_id: CommunityId, number: int) -> Vote:
        """The vote, if this person may close it now."""
        async with self._db.transaction() as tx:
            require_moderator(await tx.communities.get(community_id), person)
            vote = await tx.votes.by_number(community_id, number)
        if vote.state is not VoteState.OPEN:
            raise Refusal(Why.VOTE_IS_CLOSED, title=vote.title, at=vote.closed_at or vote.closes_at)
        return vote

    async def move_closing(
        self, person: Person, community_id: CommunityId, number: int, closes_at: Instant, interaction_id: int
    ) -> Vote:
        """Give an open vote another closing time; its card shows it at once, and ballots stay as they are."""
        now = self._clock.now()
        judge_closing(closes_at, now)
        async with self._db.transaction() as tx:
            await tx.seen.once(interaction_id, now)
            community = await tx.communities.get(community_id)
            require_moderator(community, person)
            vote = await tx.votes.lock((await tx.votes.by_number(community_id, number)).id)
            if vote.state is not VoteState.OPEN or vote.closes_at <= now:
                raise Refusal(Why.VOTE_IS_CLOSED, title=vote.title, at=vote.closed_at or vote.closes_at)
            await tx.votes.move_closing(vote.id, closes_at)
            due_at = Instant(closes_at + LATE_PRESSES)
            await tx.deadlines.add(closing_key(vote.id), DeadlineKind.VOTE_CLOSES, community_id, vote.id, due_at)
            card = await tx.posts.get(await tx.votes.card_post(vote.id))
            await tx.posts.owe(redrawing(card), now)
            facts = {"number": number, "title": vote.title, "due": closes_at}
            await note(tx, community, Deed.VOTE_MOVED, person.id, now, **facts)
            moved = await tx.votes.get(vote.id)
        self._wake_posts()
        self._wake_deadlines()
        return moved

    async def list_of(self, community_id: CommunityId, state: VoteState | None = None) -> list[Vote]:
        """Newest first."""
        async with self._db.transaction() as tx:
            return await tx.votes.list_of(community_id, state)

    async def result(self, community_id: CommunityId, number: int) -> ResultView:
        """Count a closed vote from its ballots. Raises `Refusal(NO_SUCH_VOTE)` while it is open: nothing leaks."""
        async with self._db.transaction() as tx:
            vote = await tx.votes.by_number(community_id, number)
            if vote.state is not VoteState.CLOSED:
                raise Refusal(Why.NO_SUCH_VOTE, number=number)
            ballots = await tx.votes.ballots(vote.id)
            works = await tx.works.many([entry.work_id for entry in vote.entries])
        result = count((ballot.picks for ballot in ballots), [entry.id for entry in vote.entries])
        return ResultView(vote, result, works)


def closing_key(vote_id: VoteId) -> str:
    return f"vote:{vote_id}:closes"


async def close_in(tx: Transaction, vote_id: VoteId, at: Instant, now: Instant) -> Vote:
    """Close a vote inside a transaction: its results are owed with it, once."""
    vote = await tx.votes.lock(vote_id)
    if vote.state is VoteState.OPEN:
        await tx.votes.close(vote_id, at)
        card = await tx.posts.get(await tx.votes.card_post(vote_id))
        await tx.posts.owe(redrawing(card), now)
        results = Owed(
            f"{card.owed.key}:results",
            vote.community_id,
            vote.channel_id,
            Action.CREATE,
            PostKind.VOTE_RESULTS,
            card.owed.subject,
        )
        await tx.posts.owe(results, now)
    return await tx.votes.get(vote_id)
