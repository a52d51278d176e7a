"""Due times that are met late: a round that comes early, a server that is away. Nothing is stepped over or lost."""

import pytest

from bot.domain.instants import DAY, HOUR, MINUTE, SECOND
from bot.domain.posts import PostKind, PostState
from bot.domain.votes import VoteState
from bot.due.posts import PostLoop
from tests.due.outbox import Fault, Recorder
from tests.due.test_deadlines import Due, due
from tests.services.stage import ANN, HOME, ONE_ENGINE

__all__ = ["due"]

pytestmark = ONE_ENGINE
AWAY = ConnectionResetError("500: the server is away")


@pytest.mark.parametrize("early", [100_000, 1])
async def test_what_is_due_between_two_rounds_is_done_in_the_second(due: Due, early: int) -> None:
    """One look at xx:00:59.9, the next at xx:02:00."""
    due.handle_with()
    await due.add("on the minute", subject=7, at=MINUTE)
    await due.start()
    await due.works.advance(MINUTE - early)
    assert due.done == []

    await due.works.advance(MINUTE + early)
    assert due.done == [7]
    await due.works.advance(10 * SECOND)
    assert due.done == [7]


async def test_a_vote_that_ends_while_its_server_is_away_keeps_its_results_until_it_is_back(due: Due) -> None:
    stage, discord, waker = due.stage, Recorder(), due.works.waker()
    await due.works.serve(stage.box.run)
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    vote = await stage.vote(prompt, closes_in=HOUR)
    await stage.deliver()
    await due.start()
    results = f"vote:{HOME}:{vote.number}:results"
    discord.faults[results] = Fault(AWAY, times=1_000)
    await due.works.serve(PostLoop(stage.db, stage.clock, waker, due.works.timer, discord).run)

    for _ in range(8):
        await due.works.advance(3 * HOUR)
        await due.works.ring(waker)
    assert (await stage.votes.view(HOME, vote.number)).state is VoteState.CLOSED
    async with stage.db.transaction() as tx:
        kept = await tx.posts.by_key(results)
    assert kept is not None
    assert (kept.owed.kind, kept.state) == (PostKind.VOTE_RESULTS, PostState.UNSURE)
    assert discord.tries.count(results) > 4, "it is tried again and again"

    del discord.faults[results]
    await due.works.advance(DAY)
    await due.works.ring(waker)
    assert discord.shown.count(results) == 1
