"""What Discord would not take is seen by those who run the thing, and posted again when they say so."""

from dataclasses import replace

import pytest

from bot.domain.ids import MessageId
from bot.domain.instants import DAY, Instant
from bot.domain.posts import GONE, Action, Post, PostKind, PostState, nonce_of
from bot.domain.refusals import Repeated, Why
from bot.services.posts import PostService, Thing
from tests.services.stage import ANN, BEN, DORA, HOME, MILO, NOON, ONE_ENGINE, Refuses, Stage

FORBIDDEN = "403 50013 Missing Permissions"


def service(stage: Stage) -> PostService:
    return PostService(stage.db, stage.clock, stage.posts_bell)


async def refuse_all(stage: Stage, reason: str = FORBIDDEN) -> list[Post]:
    """A Discord that takes nothing for good."""
    refused: list[Post] = []
    while True:
        async with stage.db.transaction() as tx:
            claimed = await tx.posts.claim(stage.clock.now(), 50)
            for post in claimed:
                await tx.posts.failed(post, reason, stage.clock.now())
        if not claimed:
            return refused
        refused += claimed


async def test_a_prompt_that_could_not_be_posted_is_posted_again_with_its_thread(stage: Stage) -> None:
    posts = service(stage)
    await stage.prompt(delivered=False)
    await refuse_all(stage)
    refused = await posts.refused(DORA, HOME, Thing.PROMPT, 1)
    assert [(post.owed.kind, post.refusal_code) for post in refused] == [
        (PostKind.PROMPT_CARD, 50_013),
        (PostKind.PROMPT_THREAD, None),
    ]
    await posts.post_again(DORA, HOME, Thing.PROMPT, 1, stage.snowflake())

    assert [post.owed.action for post in await stage.deliver()] == [Action.CREATE, Action.THREAD]
    assert await posts.refused(DORA, HOME, Thing.PROMPT, 1) == []
    with Refuses(Why.NOTHING_TO_POST_AGAIN):
        await posts.post_again(DORA, HOME, Thing.PROMPT, 1, stage.snowflake())


@ONE_ENGINE
async def test_only_those_who_run_it_see_it_and_post_it_again(stage: Stage) -> None:
    posts = service(stage)
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.deliver()
    vote = await stage.vote(prompt)
    await refuse_all(stage)

    assert len(await posts.refused(MILO, HOME, Thing.VOTE, vote.number)) == 1
    for person in (ANN, DORA):
        assert await posts.refused(person, HOME, Thing.VOTE, vote.number) == []
        with Refuses(Why.NEEDS_MODERATOR):
            await posts.post_again(person, HOME, Thing.VOTE, vote.number, stage.snowflake())
    assert await posts.refused(DORA, HOME, Thing.PROMPT, 1) == []


@ONE_ENGINE
async def test_posting_again_is_done_once_however_often_the_press_is_delivered(stage: Stage) -> None:
    await stage.prompt(delivered=False)
    await refuse_all(stage)
    press = stage.snowflake()
    await service(stage).post_again(DORA, HOME, Thing.PROMPT, 1, press)
    with pytest.raises(Repeated):
        await service(stage).post_again(DORA, HOME, Thing.PROMPT, 1, press)


@ONE_ENGINE
async def test_an_answer_to_a_work_that_could_not_be_posted_belongs_to_its_prompt(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.prompt("Another")
    await stage.work(ANN, prompt)
    await refuse_all(stage)

    assert len(await service(stage).refused(DORA, HOME, Thing.PROMPT, 1)) == 1
    assert await service(stage).refused(DORA, HOME, Thing.PROMPT, 2) == []


async def test_a_card_that_was_deleted_is_made_anew_as_another_message(stage: Stage) -> None:
    posts = service(stage)
    prompt = await stage.prompt()
    async with stage.db.transaction() as tx:
        card = await tx.posts.get(await tx.prompts.card_post(prompt.id))
    assert card.message_id is not None
    await stage.works.message_deleted(card.message_id)
    [gone] = await posts.refused(DORA, HOME, Thing.PROMPT, 1)
    assert gone.reason == GONE
    await posts.post_again(DORA, HOME, Thing.PROMPT, 1, stage.snowflake())
    [anew] = await stage.deliver()

    assert (anew.owed.action, anew.owed.kind) == (Action.CREATE, PostKind.PROMPT_CARD)
    assert anew.message_id != card.message_id
    # Discord would give the deleted message back for the same nonce.
    assert nonce_of(anew.owed.key, anew.revision) != nonce_of(card.owed.key, card.revision)
    assert (await stage.prompts.view(HOME, 1)).prompt.thread_id == prompt.thread_id, "its thread stays"


@ONE_ENGINE
async def test_an_edit_that_found_its_message_deleted_makes_it_anew(stage: Stage) -> None:
    posts = service(stage)
    await stage.prompt()
    await stage.prompts.close(DORA, HOME, 1, stage.snowflake())
    await refuse_all(stage, GONE)
    await posts.post_again(DORA, HOME, Thing.PROMPT, 1, stage.snowflake())

    assert [post.owed.action for post in await stage.deliver()] == [Action.CREATE, Action.EDIT]


@ONE_ENGINE
async def test_a_deleted_line_under_a_work_is_missed_by_nobody(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    [answer] = await stage.deliver()
    assert answer.message_id is not None
    await stage.works.message_deleted(answer.message_id)
    await stage.works.withdraw(ANN, HOME, work.number or 0, stage.snowflake())
    await refuse_all(stage, GONE)

    assert await service(stage).refused(DORA, HOME, Thing.PROMPT, 1) == []


@ONE_ENGINE
async def test_credits_scheduled_anew_take_the_place_of_those_that_never_arrived(stage: Stage) -> None:
    posts = service(stage)
    await stage.production(await stage.work(BEN, await stage.prompt()))
    await stage.deliver()
    await stage.productions.schedule(DORA, HOME, 1, NOON, None, stage.snowflake())
    await stage.run_due()
    await refuse_all(stage)
    assert len(await posts.refused(DORA, HOME, Thing.PRODUCTION, 1)) == 1
    await stage.productions.schedule(DORA, HOME, 1, Instant(NOON + DAY), None, stage.snowflake())

    assert await posts.refused(DORA, HOME, Thing.PRODUCTION, 1) == []
    with Refuses(Why.NEEDS_DIRECTOR):
        await posts.post_again(replace(DORA, roles=frozenset()), HOME, Thing.PRODUCTION, 1, stage.snowflake())


@ONE_ENGINE
async def test_any_other_deleted_message_of_ours_changes_nothing(stage: Stage) -> None:
    await stage.prompt()
    await stage.works.message_deleted(MessageId(1))
    async with stage.db.transaction() as tx:
        states = {(await tx.posts.get(await tx.prompts.card_post((await tx.prompts.list_of(HOME))[0].id))).state}
    assert states == {PostState.SENT}
