"""Prompts that keep names or works back: works come by Submit alone, and nothing is told before its time."""

from bot.domain.communities import Person
from bot.domain.ids import MessageId
from bot.domain.instants import DAY, MINUTE, SECOND, Instant
from bot.domain.lineage import Telling
from bot.domain.posts import Action, Post, PostKind
from bot.domain.prompts import Prompt, PromptDraft, PromptState
from bot.domain.reasons import read_reason
from bot.domain.recurrence import Every
from bot.domain.refusals import Why
from bot.domain.showing import Shows
from bot.domain.works import Kind, WorkState
from tests.services.stage import ANN, BEN, CLEO, DORA, HOME, MILO, NOON, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE


async def close(stage: Stage, prompt: Prompt) -> None:
    await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())


async def finish(stage: Stage, prompt: Prompt) -> None:
    await stage.prompts.end(DORA, HOME, prompt.number, PromptState.FINISHED, "It is a film.", stage.snowflake())


async def lines(stage: Stage) -> list[Post]:
    return await stage.delivered(PostKind.WORK_ANSWER)


async def card(stage: Stage, prompt: Prompt) -> MessageId | None:
    async with stage.db.transaction() as tx:
        return (await tx.posts.get(await tx.prompts.card_post(prompt.id))).message_id


async def seen(stage: Stage, person: Person, number: int) -> bool:
    """Whether the maker is named to this person; the service says so, and every card asks it."""
    return not (await stage.lineage.view(person, HOME, number)).work.is_nameless


async def test_a_draft_keeps_what_its_prompt_shows_and_hands_it_on(stage: Stage) -> None:
    prompt = await stage.prompt()
    assert prompt.shows is Shows.OPENLY
    for shows in (Shows.NAMELESS, Shows.HIDDEN, Shows.NAMELESS_AND_HIDDEN):
        draft = await stage.drafts.start(DORA, HOME, PromptDraft("Night bus", "Who rides it?"), None, stage.snowflake())
        await stage.drafts.change(DORA, HOME, draft.id, stage.snowflake(), shows=shows)
        posted = await stage.drafts.post(DORA, HOME, draft.id, stage.snowflake())
        assert posted.shows is shows


async def test_a_message_is_no_work_where_names_are_kept_back_and_the_public_line_says_nothing(stage: Stage) -> None:
    for shows in (Shows.NAMELESS, Shows.HIDDEN):
        prompt = await stage.prompt(shows=shows)
        for changes in ({}, {"reply_to": await card(stage, prompt)}):
            refused = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(), **changes))
            assert refused is not None
            assert refused.state is WorkState.REFUSED
            assert (await stage.works.refusal_of(ANN, refused.id)).why is Why.ONLY_BY_SUBMIT
            with Refuses(Why.PANEL_IS_ANOTHERS):
                await stage.works.refusal_of(BEN, refused.id)
            [line] = await stage.delivered(PostKind.WORK_REFUSAL)
            assert line.owed.reply_to == refused.message_id
    assert (await stage.prompts.view(HOME, prompt.number)).works == ()


async def test_words_in_reply_to_the_card_and_the_menu_are_no_works_there_either(stage: Stage) -> None:
    prompt = await stage.prompt(shows=Shows.NAMELESS, kinds=frozenset({Kind.WORDS}))
    async with stage.db.transaction() as tx:
        assert await tx.posts.by_key(f"prompt:{HOME}:{prompt.number}:opening") is None
    reply = stage.message(ANN, prompt.thread_id, words="Rain.", reply_to=await card(stage, prompt))
    refused = await stage.posted(reply)
    assert refused is not None
    assert read_reason(refused.reason).why is Why.ONLY_BY_SUBMIT


async def test_a_remix_by_message_is_no_way_around_it_until_the_prompt_has_closed(stage: Stage) -> None:
    prompt = await stage.prompt(shows=Shows.NAMELESS)
    first = await stage.work(ANN, prompt)
    [line] = await lines(stage)
    refused = await stage.posted(stage.message(BEN, None, stage.picture("b.png"), reply_to=line.message_id))
    assert refused is not None
    assert read_reason(refused.reason).why is Why.ONLY_BY_SUBMIT
    await stage.clock.advance(SECOND)
    await close(stage, prompt)
    await stage.clock.advance(10 * MINUTE)
    free = await stage.posted(stage.message(BEN, None, stage.picture("b.png"), reply_to=line.message_id))
    assert free is not None
    assert (free.state, free.prompt_id, free.is_nameless) == (WorkState.ACCEPTED, None, False)
    assert (await stage.lineage.view(BEN, HOME, free.number or 0)).sources == [first.number]


