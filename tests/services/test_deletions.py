"""Taking a work back: by its panel, by deleting the message, in any order of events."""

import asyncio

from bot.domain.ids import MessageId
from bot.domain.lineage import Edge
from bot.domain.posts import Action, PostKind
from bot.domain.refusals import Why
from bot.domain.works import Work, WorkState
from bot.services.works import Submission
from tests.services.stage import ANN, BEN, CLEO, DORA, HOME, ONE_ENGINE, Refuses, Stage


async def posted(stage: Stage, submission: Submission) -> Work:
    work = await stage.posted(submission)
    assert work is not None
    return work


async def state_of(stage: Stage, work: Work) -> WorkState:
    async with stage.db.transaction() as tx:
        return (await tx.works.get(work.id)).state


@ONE_ENGINE
async def test_a_maker_takes_a_work_back_and_its_answer_says_so(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    (answer,) = await stage.deliver()
    withdrawn = await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())

    assert withdrawn.state is WorkState.WITHDRAWN
    assert await state_of(stage, work) is WorkState.WITHDRAWN
    (edit,) = await stage.deliver()
    assert (edit.owed.action, edit.owed.kind, edit.target_id) == (
        Action.EDIT,
        PostKind.WORK_ANSWER,
        answer.message_id,
    )


@ONE_ENGINE
async def test_nobody_else_takes_a_work_back_not_even_the_director(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.work(ANN, prompt)

    for person in (BEN, DORA):
        with Refuses(Why.NOT_YOURS) as refused:
            await stage.works.withdraw(person, HOME, 1, stage.snowflake())
        assert refused.fields == {"number": 1}
    with Refuses(Why.NO_SUCH_WORK):
        await stage.works.withdraw(ANN, HOME, 2, stage.snowflake())
    assert await state_of(stage, work) is WorkState.ACCEPTED


@ONE_ENGINE
async def test_a_work_is_taken_back_once_and_its_number_is_never_used_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())

    with Refuses(Why.WORK_NOT_IN):
        await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    assert (await stage.work(ANN, prompt)).number == 2


@ONE_ENGINE
async def test_a_deleted_message_takes_its_work_with_it_however_often_that_is_told(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.deliver()
    for _ in range(3):
        await stage.works.message_deleted(MessageId(work.origin_id))

    assert await state_of(stage, work) is WorkState.WITHDRAWN
    assert [post.owed.action for post in await stage.deliver()] == [Action.EDIT]


async def test_a_message_whose_deletion_was_heard_first_never_becomes_a_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    submission = stage.message(ANN, prompt.thread_id, stage.picture())
    assert submission.message_id is not None
    await stage.works.message_deleted(submission.message_id)

    assert await stage.posted(submission) is None
    assert await stage.deliver() == []


@ONE_ENGINE
async def test_a_work_received_and_deleted_before_its_bytes_came_has_no_answer(stage: Stage) -> None:
    prompt = await stage.prompt()
    submission = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.receive_message(submission)
    await stage.works.message_deleted(MessageId(submission.origin_id))
    await stage.keep_all()

    assert stage.files.fetched == []
    assert await stage.deliver() == []
    assert (await stage.prompts.view(HOME, 1)).works == ()


@ONE_ENGINE
async def test_an_answer_not_yet_sent_when_its_work_goes_is_sent_and_then_edited(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.works.message_deleted(MessageId(work.origin_id))

    assert [post.owed.action for post in await stage.deliver()] == [Action.CREATE, Action.EDIT]


@ONE_ENGINE
async def test_the_deletion_of_any_other_message_is_nothing_to_us(stage: Stage) -> None:
    await stage.works.message_deleted(MessageId(12))

    assert await stage.deliver() == []


@ONE_ENGINE
async def test_five_messages_purged_at_once_are_all_marked_and_their_remixes_keep_their_chain(stage: Stage) -> None:
    prompt = await stage.prompt()
    purged = [await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture())) for _ in range(5)]
    remixes = [
        await posted(stage, stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=MessageId(work.origin_id)))
        for work in purged[:2]
    ]
    for work in purged:
        await stage.works.message_deleted(MessageId(work.origin_id))

    assert {await state_of(stage, work) for work in purged} == {WorkState.WITHDRAWN}
    assert {await state_of(stage, work) for work in remixes} == {WorkState.ACCEPTED}
    async with stage.db.transaction() as tx:
        assert await tx.lineage.edges(HOME) == [
            Edge(remix.id, work.id) for remix, work in zip(remixes, purged, strict=False)
        ]
    view = await stage.lineage.view(CLEO, HOME, remixes[0].number or 0)
    assert [line.work for line in view.upstream] == [purged[0].id]


async def test_a_work_withdrawn_many_times_at_once_is_withdrawn_once(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    outcomes = await asyncio.gather(
        *(stage.works.withdraw(ANN, HOME, 1, stage.snowflake()) for _ in range(4)), return_exceptions=True
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Refusal", "Refusal", "Refusal", "Work"]
