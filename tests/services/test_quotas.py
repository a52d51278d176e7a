"""Works per member: counted where nobody can slip past, freed when a work is taken back."""

import asyncio

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import MessageId
from bot.domain.refusals import Refusal, Why
from bot.domain.works import WorkState
from data.tables import slots
from data.transactions import Transaction
from tests.services.stage import ANN, BEN, HOME, ONE_ENGINE, Refuses, Stage


async def test_of_ten_works_handed_in_at_once_as_many_pass_as_the_prompt_takes(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=3)
    tries = (stage.works.hand_in(stage.command(ANN, prompt, stage.picture())) for _ in range(10))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    refused = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert len(refused) == 7
    assert {refusal.why for refusal in refused} == {Why.TOO_MANY_WORKS}
    assert refused[0].fields == {"title": "Rain at night", "works": 3}
    assert [work.number for work in (await stage.prompts.view(HOME, 1)).works] == [1, 2, 3]


async def test_of_ten_messages_at_once_as_many_pass_and_the_others_hear_why(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=2)
    messages = [stage.message(ANN, prompt.thread_id, stage.picture()) for _ in range(10)]
    await asyncio.gather(*(stage.works.receive_message(message) for message in messages))
    await stage.keep_all()

    assert len((await stage.prompts.view(HOME, 1)).works) == 2
    async with stage.db.transaction() as tx:
        refused = await tx.works.of_prompt(prompt.id, WorkState.REFUSED)
    assert len(refused) == 8
    assert {(await stage.works.refusal_of(ANN, work.id)).why for work in refused} == {Why.TOO_MANY_WORKS}


async def test_commands_and_messages_at_once_share_the_same_quota(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    await asyncio.gather(
        *(stage.works.receive_message(stage.message(ANN, prompt.thread_id, stage.picture())) for _ in range(4)),
        *(stage.works.hand_in(stage.command(ANN, prompt, stage.picture())) for _ in range(4)),
        return_exceptions=True,
    )
    await stage.keep_all()

    assert len((await stage.prompts.view(HOME, 1)).works) == 1


async def test_a_slot_is_free_again_after_a_withdrawal_and_only_one(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=2)
    for _ in range(2):
        await stage.work(ANN, prompt)
    with Refuses(Why.TOO_MANY_WORKS):
        await stage.work(ANN, prompt)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())

    assert (await stage.work(ANN, prompt)).number == 3
    with Refuses(Why.TOO_MANY_WORKS):
        await stage.work(ANN, prompt)


@ONE_ENGINE
async def test_a_deleted_message_frees_its_slot_even_before_its_bytes_came(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    first = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.receive_message(first)
    await stage.works.message_deleted(MessageId(first.origin_id))
    second = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))

    assert second is not None
    assert second.state is WorkState.ACCEPTED


@ONE_ENGINE
async def test_a_promised_work_holds_its_slot_before_its_bytes_are_here(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    await stage.works.receive_message(stage.message(ANN, prompt.thread_id, stage.picture()))

    with Refuses(Why.TOO_MANY_WORKS):
        await stage.work(ANN, prompt)


@ONE_ENGINE
async def test_the_quota_is_each_members_own_and_each_prompts_own(stage: Stage) -> None:
    first, second = await stage.prompt(works_per_member=1), await stage.prompt(works_per_member=1)
    for person in (ANN, BEN):
        for prompt in (first, second):
            await stage.work(person, prompt)

    with Refuses(Why.TOO_MANY_WORKS):
        await stage.work(BEN, second)


@ONE_ENGINE
async def test_a_prompt_without_a_quota_takes_as_many_as_come(stage: Stage) -> None:
    prompt = await stage.prompt()

    assert [(await stage.work(ANN, prompt)).number for _ in range(5)] == [1, 2, 3, 4, 5]


async def test_the_tables_themselves_refuse_a_slot_taken_twice(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    await stage.work(ANN, prompt)
    other = await stage.work(BEN, prompt)

    async def steal() -> None:
        async with stage.db.transaction() as tx:
            assert isinstance(tx, Transaction)
            row = (await tx.statements.rows(select(slots).where(slots.c.maker_id == ANN.id)))[0]
            await tx.statements.change(insert(slots), {**row._mapping, "work_id": other.id})

    with pytest.raises(IntegrityError):
        await steal()
