"""From `received` to kept: retries, restarts, and files that are not what they said."""

import asyncio
from dataclasses import replace

import aiohttp
import pytest

from bot.domain.ids import WorkId
from bot.domain.posts import PostKind
from bot.domain.refusals import Refusal, Why
from bot.domain.works import Work, WorkState
from bot.media.fetch import FetchFailed
from bot.services.works import Submission, WorkService
from tests.services.stage import ANN, BEN, HOME, ONE_ENGINE, Refuses, Stage


async def received(stage: Stage, submission: Submission) -> WorkId:
    await stage.works.receive_message(submission)
    (work_id,) = await stage.works.waiting()
    return work_id


async def get(stage: Stage, work_id: WorkId) -> Work:
    async with stage.db.transaction() as tx:
        return await tx.works.get(work_id)


def loose_files(stage: Stage) -> list[str]:
    root = stage.store.path("00" * 32).parent.parent
    return [path.name for path in root.glob("incoming-*")]


@ONE_ENGINE
@pytest.mark.parametrize("status", [500, 503, 429, 302])
async def test_a_file_host_in_trouble_leaves_the_work_received_until_it_is_well_again(
    stage: Stage, status: int
) -> None:
    prompt = await stage.prompt()
    asset = stage.picture()
    stage.files.lose(asset, status)
    work_id = await received(stage, stage.message(ANN, prompt.thread_id, asset))

    with pytest.raises(FetchFailed):
        await stage.works.keep(work_id)
    assert (await get(stage, work_id)).state is WorkState.RECEIVED
    assert loose_files(stage) == []
    stage.files.heal()
    await stage.keep_all()
    assert (await get(stage, work_id)).number == 1


@ONE_ENGINE
async def test_a_file_that_came_short_is_not_taken_for_the_whole(stage: Stage) -> None:
    prompt = await stage.prompt()
    work_id = await received(stage, stage.message(ANN, prompt.thread_id, stage.files.put("cut.png", b"half", size=8)))

    with pytest.raises(FetchFailed, match="4 of 8 bytes"):
        await stage.works.keep(work_id)
    assert (await get(stage, work_id)).assets[0].sha256 is None
    assert loose_files(stage) == []


@ONE_ENGINE
async def test_a_file_larger_than_it_said_is_stopped_at_the_limit(stage: Stage) -> None:
    async def endless() -> object:
        while True:
            yield b"x" * 1_000

    with Refuses(Why.FILE_TOO_LARGE):
        await stage.store.keep(endless(), limit=10_500)  # type: ignore[arg-type]
    assert loose_files(stage) == []


@ONE_ENGINE
async def test_a_restart_finishes_every_work_that_was_promised(stage: Stage) -> None:
    prompt = await stage.prompt()
    for person in (ANN, BEN, ANN):
        await stage.works.receive_message(stage.message(person, prompt.thread_id, stage.picture()))
    stage.rebuild(stage.db)

    assert await stage.works.waiting() == sorted(await stage.works.waiting())
    await stage.keep_all()
    assert [work.number for work in (await stage.prompts.view(HOME, 1)).works] == [1, 2, 3]
    assert [post.owed.kind for post in await stage.deliver()] == [PostKind.WORK_ANSWER] * 3
    assert await stage.works.waiting() == []


async def test_keeping_the_same_work_many_times_at_once_numbers_it_once(stage: Stage) -> None:
    prompt = await stage.prompt()
    work_id = await received(stage, stage.message(ANN, prompt.thread_id, stage.picture(), stage.picture("b.png")))

    await asyncio.gather(*(stage.works.keep(work_id) for _ in range(5)))
    await stage.works.keep(work_id)
    assert (await get(stage, work_id)).number == 1
    assert len(await stage.deliver()) == 1
    assert (await stage.work(BEN, prompt)).number == 2, "no number was lost on the way"


async def test_works_kept_at_once_have_numbers_of_their_own(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = await asyncio.gather(
        *(stage.works.hand_in(stage.command(ANN, prompt, stage.picture(f"{n}.png", bytes([n])))) for n in range(8))
    )

    assert sorted(work.number or 0 for work in works) == list(range(1, 9))


async def test_a_work_taken_back_while_its_bytes_are_on_the_way_stays_out(stage: Stage) -> None:
    prompt = await stage.prompt()
    asset = stage.picture()
    stage.files.hold(asset)
    submission = stage.message(ANN, prompt.thread_id, asset)
    work_id = await received(stage, submission)
    keeping = asyncio.create_task(stage.works.keep(work_id))
    await stage.files.have_asked()
    assert submission.message_id is not None
    await stage.works.message_deleted(submission.message_id)
    stage.files.released.set()
    await keeping

    work = await get(stage, work_id)
    assert (work.state, work.number) == (WorkState.WITHDRAWN, None)
    assert await stage.deliver() == []


@ONE_ENGINE
async def test_a_work_taken_back_before_its_file_turns_out_lost_is_not_refused_too(stage: Stage) -> None:
    prompt = await stage.prompt()
    asset = stage.picture()
    submission = stage.message(ANN, prompt.thread_id, asset)
    work_id = await received(stage, submission)

    class Interrupted:
        """The maker deletes the message while the file host is being asked."""

        async def fetch(self, wanted: object) -> object:
            assert submission.message_id is not None
            await stage.works.message_deleted(submission.message_id)
            raise Refusal(Why.FILE_IS_LOST, filename="rain.png")
            yield wanted

    works = WorkService(
        stage.db,
        stage.clock,
        stage.store,
        Interrupted(),  # type: ignore[arg-type]
        stage.posts_bell,
        stage.keeping_bell,
    )
    await works.keep(work_id)

    assert (await get(stage, work_id)).state is WorkState.WITHDRAWN
    assert await stage.deliver() == []


@ONE_ENGINE
async def test_bytes_kept_in_an_earlier_try_are_not_fetched_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await stage.work(BEN, prompt)
    stage.files.fetched.clear()
    kept = replace(source.assets[0], url="http://127.0.0.1:9/gone", id=None)
    work = await stage.works.hand_in(stage.command(ANN, prompt, kept))

    assert work.assets[0].sha256 == source.assets[0].sha256
    assert stage.files.fetched == []


@ONE_ENGINE
async def test_a_file_host_that_is_not_there_is_tried_again_later(stage: Stage) -> None:
    prompt = await stage.prompt()
    asset = stage.picture()
    work_id = await received(stage, stage.message(ANN, prompt.thread_id, asset))
    await stage.files.stop()

    with pytest.raises(aiohttp.ClientError):
        await stage.works.keep(work_id)
    assert await stage.works.waiting() == [work_id]
