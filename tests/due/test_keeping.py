"""Keeping what was promised: at once, a few at a time, and again until it is done."""

import asyncio

import pytest_asyncio

from bot.domain.ids import WorkId
from bot.domain.instants import SECOND
from bot.due.keeping import AT_ONCE, KeepingLoop
from tests.due.conftest import Works
from tests.services.stage import ANN, HOME, ONE_ENGINE, Stage, member

pytestmark = ONE_ENGINE


class Keeping:
    def __init__(self, stage: Stage, works: Works) -> None:
        self.stage = stage
        self.works = works
        self.waker = works.waker()

    async def start(self) -> None:
        self.works.start_timer(self.waker)
        await self.works.serve(
            KeepingLoop(self.stage.works, self.stage.clock, self.waker, self.works.timer, self.works.in_hand).run
        )

    async def numbers(self) -> list[int | None]:
        return [work.number for work in (await self.stage.prompts.view(HOME, 1)).works]


@pytest_asyncio.fixture
async def keeping(stage: Stage, works: Works) -> Keeping:
    return Keeping(stage, works)


async def test_what_was_promised_before_a_restart_is_kept_in_the_first_round(keeping: Keeping) -> None:
    stage = keeping.stage
    prompt = await stage.prompt()
    for number in range(6):
        await stage.works.receive_message(stage.message(member(50 + number), prompt.thread_id, stage.picture()))
    await keeping.start()
    await keeping.works.ring(keeping.waker)

    assert await keeping.numbers() == [1, 2, 3, 4, 5, 6]
    assert await stage.works.waiting() == []


async def test_a_file_host_in_trouble_is_asked_again_after_a_while_and_the_others_do_not_wait(
    keeping: Keeping,
) -> None:
    stage = keeping.stage
    prompt = await stage.prompt()
    troubled = stage.picture()
    stage.files.lose(troubled, 503)
    await stage.works.receive_message(stage.message(ANN, prompt.thread_id, troubled))
    await stage.works.receive_message(stage.message(ANN, prompt.thread_id, stage.picture()))
    await keeping.start()
    await keeping.works.ring(keeping.waker)
    assert await keeping.numbers() == [1]
    await keeping.works.advance(2 * SECOND)
    assert await keeping.numbers() == [1]
    stage.files.heal()
    await keeping.works.advance(4 * SECOND)

    assert await keeping.numbers() == [1, 2]


async def test_only_a_few_files_are_fetched_at_a_time(keeping: Keeping) -> None:
    stage = keeping.stage
    prompt = await stage.prompt()
    for number in range(AT_ONCE + 3):
        asset = stage.picture(f"{number}.png")
        stage.files.hold(asset)
        await stage.works.receive_message(stage.message(ANN, prompt.thread_id, asset))
    await keeping.start()
    keeping.waker()
    await stage.files.have_asked(AT_ONCE)
    for _ in range(20):
        await asyncio.sleep(0)
    assert len(stage.files.fetched) == AT_ONCE
    stage.files.released.set()
    await keeping.works.quiet()

    assert await keeping.numbers() == list(range(1, AT_ONCE + 4))


async def test_a_database_in_trouble_costs_a_round_and_not_the_loop(stage: Stage, works: Works) -> None:
    class Once:
        """A keeper whose first list cannot be read."""

        def __init__(self) -> None:
            self.asked = 0
            self.kept: list[WorkId] = []

        async def waiting(self) -> list[WorkId]:
            self.asked += 1
            if self.asked == 1:
                raise ConnectionResetError
            return [WorkId(1)]

        async def keep(self, work_id: WorkId) -> None:
            self.kept.append(work_id)

    keeper, waker = Once(), works.waker()
    works.start_timer(waker)
    await works.serve(KeepingLoop(keeper, stage.clock, waker, works.timer, works.in_hand).run)
    await works.ring(waker)
    assert keeper.kept == []
    await works.ring(waker)

    assert keeper.kept == [1]


async def test_one_file_that_hangs_holds_nobody_up(keeping: Keeping) -> None:
    stage = keeping.stage
    await keeping.start()
    prompt = await stage.prompt()
    hung = stage.picture("hung.png")
    stage.files.hold(hung)
    await stage.works.receive_message(stage.message(ANN, prompt.thread_id, hung))
    keeping.waker()
    await stage.files.have_asked(1)
    await stage.works.receive_message(stage.message(ANN, prompt.thread_id, stage.picture("quick.png")))
    keeping.waker()
    for _ in range(500):
        if await keeping.numbers():
            break
        await asyncio.sleep(0.01)
    assert await keeping.numbers() == [1]
    stage.files.released.set()
    await keeping.works.quiet()
    assert await keeping.numbers() == [1, 2]
