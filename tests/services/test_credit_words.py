"""What makers say about a work reaches the credits: its credit words, its makers, and what came from outside."""

from bot.domain.making import Outside, OutsideKind
from bot.domain.posts import PostKind
from tests.services.stage import ANN, BEN, DORA, HOME, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE


async def test_credits_name_a_work_as_its_makers_want_and_what_it_stands_on(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await stage.work(BEN, prompt)
    work = await stage.work(ANN, prompt, source)
    await stage.works.refining.edit(ANN, HOME, 2, work.title, "", "The rain song", stage.snowflake())
    await stage.works.makers.ask(ANN, HOME, 2, [DORA.id], stage.snowflake())
    await stage.works.makers.answer(DORA, HOME, 2, stage.snowflake(), made_it=True)
    for who, number, licence in ((ANN, 2, "CC BY"), (BEN, 1, "cc by"), (BEN, 1, "")):
        music = Outside(OutsideKind.MUSIC, "Nocturne", "", licence)
        await stage.works.refining.set_outside(who, HOME, number, music, [], stage.snowflake())
    production = await stage.production(work)

    view = await stage.productions.view(HOME, production.number)
    assert [(line.maker, line.works) for line in view.lines] == [
        (ANN.id, ((2, "The rain song"),)),
        (DORA.id, ((2, "The rain song"),)),
        (BEN.id, ((1, "Ben"),)),
    ]
    assert len(view.outside) == 2, "each once, however it is written and in how many works"
    await stage.productions.schedule(DORA, HOME, production.number, stage.clock.now(), None, stage.snowflake())
    await stage.run_due()
    posts = await stage.delivered(PostKind.CREDITS)
    assert [(post.owed.subject["page"], len(post.owed.subject["lines"])) for post in posts] == [(1, 3), (2, 0)]
    assert [name for name, _ in posts[1].owed.subject["outside"]] == ["Nocturne", "Nocturne"]
