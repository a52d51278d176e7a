"""Instants at which something is owed: on time, late but once, and again when it failed."""

import asyncio
from collections.abc import Callable

import pytest_asyncio

from bot.clock import FakeClock
from bot.domain.deadlines import LEASE, Deadline, DeadlineKind
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import PostKind
from bot.domain.prompts import PromptState
from bot.due.deadlines import DeadlineLoop, Handler
from bot.due.waking import Timer
from tests.due.conftest import Works, serving
from tests.services.breaking import Breaking
from tests.services.stage import ANN, DORA, HOME, NOON, ONE_ENGINE, Stage


class Due:
    """The loop with the services behind it, or with handlers that misbehave."""

    def __init__(self, stage: Stage, works: Works) -> None:
        self.stage = stage
        self.works = works
        self.waker = works.waker()
        self.done: list[int] = []
        self.handlers: dict[DeadlineKind, Handler] = {
            DeadlineKind.PROMPT_CLOSES: stage.prompts.close_on_time,
            DeadlineKind.VOTE_CLOSES: stage.box.close_on_time,
            DeadlineKind.CREDITS_ARE_DUE: stage.productions.announce_on_time,
        }

    def loop(self) -> DeadlineLoop:
        return DeadlineLoop(self.stage.db, self.stage.clock, self.waker, self.works.timer, self.handlers)

    async def start(self) -> None:
        self.works.start_timer(self.waker)
        await self.works.serve(self.loop().run)
        await self.works.ring(self.waker)

    async def add(self, key: str, subject: int = 0, at: int = 0) -> None:
        async with self.stage.db.transaction() as tx:
            await tx.deadlines.add(key, DeadlineKind.PROMPT_CLOSES, HOME, subject, Instant(NOON + at))

    def handle_with(self, spoil: Callable[[Deadline], None] = lambda _: None) -> None:
        """Note what comes and finish it, unless `spoil` raises."""

        async def handle(deadline: Deadline) -> None:
            self.done.append(deadline.subject)
            spoil(deadline)
            async with self.stage.db.transaction() as tx:
                await tx.deadlines.finish(deadline.key)

        self.handlers[DeadlineKind.PROMPT_CLOSES] = handle


@pytest_asyncio.fixture
async def due(stage: Stage, works: Works) -> Due:
    return Due(stage, works)


async def test_everything_closes_by_itself_on_time(due: Due) -> None:
    stage = due.stage
    await due.works.serve(stage.box.run)
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    await stage.production(await stage.work(ANN, prompt))
    await stage.vote(prompt, closes_in=2 * HOUR)
    await stage.productions.schedule(DORA, HOME, 1, Instant(NOON + 3 * HOUR), None, stage.snowflake())
    await stage.deliver()
    await due.start()
    seen = []
    for _ in range(4):
        await due.works.advance(HOUR + MINUTE)
        seen.append({post.owed.kind for post in await stage.deliver()})

    assert seen == [
        {PostKind.PROMPT_CARD},
        {PostKind.VOTE_CARD, PostKind.VOTE_RESULTS},
        {PostKind.CREDITS},
        set(),
    ]


async def test_a_closing_missed_while_we_were_down_is_made_in_the_first_round(due: Due) -> None:
    prompt = await due.stage.prompt(closes_at=Instant(NOON + HOUR))
    await due.stage.clock.advance(DAY)
    await due.start()

    closed = (await due.stage.prompts.view(HOME, prompt.number)).prompt
    assert (closed.state, closed.closed_at) == (PromptState.CLOSED, NOON + HOUR)
    await due.works.advance(DAY)
    assert len(await due.stage.deliver()) == 1


@ONE_ENGINE
async def test_what_is_due_is_done_in_the_order_it_fell_due(due: Due) -> None:
    for subject, at in ((1, 30), (2, 10), (3, 20)):
        await due.add(f"d{subject}", subject, at * MINUTE)
    due.handle_with()
    await due.stage.clock.advance(HOUR)
    await due.start()

    assert due.done == [2, 3, 1]


