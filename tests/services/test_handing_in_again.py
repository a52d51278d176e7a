"""Taking a work back can be undone while its prompt is open."""

import pytest

from bot.domain.ids import MessageId
from bot.domain.instants import DAY, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.refusals import Repeated, Why
from bot.domain.works import WorkState
from tests.services.stage import ANN, BEN, CLEO, HOME, NOON, ONE_ENGINE, Refuses, Stage


async def test_a_work_taken_back_comes_in_again_as_it_was_with_its_number_and_family(stage: Stage) -> None:
    prompt = await stage.prompt()
    first = await stage.work(BEN, prompt)
    await stage.work(ANN, prompt, first)
    await stage.works.withdraw(ANN, HOME, 2, stage.snowflake())
    await stage.deliver()
    assert (await stage.lineage.view(ANN, HOME, 2)).may_come_back
    await stage.works.hand_in_again(ANN, HOME, 2, stage.snowflake())

    view = await stage.lineage.view(ANN, HOME, 2)
    assert (view.work.state, view.sources, view.may_come_back) == (WorkState.ACCEPTED, [1], False)
    assert [work.number for work in (await stage.prompts.view(HOME, 1)).works] == [1, 2]
    (edit,) = await stage.deliver()
    assert (edit.owed.action, edit.owed.kind) == (Action.EDIT, PostKind.WORK_ANSWER)


@ONE_ENGINE
async def test_only_its_maker_hands_it_in_again_and_once(stage: Stage) -> None:
    await stage.work(ANN, await stage.prompt())
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    with Refuses(Why.NOT_YOURS):
        await stage.works.hand_in_again(CLEO, HOME, 1, stage.snowflake())
    press = stage.snowflake()
    await stage.works.hand_in_again(ANN, HOME, 1, press)

    with pytest.raises(Repeated):
        await stage.works.hand_in_again(ANN, HOME, 1, press)
    with Refuses(Why.ALREADY_HANDED_IN):
        await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())


@ONE_ENGINE
async def test_after_the_closing_it_stays_taken_back(stage: Stage) -> None:
    await stage.work(ANN, await stage.prompt(closes_at=Instant(NOON + DAY)))
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    await stage.clock.advance(DAY)

    assert not (await stage.lineage.view(ANN, HOME, 1)).may_come_back
    with Refuses(Why.PROMPT_IS_CLOSED):
        await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())


@ONE_ENGINE
async def test_it_needs_room_among_its_makers_works(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    await stage.work(ANN, prompt)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    await stage.work(ANN, prompt)

    with Refuses(Why.TOO_MANY_WORKS):
        await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())


@ONE_ENGINE
async def test_one_whose_message_was_deleted_does_not_come_back(stage: Stage) -> None:
    prompt = await stage.prompt()
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert work is not None
    await stage.works.message_deleted(MessageId(work.origin_id))

    assert not (await stage.lineage.view(ANN, HOME, 1)).may_come_back
    with Refuses(Why.MESSAGE_IS_GONE):
        await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())
