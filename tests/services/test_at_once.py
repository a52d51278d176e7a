"""Two things at once, or in an order nobody wished for: each of these once went wrong."""

import asyncio
from dataclasses import replace

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import HOUR, Instant
from bot.domain.productions import AnnouncementState, ProductionState
from bot.domain.prompts import PromptState
from bot.domain.refusals import Why
from bot.domain.works import Origin, WorkState
from tests.services.stage import ANN, BEN, DORA, HOME, NOON, ONE_ENGINE, Refuses, Stage


async def test_a_closing_that_was_moved_after_its_deadline_was_claimed_is_still_owed(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    async with stage.db.transaction() as tx:
        (taken,) = await tx.deadlines.claim(Instant(NOON + HOUR), 10)
    await stage.prompts.move_closing(DORA, HOME, prompt.number, Instant(NOON + 3 * HOUR), stage.snowflake())
    await stage.prompts.close_on_time(taken)
    assert (await stage.prompts.view(HOME, 1)).prompt.state is PromptState.OPEN

    await stage.clock.advance(3 * HOUR)
    assert await stage.run_due() == [DeadlineKind.PROMPT_CLOSES]
    assert (await stage.prompts.view(HOME, 1)).prompt.closed_at == NOON + 3 * HOUR


@ONE_ENGINE
async def test_a_prompt_whose_end_has_passed_cannot_be_given_another(stage: Stage) -> None:
    await stage.prompt(closes_at=Instant(NOON + HOUR))
    await stage.clock.advance(2 * HOUR)
    with Refuses(Why.PROMPT_ALREADY_CLOSED):
        await stage.prompts.move_closing(DORA, HOME, 1, Instant(NOON + 3 * HOUR), stage.snowflake())


async def test_credits_cancelled_while_they_fall_due_are_not_posted(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.deliver()
    await stage.productions.schedule(DORA, HOME, 1, NOON, None, stage.snowflake())
    async with stage.db.transaction() as tx:
        (taken,) = await tx.deadlines.claim(NOON, 10)
    view = await stage.productions.view(HOME, 1)
    async with stage.db.transaction() as tx:
        await tx.productions.lock(view.production.id)
        announcing = asyncio.create_task(stage.productions.announce_on_time(taken))
        await asyncio.sleep(0.02)  # long enough for it to wait for the lock
        await tx.productions.set_announcement(view.announcements[0].id, AnnouncementState.CANCELLED)
    await announcing
    assert await stage.deliver() == []


@ONE_ENGINE
async def test_scheduled_credits_keep_at_least_one_work_to_speak_of(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.productions.schedule(DORA, HOME, 1, Instant(NOON + HOUR), None, stage.snowflake())
    with Refuses(Why.CREDITS_NEED_A_WORK):
        await stage.productions.remove_works(DORA, HOME, 1, [1], stage.snowflake())
    await stage.clock.advance(HOUR)
    await stage.run_due()
    assert (await stage.productions.view(HOME, 1)).production.state is ProductionState.FINISHED


async def test_a_message_posted_and_deleted_at_once_leaves_no_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    for _ in range(10):
        message = stage.message(ANN, prompt.thread_id, stage.picture())
        assert message.message_id is not None
        await asyncio.gather(stage.works.receive_message(message), stage.works.message_deleted(message.message_id))
    assert await stage.works.waiting() == []


@ONE_ENGINE
async def test_a_message_known_to_be_deleted_cannot_be_handed_in_by_its_menu(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, words="A haiku")
    assert message.message_id is not None
    await stage.works.message_deleted(message.message_id)
    with Refuses(Why.MESSAGE_IS_GONE):
        await stage.works.hand_in(replace(message, origin=Origin.MENU, origin_id=stage.snowflake()))


async def test_a_card_drawn_twice_at_once_has_one_button(stage: Stage) -> None:
    tokens = await asyncio.gather(*(stage.panels.public("card", HOME, {}) for _ in range(5)))
    assert len(set(tokens)) == 1


@ONE_ENGINE
async def test_a_command_whose_file_cannot_be_had_yet_is_noted_and_finished_later(stage: Stage) -> None:
    prompt = await stage.prompt()
    picture = stage.picture()
    stage.files.lose(picture, 503)
    work = await stage.works.hand_in(stage.command(BEN, prompt, picture))
    assert work.state is WorkState.RECEIVED
    stage.files.heal()
    await stage.keep_all()
    assert [one.number for one in (await stage.prompts.view(HOME, 1)).works] == [1]


@ONE_ENGINE
async def test_a_command_whose_file_is_lost_later_is_told_in_the_thread(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.deliver()
    picture = stage.picture()
    stage.files.lose(picture, 503)
    await stage.works.hand_in(stage.command(BEN, prompt, picture))
    stage.files.lose(picture, 404)
    await stage.keep_all()
    (post,) = await stage.deliver()
    assert post.owed.channel_id == prompt.thread_id
    assert post.owed.subject["maker"] == BEN.id
