"""A vote's closing can be moved while it is open: its card says so, and ballots stay."""

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, HOUR, MINUTE, Instant
from bot.domain.posts import Action
from bot.domain.refusals import Why
from bot.domain.votes import VoteState
from tests.services.stage import ANN, BEN, DORA, HOME, MILO, NOON, ONE_ENGINE, Refuses, Stage, entry_of

IN_TWO_DAYS = Instant(NOON + 2 * DAY)


async def opened(box: Stage):
    prompt = await box.prompt()
    work = await box.work(ANN, prompt)
    vote = await box.vote(prompt, closes_in=DAY)
    await box.deliver()
    return vote, work


async def test_an_extended_vote_closes_later_and_its_card_shows_it(box: Stage) -> None:
    vote, work = await opened(box)
    await box.box.cast(box.press(vote, BEN, entry_of(vote, work)))
    moved = await box.votes.move_closing(MILO, HOME, 1, IN_TWO_DAYS, box.snowflake())
    assert moved.closes_at == IN_TWO_DAYS
    assert [post.owed.action for post in await box.deliver()] == [Action.EDIT]

    await box.clock.advance(DAY + MINUTE)
    assert await box.run_due() == []
    await box.box.cast(box.press(vote, ANN))
    await box.clock.advance(DAY)
    await box.run_due()
    view = await box.votes.result(HOME, 1)
    assert (view.vote.closed_at, view.result.winners) == (IN_TWO_DAYS, (entry_of(vote, work),))


@ONE_ENGINE
async def test_a_closing_that_was_on_its_way_when_it_was_moved_closes_nothing(box: Stage) -> None:
    vote, _ = await opened(box)
    await box.clock.advance(DAY - HOUR)
    async with box.db.transaction() as tx:
        due = await tx.deadlines.claim(Instant(NOON + 2 * DAY), 5)
    [claimed] = [one for one in due if one.kind is DeadlineKind.VOTE_CLOSES]
    await box.votes.move_closing(MILO, HOME, 1, IN_TWO_DAYS, box.snowflake())
    await box.clock.advance(2 * HOUR)
    await box.box.close_on_time(claimed)
    await box.box.close(vote.id, vote.closes_at, on_time=True)

    assert (await box.votes.view(HOME, 1)).state is VoteState.OPEN
    async with box.db.transaction() as tx:
        assert await tx.deadlines.waiting(HOME) != []


@ONE_ENGINE
async def test_only_a_moderator_moves_it_and_only_while_it_is_open(box: Stage) -> None:
    vote, _ = await opened(box)
    with Refuses(Why.NEEDS_MODERATOR):
        await box.votes.move_closing(DORA, HOME, 1, IN_TWO_DAYS, box.snowflake())
    with Refuses(Why.TIME_IS_PAST):
        await box.votes.move_closing(MILO, HOME, 1, Instant(NOON - HOUR), box.snowflake())
    await box.box.close(vote.id, box.clock.now())
    with Refuses(Why.VOTE_IS_CLOSED):
        await box.votes.move_closing(MILO, HOME, 1, IN_TWO_DAYS, box.snowflake())
