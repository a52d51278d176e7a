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
