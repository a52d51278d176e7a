"""The ballot box: presses gather while a commit runs, are judged one by one, and are committed together.

One durable commit costs about as much as eighty ballots, so ballots share it. Nobody is told "saved" before the
commit that holds their press has returned.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.deadlines import Deadline
from bot.domain.ids import MemberId, VoteId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Repeated
from bot.domain.votes import Ballot, Press, Vote, VoteState, mark
from bot.services.ports import Clock, Database, Transaction, Wake
from bot.services.votes.voting import LATE_PRESSES, close_in, closing_key

MOST_TOGETHER = 256


@dataclass(frozen=True, slots=True)
class Standing:
    """What a press led to: the vote, and the ballot as it stands now."""

    vote: Vote
    ballot: Ballot


@dataclass(frozen=True, slots=True)
class _Closing:
    vote_id: VoteId
    at: Instant
    on_time: bool = False
    """At the closing the vote had when this was asked for; one that was moved since stays open."""


_Item = Press | _Closing
_Outcome = Standing | Vote | Exception
_Waiting = tuple[_Item, "asyncio.Future[Standing | Vote]"]


class BallotBox:
    """Run `run()` as a task; `cast` and `close` wait for it."""

    def __init__(self, db: Database, clock: Clock, wake_posts: Wake) -> None:
        self._db = db
        self._clock = clock
        self._wake_posts = wake_posts
        self._waiting: list[_Waiting] = []
        self._settling: list[_Waiting] = []
        self._arrived = asyncio.Event()

    async def cast(self, press: Press) -> Standing:
        """Returns after the durable commit. Raises `Refusal`, or `Repeated` for a press dealt with before."""
        standing = await self._drop_in(press)
        if not isinstance(standing, Standing):
            raise TypeError(standing)
        return standing

    async def close(self, vote_id: VoteId, at: Instant, *, on_time: bool = False) -> Vote:
        """Close a vote behind every press that is already waiting."""
        vote = await self._drop_in(_Closing(vote_id, at, on_time))
        if not isinstance(vote, Vote):
            raise TypeError(vote)
        return vote

    async def close_on_time(self, deadline: Deadline) -> None:
        """The closing that was promised. The vote ended at its `closes_at`, however late this runs."""
        async with self._db.transaction() as tx:
            vote = await tx.votes.get(VoteId(deadline.subject))
        if vote.state is VoteState.OPEN and vote.closes_at + LATE_PRESSES > deadline.due_at:
            return  # it was moved after this deadline was claimed, and the moved one is still owed
        await self.close(vote.id, vote.closes_at, on_time=True)

    async def _drop_in(self, item: _Item) -> Standing | Vote:
        future: asyncio.Future[Standing | Vote] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, future))
        self._arrived.set()
        return await future

    async def run(self) -> None:
        """Serve until cancelled; whoever waits then is told so by a cancellation."""
        try:
            while True:
                await self._arrived.wait()
                self._settling = self._waiting[:MOST_TOGETHER]
                del self._waiting[:MOST_TOGETHER]
                if not self._waiting:
                    self._arrived.clear()
                outcomes = await self._settle([item for item, _ in self._settling])
                for (_, future), outcome in zip(self._settling, outcomes, strict=True):
                    _tell(future, outcome)
        finally:
            for _, future in (*self._settling, *self._waiting):
                future.cancel()

    async def _settle(self, items: Sequence[_Item], *, again: bool = False) -> list[_Outcome]:
        """One transaction for all; if that fails, one for each, so that none sinks its neighbours."""
        try:
            async with self._db.transaction() as tx:
                outcomes = await self._judge(tx, items, again)
        except Exception as error:  # whatever it is, the others must not pay for it
            if again:
                return [error]
            return [(await self._settle([item], again=True))[0] for item in items]
        if any(isinstance(item, _Closing) for item in items):
            self._wake_posts()
        return outcomes

    async def _judge(self, tx: Transaction, items: Sequence[_Item], again: bool) -> list[_Outcome]:
        """Presses and closings in the order they came; a run of presses costs four statements however long it is."""
        outcomes: list[_Outcome] = []
        run: list[Press] = []
        for item in items:
            if isinstance(item, Press):
                run.append(item)
                continue
            outcomes += await self._judge_presses(tx, run, again)
            run = []
            outcomes.append(await self._close(tx, item))
        return outcomes + await self._judge_presses(tx, run, again)

    async def _judge_presses(self, tx: Transaction, presses: Sequence[Press], again: bool) -> list[_Outcome]:
        """`again`: a commit of unknown outcome came before, so a press already seen may be that one, and is in."""
        if not presses:
            return []
        votes = await tx.votes.lock_many({press.vote_id for press in presses})
        keys = {(press.vote_id, press.voter_id) for press in presses}
        ballots: dict[tuple[VoteId, MemberId], Ballot] = await tx.votes.ballots_by(keys)
        new = set(await tx.seen.first_of("interaction", {p.interaction_id for p in presses}, self._clock.now()))
        changed: dict[tuple[VoteId, MemberId], Ballot] = {}
        outcomes: list[_Outcome] = []
        for press in presses:
            vote = votes[press.vote_id]
            key = (press.vote_id, press.voter_id)
            if press.interaction_id not in new:
                standing = ballots.get(key) if again else None
                outcomes.append(Standing(vote, standing) if standing else Repeated())
                continue
            new.discard(press.interaction_id)
            try:
                ballot = mark(vote, ballots.get(key), press)
            except Refusal as refusal:
                outcomes.append(refusal)
                continue
            ballots[key] = changed[key] = ballot
            outcomes.append(Standing(vote, ballot))
        await tx.votes.put_ballots(changed.values())
        return outcomes

    async def _close(self, tx: Transaction, closing: _Closing) -> Vote:
        if closing.on_time:
            vote = await tx.votes.lock(closing.vote_id)
            if vote.state is VoteState.OPEN and vote.closes_at != closing.at:
                return vote
        vote = await close_in(tx, closing.vote_id, closing.at, self._clock.now())
        await tx.deadlines.finish(closing_key(closing.vote_id))
        return vote


def _tell(future: "asyncio.Future[Standing | Vote]", outcome: _Outcome) -> None:
    if future.done():  # whoever waited has gone; the row is what counts
        return
    if isinstance(outcome, Exception):
        future.set_exception(outcome)
    else:
        future.set_result(outcome)
