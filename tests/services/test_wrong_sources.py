"""A work that was named as a source by mistake can be taken out, while nobody's credit comes by it."""

from bot.domain.posts import Action
from bot.domain.refusals import Why
from tests.services.stage import ANN, BEN, CLEO, DORA, HOME, ONE_ENGINE, Refuses, Stage


async def sources(stage: Stage, number: int) -> list[int]:
    return (await stage.lineage.view(CLEO, HOME, number)).sources


async def test_a_wrong_source_is_taken_out_and_the_right_one_named_in_one_go(stage: Stage) -> None:
    prompt = await stage.prompt()
    first, _ = await stage.work(ANN, prompt), await stage.work(CLEO, prompt)
    await stage.work(BEN, prompt, first)
    await stage.deliver()
    cited = await stage.lineage.cite(BEN, HOME, 3, [2], stage.snowflake(), not_on=[1])

    assert (cited.added, cited.removed) == ([2], [1])
    assert await sources(stage, 3) == [2]
    assert [post.owed.action for post in await stage.deliver()] == [Action.EDIT]


@ONE_ENGINE
async def test_what_was_no_source_is_taken_out_without_a_word(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)

    assert (await stage.lineage.cite(BEN, HOME, 2, [], stage.snowflake(), not_on=[1])).removed == []


@ONE_ENGINE
async def test_once_somebody_else_has_built_on_it_its_sources_stay(stage: Stage) -> None:
    prompt = await stage.prompt()
    first = await stage.work(ANN, prompt)
    second = await stage.work(BEN, prompt, first)
    own = await stage.work(BEN, prompt, second)
    third = await stage.work(CLEO, prompt, own)
    with Refuses(Why.SOURCE_STAYS) as refused:
        await stage.lineage.cite(BEN, HOME, 2, [], stage.snowflake(), not_on=[1])
    assert refused.fields == {"number": 2}
    assert await sources(stage, 2) == [1]
    await stage.works.withdraw(CLEO, HOME, third.number or 0, stage.snowflake())

    assert (await stage.lineage.cite(BEN, HOME, 2, [], stage.snowflake(), not_on=[1])).removed == [1]


@ONE_ENGINE
async def test_a_work_in_a_production_keeps_its_sources(stage: Stage) -> None:
    prompt = await stage.prompt()
    second = await stage.work(BEN, prompt, await stage.work(ANN, prompt))
    await stage.production(second)

    with Refuses(Why.SOURCE_STAYS):
        await stage.lineage.cite(BEN, HOME, 2, [], stage.snowflake(), not_on=[1])


@ONE_ENGINE
async def test_only_its_maker_takes_a_source_out(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(BEN, prompt, await stage.work(ANN, prompt))

    for person in (ANN, DORA):
        with Refuses(Why.NOT_YOURS):
            await stage.lineage.cite(person, HOME, 2, [], stage.snowflake(), not_on=[1])
