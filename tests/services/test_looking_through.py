"""See the works: what whoever looks finds there."""

from tests.services.stage import ANN, BEN, DORA, HOME, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE


async def test_only_those_who_manage_a_prompt_are_offered_to(stage: Stage) -> None:
    prompt = await stage.prompt(co_directors=(BEN.id,))
    await stage.work(ANN, prompt)
    offered = {
        person.name: (await stage.prompts.look_through(person, HOME, prompt.number)).may_manage
        for person in (DORA, BEN, ANN)
    }
    assert offered == {"Dora": True, "Ben": True, "Ann": False}


async def test_what_a_work_that_is_in_was_built_on_counts_as_built_on_and_what_was_taken_back_does_not(
    stage: Stage,
) -> None:
    prompt = await stage.prompt()
    root, alone = await stage.work(ANN, prompt), await stage.work(BEN, prompt)
    remix = await stage.work(BEN, None, root)

    assert (await stage.prompts.look_through(ANN, HOME, prompt.number)).built_on == {root.id}
    await stage.works.withdraw(BEN, HOME, remix.number or 0, stage.snowflake())
    assert (await stage.prompts.look_through(ANN, HOME, prompt.number)).built_on == set()
    assert alone.id != root.id