async def test_one_that_fails_stops_none_of_the_others_and_is_tried_again_later_each_time(due: Due) -> None:
    for subject in (1, 2, 3):
        await due.add(f"d{subject}", subject)
    attempts = []

    def spoil(deadline: Deadline) -> None:
        if deadline.subject == 2:
            attempts.append(deadline.attempts)
            if deadline.attempts < 3:
                raise RuntimeError("not now")

    due.handle_with(spoil)
    await due.start()
    assert due.done == [1, 2, 3]
    await due.works.advance(2 * SECOND - 1)
    assert due.done == [1, 2, 3]
    await due.works.advance(1)
    assert due.done == [1, 2, 3, 2]
    await due.works.advance(4 * SECOND - 1)
    assert due.done == [1, 2, 3, 2], "longer than before"
    await due.works.advance(1)

    assert (due.done, attempts) == ([1, 2, 3, 2, 2], [1, 2, 3])
    await due.works.advance(DAY)
    assert len(due.done) == 5
    assert await due.loop().next_due() is None


async def test_a_closing_that_keeps_failing_can_be_made_by_hand_meanwhile(due: Due) -> None:
    prompt = await due.stage.prompt(closes_at=Instant(NOON + HOUR))

    async def fails(_: Deadline) -> None:
        raise RuntimeError("not now")

    close = due.handlers[DeadlineKind.PROMPT_CLOSES]
    due.handlers[DeadlineKind.PROMPT_CLOSES] = fails
    await due.start()
    await due.works.advance(HOUR)
    await due.works.advance(2 * SECOND)
    by_hand = await due.stage.prompts.close(DORA, HOME, prompt.number, due.stage.snowflake())
    due.handlers[DeadlineKind.PROMPT_CLOSES] = close
    await due.works.advance(DAY)

    assert (await due.stage.prompts.view(HOME, prompt.number)).prompt == by_hand
    assert len(await due.stage.deliver()) == 1


@ONE_ENGINE
async def test_a_kind_nobody_handles_waits_and_stops_no_other(due: Due) -> None:
    await due.add("known", 1)
    async with due.stage.db.transaction() as tx:
        await tx.deadlines.add("unknown", DeadlineKind.VOTE_CLOSES, HOME, 9, NOON)
    due.handle_with()
    del due.handlers[DeadlineKind.VOTE_CLOSES]
    await due.start()

    assert due.done == [1]
    assert await due.loop().next_due() == NOON + 2 * SECOND


async def test_one_taken_by_a_process_that_died_is_free_again_after_its_lease(due: Due) -> None:
    await due.add("d", 1)
    async with due.stage.db.transaction() as tx:
        assert len(await tx.deadlines.claim(NOON, 10)) == 1
    due.handle_with()
    await due.start()
    await due.works.advance(LEASE - 1)
    assert due.done == []
    await due.works.advance(1)

    assert due.done == [1]


async def test_two_loops_at_once_do_each_thing_once(due: Due) -> None:
    for subject in range(30):
        await due.add(f"d{subject}", subject)
    due.handle_with()
    loops = [due.loop(), due.loop()]
    async with serving(loops[0].run), serving(loops[1].run):
        for _ in range(3):
            await due.works.ring(due.waker)
            await asyncio.sleep(0)

    assert sorted(due.done) == list(range(30))


@ONE_ENGINE
async def test_a_database_in_trouble_costs_a_round_and_not_the_loop(due: Due) -> None:
    breaking = Breaking(due.stage.db)  # type: ignore[arg-type]
    due.handle_with()
    due.works.start_timer(due.waker)
    loop = DeadlineLoop(breaking, due.stage.clock, due.waker, due.works.timer, due.handlers)
    await due.works.serve(loop.run)
    breaking.lose = 1
    await due.works.ring(due.waker)
    await due.add("d", 1)
    await due.works.ring(due.waker)

    assert due.done == [1]


@ONE_ENGINE
async def test_the_alarm_rings_by_itself_when_the_next_one_falls_due(due: Due) -> None:
    await due.add("d", 1, at=SECOND // 100)
    rung = asyncio.Event()
    due.handle_with(lambda _: rung.set())
    timer = Timer(FakeClock(NOON))  # it hears of no jump of the loop's own clock
    timer.start(due.waker)
    loop = DeadlineLoop(due.stage.db, due.stage.clock, due.waker, timer, due.handlers)
    async with serving(loop.run):
        await due.works.ring(due.waker)
        assert due.done == []
        await due.stage.clock.advance(SECOND)
        await asyncio.wait_for(rung.wait(), 5)
        await due.works.quiet()
    timer.stop()
    await asyncio.sleep(0)

    assert due.done == [1]
