"""Whether AI was used: asked where the prompt wants to know, said by a work's makers, read by everybody."""

import json

from bot.domain.making import MAX_AI, AiUse
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import Ai, Prompt
from bot.domain.refusals import Why
from bot.domain.works import Work
from tests.services.stage import ANN, BEN, HOME, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE

HANDS = AiUse(used=True, how="It drew the background.")


async def asking(stage: Stage, ai: Ai | None = Ai.DECLARED) -> Prompt:
    return await stage.prompt(ai=ai)


async def posted(stage: Stage, prompt: Prompt) -> Work:
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert work is not None
    await stage.deliver()
    return work


async def declare(stage: Stage, work: Work, ai: AiUse, by=ANN) -> AiUse:
    return await stage.works.refining.declare(by, HOME, work.number or 0, ai, stage.snowflake())


async def test_only_a_prompt_that_wants_to_know_asks_and_only_the_maker(stage: Stage) -> None:
    for ai, asked in ((Ai.DECLARED, True), (Ai.NOT_WANTED, False), (Ai.WELCOME, False), (None, False)):
        work = await posted(stage, await asking(stage, ai))
        assert (await stage.works.desk.view(ANN, HOME, work.number or 0)).asks_ai is asked
        assert not (await stage.works.desk.view(BEN, HOME, work.number or 0)).asks_ai


async def test_a_maker_says_it_changes_it_and_the_line_under_the_work_follows(stage: Stage) -> None:
    work = await posted(stage, await asking(stage))
    assert (await stage.works.desk.view(BEN, HOME, work.number or 0)).ai is None
    for said in (HANDS, AiUse(used=False)):
        await declare(stage, work, said)
        assert (await stage.works.desk.view(BEN, HOME, work.number or 0)).ai == said
        (drawn,) = await stage.delivered(PostKind.WORK_ANSWER)
        assert drawn.owed.action is Action.EDIT


async def test_nobody_else_says_it_for_them(stage: Stage) -> None:
    work = await posted(stage, await asking(stage))
    with Refuses(Why.NOT_YOURS):
        await declare(stage, work, HANDS, by=BEN)
    assert (await stage.works.desk.view(ANN, HOME, work.number or 0)).ai is None


async def test_what_is_said_is_one_line_that_fits_and_where_no_ai_was_used_there_is_none(stage: Stage) -> None:
    work = await posted(stage, await asking(stage))
    assert len((await declare(stage, work, AiUse(used=True, how="so\nmuch " * 100))).how) <= MAX_AI
    assert await declare(stage, work, AiUse(used=True, how=" \u200b ")) == AiUse(used=True)
    assert await declare(stage, work, AiUse(used=False, how="It drew.")) == AiUse(used=False)


async def test_what_the_form_asked_is_kept_with_the_work_where_its_prompt_asks(stage: Stage) -> None:
    for ai, kept in ((Ai.DECLARED, AiUse(used=True)), (None, None)):
        work = await stage.work(ANN, await asking(stage, ai), ai_used=True)
        assert (await stage.works.desk.view(BEN, HOME, work.number or 0)).ai == kept


async def test_the_works_of_a_prompt_and_both_exports_tell_it(stage: Stage) -> None:
    prompt = await asking(stage)
    used, unused, unsaid = [await stage.work(ANN, prompt, ai_used=said) for said in (True, False, None)]
    await declare(stage, used, HANDS)

    assert (await stage.prompts.look_through(BEN, HOME, prompt.number)).used_ai == {used.id}
    told = [{"used": True, "how": HANDS.how}, {"used": False, "how": ""}, None]
    for export in (await stage.exports.export(HOME), await stage.privacy.export(ANN, HOME)):
        works = {one["number"]: one for one in json.loads(json.dumps(export))["works"]}
        assert [works[one.number]["ai"] for one in (used, unused, unsaid)] == told