async def test_a_work_is_nameless_until_its_prompt_has_ended_and_its_line_is_drawn_anew_then(stage: Stage) -> None:
    prompt = await stage.prompt(shows=Shows.NAMELESS)
    work = await stage.work(ANN, prompt)
    assert work.title == "Untitled", "a file's name can say who made it"
    await lines(stage)
    number = work.number or 0
    assert not await seen(stage, BEN, number)
    assert not await seen(stage, DORA, number)
    assert [one.number for one in (await stage.prompts.mine(ANN, HOME, prompt.number)).works] == [number]
    await close(stage, prompt)
    assert not await seen(stage, BEN, number)
    await stage.deliver()
    await finish(stage, prompt)
    assert await seen(stage, BEN, number)
    assert [line.owed.action for line in await lines(stage)] == [Action.EDIT]


async def test_a_hidden_work_is_seen_by_its_maker_alone_until_the_prompt_closes(stage: Stage) -> None:
    prompt = await stage.prompt(shows=Shows.HIDDEN)
    work = await stage.work(ANN, prompt, title="Last bus")
    await lines(stage)
    number = work.number or 0
    bens = await stage.work(BEN, await stage.prompt("Elsewhere"))
    for person in (BEN, DORA, MILO):
        with Refuses(Why.WORKS_ARE_HIDDEN):
            await stage.lineage.view(person, HOME, number)
        with Refuses(Why.WORKS_ARE_HIDDEN):
            await stage.lineage.fetch(person, HOME, number, stage.snowflake())
    assert (await stage.lineage.view(ANN, HOME, number)).is_maker
    assert await stage.works.find(HOME, "bus") == []
    assert number not in [one.number for one in (await stage.lineage.choice(BEN, HOME, bens.number or 0)).offered]
    with Refuses(Why.WORKS_ARE_HIDDEN):
        await stage.lineage.cite(BEN, HOME, bens.number or 0, [number], stage.snowflake())
    with Refuses(Why.WORKS_ARE_HIDDEN):
        await stage.vote(prompt)
    with Refuses(Why.WORKS_ARE_HIDDEN):
        await stage.production(work)
    await stage.deliver()
    await close(stage, prompt)
    posts = await stage.deliver()
    assert Action.EDIT in [post.owed.action for post in posts if post.owed.kind is PostKind.WORK_ANSWER]
    assert Action.EDIT in [post.owed.action for post in posts if post.owed.kind is PostKind.PROMPT_THREAD]
    assert (await stage.lineage.view(BEN, HOME, number)).work.title == "Last bus"
    assert [one.number for one in await stage.works.find(HOME, "bus")] == [number]


async def test_what_a_hidden_work_builds_on_is_news_only_once_it_is_shown(stage: Stage) -> None:
    await stage.news.choose(BEN, HOME, Telling.AT_ONCE, stage.snowflake())
    source = await stage.work(BEN, await stage.prompt("Open"))
    prompt = await stage.prompt(shows=Shows.NAMELESS_AND_HIDDEN)
    await stage.clock.advance(SECOND)
    await stage.work(ANN, prompt, source)
    assert await stage.delivered(PostKind.BUILT_ON) == []
    assert (await stage.lineage.view(BEN, HOME, source.number or 0)).downstream == ()
    await close(stage, prompt)
    [news] = await stage.delivered(PostKind.BUILT_ON)
    [told] = await stage.news.read(HOME, news.owed.subject)
    assert told.by == ("somebody",)


async def test_lineage_that_would_say_who_made_it_is_kept_back_from_others(stage: Stage) -> None:
    source = await stage.work(ANN, await stage.prompt("Open"))
    await stage.clock.advance(SECOND)
    prompt = await stage.prompt(shows=Shows.NAMELESS)
    own = await stage.work(ANN, prompt, source)
    other = await stage.work(BEN, prompt, source)
    number = own.number or 0
    assert (await stage.lineage.view(CLEO, HOME, number)).sources == []
    assert (await stage.lineage.view(CLEO, HOME, other.number or 0)).sources == [source.number]
    assert (await stage.lineage.view(ANN, HOME, number)).sources == [source.number]
    cleos = await stage.work(CLEO, prompt)
    found = await stage.lineage.choice(CLEO, HOME, cleos.number or 0, "Ann")
    assert [one.number for one in found.offered] == [source.number]
    await close(stage, prompt)
    await finish(stage, prompt)
    assert (await stage.lineage.view(CLEO, HOME, number)).sources == [source.number]


async def test_naming_co_makers_and_repeating_wait_where_names_are_kept_back(stage: Stage) -> None:
    prompt = await stage.prompt(shows=Shows.NAMELESS)
    work = await stage.work(ANN, prompt)
    with Refuses(Why.NAMELESS_FOR_NOW):
        await stage.works.makers.ask(ANN, HOME, work.number or 0, [BEN.id], stage.snowflake())
    with Refuses(Why.REPEATS_OPENLY):
        first_at = Instant(NOON + DAY)
        await stage.series.start(DORA, HOME, prompt.number, Every.WEEK, first_at, None, (), stage.snowflake())
