"""What is built on what: by replying, by naming numbers, and never in a circle."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import MessageId, WorkId
from bot.domain.instants import HOUR, Instant
from bot.domain.lineage import Edge
from bot.domain.posts import Action
from bot.domain.refusals import Why
from bot.domain.works import Kind, Origin, Work, WorkState
from bot.services.works import Submission
from data.tables import sources
from data.transactions import Transaction
from tests.services.stage import ANN, AWAY, BEN, CLEO, DORA, ELSEWHERE, HOME, NOON, ONE_ENGINE, Refuses, Stage


async def posted(stage: Stage, submission: Submission) -> Work:
    work = await stage.posted(submission)
    assert work is not None
    assert work.state is WorkState.ACCEPTED
    return work


async def sources_of(stage: Stage, work: Work) -> list[int | None]:
    async with stage.db.transaction() as tx:
        found = await tx.works.many(await tx.lineage.sources(work.id))
    return sorted(found[one].number or 0 for one in found)


@ONE_ENGINE
async def test_a_reply_with_a_file_to_a_work_is_built_on_it(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    remix = await posted(
        stage, stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=MessageId(source.origin_id))
    )

    assert await sources_of(stage, remix) == [1]
    assert remix.prompt_id == prompt.id


@ONE_ENGINE
async def test_a_reply_to_callsheets_answer_is_a_reply_to_the_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    (answer,) = await stage.deliver()
    remix = await posted(stage, stage.message(BEN, ELSEWHERE, stage.picture(), reply_to=answer.message_id))

    assert await sources_of(stage, remix) == [1]
    assert remix.prompt_id == prompt.id, "it answers the same prompt, wherever it was posted"


@ONE_ENGINE
async def test_a_reply_to_ones_own_work_builds_on_it_too(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    remix = await posted(
        stage, stage.message(ANN, prompt.thread_id, stage.picture(), reply_to=MessageId(source.origin_id))
    )

    assert await sources_of(stage, remix) == [1]


@ONE_ENGINE
async def test_a_reply_to_a_deleted_a_refused_or_an_unknown_message_in_a_thread_is_a_plain_work(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.PICTURE}))
    deleted = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    (answer,) = await stage.deliver()
    await stage.works.message_deleted(MessageId(deleted.origin_id))
    refused = await stage.posted(stage.message(ANN, prompt.thread_id, stage.files.put("a.wav", b"RIFF")))
    assert refused is not None
    (refusal,) = [post for post in await stage.deliver() if post.owed.reply_to == refused.message_id]
    for target in (MessageId(deleted.origin_id), answer.message_id, refused.message_id, refusal.message_id, 12345):
        work = await posted(stage, stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=target))
        assert await sources_of(stage, work) == []


@ONE_ENGINE
async def test_a_message_that_replies_to_itself_is_a_plain_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    origin = stage.snowflake()
    work = await posted(
        stage,
        stage.message(ANN, prompt.thread_id, stage.picture(), origin_id=origin, reply_to=MessageId(origin)),
    )

    assert await sources_of(stage, work) == []


@ONE_ENGINE
async def test_a_reply_to_a_work_that_is_only_promised_yet_keeps_its_lineage(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.receive_message(source)
    remix = stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=source.message_id)
    await stage.works.receive_message(remix)
    await stage.keep_all()

    async with stage.db.transaction() as tx:
        assert await tx.lineage.edges(HOME) == [Edge(WorkId(2), WorkId(1))]


@ONE_ENGINE
async def test_a_work_of_another_server_is_no_source(stage: Stage) -> None:
    await stage.set_up(AWAY, ELSEWHERE, name="Away")
    away = await stage.prompt(community=AWAY)
    there = await stage.work(ANN, away, community_id=AWAY)
    prompt = await stage.prompt()
    here = await stage.work(ANN, prompt)
    await stage.deliver()
    async with stage.db.transaction() as tx:
        told = await tx.posts.by_key(f"work:{AWAY}:{there.number}")
    assert told is not None
    reply = stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=told.message_id)

    assert await sources_of(stage, await posted(stage, reply)) == []
    with Refuses(Why.NO_SUCH_WORK):
        await stage.lineage.cite(ANN, AWAY, 2, [1], stage.snowflake())
    with Refuses(Why.NO_SUCH_WORK):
        await stage.lineage.view(ANN, AWAY, 2)
    assert here.number == there.number == 1, "each server counts for itself"


@ONE_ENGINE
async def test_sources_may_come_from_several_prompts_by_command(stage: Stage) -> None:
    first, second = await stage.prompt("Rain"), await stage.prompt("Fog")
    one, two = await stage.work(ANN, first), await stage.work(BEN, second)
    remix = await stage.work(CLEO, first, two, one, two)

    assert await sources_of(stage, remix) == [1, 2]
    free = await stage.work(CLEO, None, one)
    assert (free.prompt_id, await sources_of(stage, free)) == (None, [1])


@ONE_ENGINE
async def test_the_menu_on_a_reply_keeps_what_it_replied_to(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    reply = stage.message(BEN, ELSEWHERE, stage.picture(), reply_to=MessageId(source.origin_id))
    remix = await stage.works.hand_in(replace(reply, origin=Origin.MENU, origin_id=stage.snowflake(), built_on=(1,)))

    assert await sources_of(stage, remix) == [1]


@ONE_ENGINE
async def test_a_remix_after_the_closing_is_welcome_as_a_free_standing_work(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR), works_per_member=1)
    source = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.clock.advance(2 * HOUR)
    remix = await posted(
        stage, stage.message(ANN, prompt.thread_id, stage.picture(), reply_to=MessageId(source.origin_id))
    )

    assert (remix.prompt_id, await sources_of(stage, remix)) == (None, [1])
    with Refuses(Why.PROMPT_IS_CLOSED):
        await stage.work(BEN, prompt)


@ONE_ENGINE
async def test_a_remix_of_a_kind_the_prompt_does_not_take_is_welcome_as_a_free_standing_work(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.PICTURE}))
    source = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    song = stage.files.put("rain.wav", b"RIFF")
    remix = await posted(stage, stage.message(BEN, prompt.thread_id, song, reply_to=MessageId(source.origin_id)))

    assert (remix.prompt_id, await sources_of(stage, remix)) == (None, [1])


@ONE_ENGINE
async def test_a_command_that_names_a_work_which_cannot_be_a_source_leaves_nothing(stage: Stage) -> None:
    prompt = await stage.prompt()
    withdrawn = await stage.work(ANN, prompt)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    old = stage.command(BEN, prompt, stage.picture())
    younger = await stage.work(ANN, prompt)

    with Refuses(Why.SOURCE_NOT_IN) as refused:
        await stage.work(BEN, prompt, withdrawn)
    assert refused.fields == {"number": 1}
    with Refuses(Why.NO_SUCH_WORK) as refused:
        await stage.works.hand_in(stage.command(BEN, prompt, stage.picture(), built_on=(2, 99)))
    assert refused.fields == {"number": 99}
    with Refuses(Why.SOURCE_IS_YOUNGER):
        await stage.works.hand_in(replace(old, built_on=(2,)))
    assert (await stage.prompts.view(HOME, 1)).works == (younger,)
    assert await stage.works.waiting() == []


async def test_the_maker_names_sources_afterwards_and_each_counts_once(stage: Stage) -> None:
    prompt = await stage.prompt()
    for person in (ANN, BEN, CLEO):
        await stage.work(person, prompt)

    assert (await stage.lineage.cite(CLEO, HOME, 3, [2, 1, 2], stage.snowflake())).added == [2, 1]
    assert (await stage.lineage.cite(CLEO, HOME, 3, [1], stage.snowflake())).added == []
    both = await asyncio.gather(*(stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake()) for _ in range(4)))
    assert sorted(cited.added for cited in both) == [[], [], [], [1]]


@ONE_ENGINE
async def test_the_answer_to_a_work_is_redrawn_when_its_sources_are_named_and_only_then(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)
    answers = await stage.deliver()
    await stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake())

    (edit,) = await stage.deliver()
    assert (edit.owed.action, edit.target_id) == (Action.EDIT, answers[1].message_id)
    await stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake())
    assert await stage.deliver() == []


@ONE_ENGINE
async def test_sources_named_afterwards_go_in_all_or_none(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(person, prompt) for person in (ANN, BEN, CLEO, ANN)]
    await stage.works.withdraw(BEN, HOME, 2, stage.snowflake())

    for numbers, why, culprit in (
        ([1, 3], Why.SOURCE_IS_ITSELF, 3),
        ([1, 4], Why.SOURCE_IS_YOUNGER, 4),
        ([1, 2], Why.SOURCE_NOT_IN, 2),
        ([1, 77], Why.NO_SUCH_WORK, 77),
    ):
        with Refuses(why) as refused:
            await stage.lineage.cite(CLEO, HOME, 3, numbers, stage.snowflake())
        assert refused.fields == {"number": culprit}
        assert await sources_of(stage, works[2]) == []


@ONE_ENGINE
async def test_only_its_maker_says_what_a_work_is_built_on_and_only_while_it_is_in(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)

    for person in (ANN, DORA):
        with Refuses(Why.NOT_YOURS):
            await stage.lineage.cite(person, HOME, 2, [1], stage.snowflake())
    await stage.works.withdraw(BEN, HOME, 2, stage.snowflake())
    with Refuses(Why.WORK_NOT_IN):
        await stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake())
    with Refuses(Why.NO_SUCH_WORK):
        await stage.lineage.cite(BEN, HOME, 9, [1], stage.snowflake())


async def test_two_works_that_name_each_other_at_once_make_no_circle(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)
    outcomes = await asyncio.gather(
        stage.lineage.cite(ANN, HOME, 1, [2], stage.snowflake()),
        stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake()),
        return_exceptions=True,
    )

    assert type(outcomes[0]).__name__ == "Refusal"
    assert outcomes[1].added == [1]  # type: ignore[union-attr]


async def test_a_circle_cannot_be_written_past_the_rules_straight_into_the_tables(stage: Stage) -> None:
    prompt = await stage.prompt()
    older = await stage.work(ANN, prompt)
    younger = await stage.work(BEN, prompt, older)

    async def write(work: Work, source: Work, **lies: int) -> None:
        row = {
            "work_id": work.id,
            "work_made_at": work.made_at,
            "work_origin": work.origin_id,
            "source_id": source.id,
            "source_made_at": source.made_at,
            "source_origin": source.origin_id,
            **lies,
        }
        async with stage.db.transaction() as tx:
            assert isinstance(tx, Transaction)
            await tx.statements.change(insert(sources), row)

    for lies in ({}, {"work_made_at": younger.made_at + 1}, {"source_made_at": older.made_at - 1}):
        with pytest.raises(IntegrityError):
            await write(older, younger, **lies)
    with pytest.raises(IntegrityError):
        await write(older, older)


@ONE_ENGINE
async def test_a_works_panel_shows_its_family_its_makers_and_what_one_may_do(stage: Stage) -> None:
    prompt = await stage.prompt()
    root = await stage.work(ANN, prompt)
    left, right = await stage.work(BEN, prompt, root), await stage.work(CLEO, None, root)
    middle = await stage.work(ANN, prompt, left, right)
    child = await stage.work(BEN, None, middle)
    gone = await stage.work(CLEO, None, middle)
    await stage.works.withdraw(CLEO, HOME, gone.number or 0, stage.snowflake())

    view = await stage.lineage.view(ANN, HOME, middle.number or 0)
    assert [(line.work, line.depth, line.repeated) for line in view.upstream] == [
        (left.id, 1, False),
        (root.id, 2, False),
        (right.id, 1, False),
        (root.id, 2, True),
    ]
    assert [line.work for line in view.downstream] == [child.id, gone.id]
    assert set(view.relatives) == {root.id, left.id, right.id, child.id, gone.id}
    assert view.names == {ANN.id: "Ann", BEN.id: "Ben", CLEO.id: "Cleo"}
    assert (view.prompt, view.is_maker, view.is_director) == (prompt, True, False)
    stranger = await stage.lineage.view(DORA, HOME, right.number or 0)
    assert (stranger.prompt, stranger.is_maker, stranger.is_director) == (None, False, True)


@ONE_ENGINE
async def test_a_remix_whose_bytes_are_not_here_yet_is_not_shown_in_the_family(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await posted(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.works.receive_message(
        stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=MessageId(source.origin_id))
    )

    assert (await stage.lineage.view(ANN, HOME, 1)).downstream == ()
    await stage.keep_all()
    assert len((await stage.lineage.view(ANN, HOME, 1)).downstream) == 1


@ONE_ENGINE
async def test_a_withdrawn_work_stays_in_the_family_of_what_was_built_on_it(stage: Stage) -> None:
    prompt = await stage.prompt()
    root = await stage.work(ANN, prompt)
    remix = await stage.work(BEN, prompt, root)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())

    view = await stage.lineage.view(BEN, HOME, remix.number or 0)
    assert [line.work for line in view.upstream] == [root.id]
    assert view.relatives[root.id].state is WorkState.WITHDRAWN
