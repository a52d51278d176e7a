"""Discord may deliver an interaction several times; whatever it asked for is done by the first delivery alone."""

import asyncio
from dataclasses import replace

import pytest

from bot.domain.instants import DAY, HOUR, Instant
from bot.domain.prompts import PromptState
from bot.domain.refusals import Repeated
from bot.domain.works import WorkState
from tests.services.stage import (
    ANN,
    BEN,
    DIRECTORS,
    DORA,
    FOYER,
    HOME,
    MODERATORS,
    NOON,
    ONE_ENGINE,
    OWNER,
    STAGE,
    Refuses,
    Stage,
    Why,
)

IN_AN_HOUR, IN_TWO, IN_THREE = (Instant(NOON + hours * HOUR) for hours in (1, 2, 3))


async def test_a_second_delivery_of_an_old_move_of_the_closing_does_not_win(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_AN_HOUR)
    first, second = stage.snowflake(), stage.snowflake()
    await stage.prompts.move_closing(DORA, HOME, 1, IN_TWO, first)
    await stage.prompts.move_closing(DORA, HOME, 1, IN_THREE, second)
    with pytest.raises(Repeated):
        await stage.prompts.move_closing(DORA, HOME, 1, IN_TWO, first)

    assert (await stage.prompts.view(HOME, 1)).prompt.closes_at == IN_THREE
    async with stage.db.transaction() as tx:
        assert await tx.deadlines.next_due() == IN_THREE


@ONE_ENGINE
async def test_a_second_delivery_of_close_says_nothing_of_a_closed_prompt(stage: Stage) -> None:
    await stage.prompt()
    press = stage.snowflake()
    await stage.prompts.close(DORA, HOME, 1, press)
    with pytest.raises(Repeated):
        await stage.prompts.close(DORA, HOME, 1, press)

    assert (await stage.prompts.view(HOME, 1)).prompt.state is PromptState.CLOSED


@ONE_ENGINE
async def test_a_withdrawal_delivered_again_is_no_second_withdrawal(stage: Stage) -> None:
    work = await stage.work(ANN, await stage.prompt())
    press = stage.snowflake()
    assert (await stage.works.withdraw(ANN, HOME, work.number or 0, press)).state is WorkState.WITHDRAWN
    with pytest.raises(Repeated):
        await stage.works.withdraw(ANN, HOME, work.number or 0, press)


@ONE_ENGINE
async def test_a_citation_delivered_again_adds_nothing(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)
    press = stage.snowflake()
    assert (await stage.lineage.cite(BEN, HOME, 2, [1], press)).added == [1]
    with pytest.raises(Repeated):
        await stage.lineage.cite(BEN, HOME, 2, [1], press)


async def test_the_same_interaction_starts_one_production(stage: Stage) -> None:
    interaction = stage.snowflake()
    tries = (stage.productions.start(DORA, HOME, "Monsoon", interaction) for _ in range(4))
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Production", "Repeated", "Repeated", "Repeated"]
    assert len(await stage.productions.list_of(HOME)) == 1


@ONE_ENGINE
async def test_a_work_taken_out_stays_out_when_its_adding_is_delivered_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.production(await stage.work(ANN, prompt))
    await stage.work(BEN, prompt)
    added, removed = stage.snowflake(), stage.snowflake()
    await stage.productions.add_works(DORA, HOME, 1, [2], "lead", added)
    await stage.productions.remove_works(DORA, HOME, 1, [2], removed)
    with pytest.raises(Repeated):
        await stage.productions.add_works(DORA, HOME, 1, [2], "lead", added)
    with pytest.raises(Repeated):
        await stage.productions.remove_works(DORA, HOME, 1, [1], removed)

    assert [use.number for use in (await stage.productions.view(HOME, 1)).production.uses] == [1]


@ONE_ENGINE
async def test_credits_scheduled_anew_survive_a_second_delivery_of_their_cancelling(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    due_at = Instant(NOON + DAY)
    await stage.productions.schedule(DORA, HOME, 1, due_at, None, stage.snowflake())
    press = stage.snowflake()
    await stage.productions.cancel(DORA, HOME, 1, press)
    anew = await stage.productions.schedule(DORA, HOME, 1, due_at, None, stage.snowflake())
    with pytest.raises(Repeated):
        await stage.productions.cancel(DORA, HOME, 1, press)

    announcements = (await stage.productions.view(HOME, 1)).announcements
    assert [one.id for one in announcements if one.state == "scheduled"] == [anew.id]


@ONE_ENGINE
async def test_an_old_form_of_the_set_up_delivered_again_does_not_undo_a_newer_one(stage: Stage) -> None:
    async def save(zone: str, press: int) -> None:
        await stage.communities.set_up(OWNER, HOME, "Home", (STAGE, FOYER), DIRECTORS, MODERATORS, zone, press)

    first, second = stage.snowflake(), stage.snowflake()
    await save("Asia/Tokyo", first)
    await save("Europe/Lisbon", second)
    with pytest.raises(Repeated):
        await save("Asia/Tokyo", first)

    assert (await stage.communities.get(HOME)).zone == "Europe/Lisbon"


@ONE_ENGINE
async def test_a_refused_press_may_come_again_and_is_judged_anew(stage: Stage) -> None:
    await stage.prompt()
    press = stage.snowflake()
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.prompts.close(replace(DORA, roles=frozenset()), HOME, 1, press)

    assert (await stage.prompts.close(DORA, HOME, 1, press)).state is PromptState.CLOSED
