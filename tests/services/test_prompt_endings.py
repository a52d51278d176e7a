"""How a prompt ends, what its makers hear, what each finds of their own in it, and its calm count."""

from bot.domain.audit import Deed
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import MAX_ENDING, Prompt, PromptState
from bot.domain.refusals import Why
from bot.domain.works import WorkState
from tests.services.stage import ANN, BEN, CLEO, DORA, HOME, MILO, NOON, ONE_ENGINE, Refuses, Stage


async def closed(stage: Stage) -> Prompt:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)
    await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())
    await stage.deliver()
    return prompt


async def test_a_finished_prompt_keeps_its_word_and_tells_its_makers_once_in_its_thread(stage: Stage) -> None:
    prompt = await closed(stage)
    view = await stage.prompts.end(
        DORA, HOME, prompt.number, PromptState.FINISHED, " All of it \n is in Monsoon. ", stage.snowflake()
    )
    ending = view.prompt.ending
    assert ending is not None
    assert (view.prompt.state, ending.word, ending.by) == (PromptState.FINISHED, "All of it is in Monsoon.", DORA.id)
    posts = await stage.deliver()
    assert [(post.owed.kind, post.owed.action) for post in posts] == [
        (PostKind.PROMPT_CARD, Action.EDIT),
        (PostKind.PROMPT_ENDED, Action.CREATE),
    ]
    assert (posts[1].owed.channel_id, posts[1].owed.subject["ping"]) == (prompt.thread_id, False)
    assert (await stage.communities.done_lately(MILO, HOME, 1))[0].deed is Deed.PROMPT_FINISHED
    with Refuses(Why.PROMPT_HAS_ENDED):
        await stage.prompts.end(DORA, HOME, prompt.number, PromptState.DROPPED, "No.", stage.snowflake())
    assert (await stage.prompts.list_of(HOME))[0].ending == ending


@ONE_ENGINE
async def test_a_prompt_ends_only_once_closed_by_whoever_leads_it_and_with_a_word(stage: Stage) -> None:
    prompt = await stage.prompt()

    async def end(word: str = "Nothing came.", person: object = DORA) -> None:
        await stage.prompts.end(person, HOME, prompt.number, PromptState.DROPPED, word, stage.snowflake())  # type: ignore[arg-type]

    with Refuses(Why.PROMPT_IS_OPEN):
        await end()
    await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())
    with Refuses(Why.NEEDS_DIRECTOR):
        await end(person=ANN)
    with Refuses(Why.ENDING_IS_EMPTY):
        await end(" \u200b ")
    with Refuses(Why.ENDING_TOO_LONG):
        await end("x" * (MAX_ENDING + 1))
    await stage.deliver()
    await end()
    assert [post.owed.kind for post in await stage.deliver()] == [PostKind.PROMPT_CARD], "nobody is there to be told"
    with Refuses(Why.PROMPT_ALREADY_CLOSED):
        await stage.prompts.move_closing(DORA, HOME, prompt.number, Instant(NOON + DAY), stage.snowflake())


@ONE_ENGINE
async def test_an_ended_prompt_takes_no_works_but_can_be_built_on(stage: Stage) -> None:
    prompt = await closed(stage)
    await stage.clock.advance(HOUR)
    await stage.prompts.end(DORA, HOME, prompt.number, PromptState.FINISHED, "Done.", stage.snowflake())
    with Refuses(Why.PROMPT_IS_CLOSED):
        await stage.prompts.taking(CLEO, HOME, prompt.number, stage.clock.now())
    with Refuses(Why.PROMPT_IS_CLOSED):
        await stage.work(CLEO, prompt)
    first = (await stage.prompts.view(HOME, prompt.number)).works[0]
    remix = await stage.work(CLEO, None, first)
    assert (remix.state, remix.prompt_id) == (WorkState.ACCEPTED, None)


@ONE_ENGINE
async def test_my_works_are_all_of_mine_in_this_prompt_whatever_became_of_them(stage: Stage) -> None:
    prompt, other = await stage.prompt(), await stage.prompt("Snow")
    first = await stage.work(ANN, prompt)
    second = await stage.work(ANN, prompt)
    await stage.work(BEN, prompt)
    await stage.work(ANN, other)
    await stage.works.withdraw(ANN, HOME, first.number or 0, stage.snowflake())

    mine = (await stage.prompts.mine(ANN, HOME, prompt.number)).works
    assert [(work.number, work.state) for work in mine] == [
        (second.number, WorkState.ACCEPTED),
        (first.number, WorkState.WITHDRAWN),
    ]
    assert (await stage.prompts.mine(CLEO, HOME, prompt.number)).works == ()


async def test_many_works_in_a_minute_redraw_the_card_once_and_the_next_one_does_so_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    for _ in range(7):
        await stage.work(ANN, prompt)
        await stage.clock.advance(SECOND)
    assert await stage.delivered(PostKind.PROMPT_CARD) == []
    await stage.clock.advance(MINUTE)
    await stage.run_due()
    assert [post.owed.action for post in await stage.delivered(PostKind.PROMPT_CARD)] == [Action.EDIT]
    await stage.clock.advance(HOUR)
    await stage.run_due()
    assert await stage.delivered(PostKind.PROMPT_CARD) == [], "nothing came, nothing is redrawn"

    taken_back = (await stage.prompts.view(HOME, prompt.number)).works[0]
    await stage.works.withdraw(ANN, HOME, taken_back.number or 0, stage.snowflake())
    await stage.clock.advance(MINUTE)
    await stage.run_due()
    assert len(await stage.delivered(PostKind.PROMPT_CARD)) == 1
