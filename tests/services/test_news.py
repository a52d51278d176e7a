"""Makers hear that somebody built on their work: as they chose, and of nothing else."""

from dataclasses import replace

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, HOUR
from bot.domain.lineage import Telling
from bot.domain.posts import Action, Post, PostKind
from bot.domain.works import Work
from bot.services.news import Told
from tests.data import sets
from tests.services.stage import ANN, BEN, CLEO, HOME, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE

EVENING = 4 * HOUR
"""From noon in UTC to six in Vienna, in summer."""


async def told(stage: Stage) -> list[Post]:
    return await stage.delivered(PostKind.BUILT_ON)


async def said(stage: Stage, post: Post) -> list[tuple[int | None, int | None]]:
    """Work and source, by their numbers."""
    news: list[Told] = await stage.news.read(HOME, post.owed.subject)
    return [(one.work.number, one.source.number) for one in news]


async def choose(stage: Stage, telling: Telling) -> None:
    await stage.news.choose(ANN, HOME, telling, stage.snowflake())


async def source_and_remix(stage: Stage) -> tuple[Work, Work]:
    prompt = await stage.prompt()
    source = await stage.work(ANN, prompt)
    return source, await stage.work(BEN, prompt, source)


async def test_unasked_makers_hear_once_a_day_in_the_evening_of_the_communitys_zone(stage: Stage) -> None:
    source, _ = await source_and_remix(stage)
    await stage.work(CLEO, None, source)
    assert await told(stage) == []
    await stage.clock.advance(EVENING - 1)
    assert await stage.run_due() == []
    await stage.clock.advance(1)
    assert await stage.run_due() == [DeadlineKind.NEWS_IS_TOLD]

    (post,) = await told(stage)
    assert (post.owed.action, post.owed.channel_id) == (Action.DM, ANN.id)
    assert await said(stage, post) == [(2, 1), (3, 1)]
    await stage.clock.advance(DAY)
    assert await stage.run_due() == []


async def test_at_once_means_a_message_for_each_remix(stage: Stage) -> None:
    await choose(stage, Telling.AT_ONCE)
    source, _ = await source_and_remix(stage)
    first = await told(stage)
    await stage.work(CLEO, None, source)

    assert [await said(stage, post) for post in (*first, *await told(stage))] == [[(2, 1)], [(3, 1)]]
    await stage.clock.advance(DAY)
    assert await stage.run_due() == []


async def test_never_means_never_also_for_what_waited_for_the_evening(stage: Stage) -> None:
    source, _ = await source_and_remix(stage)
    await choose(stage, Telling.NEVER)
    await stage.work(CLEO, None, source)
    await stage.clock.advance(DAY)
    await stage.run_due()
    await choose(stage, Telling.AT_ONCE)

    assert await told(stage) == []


async def test_whoever_asks_to_hear_at_once_hears_what_waited(stage: Stage) -> None:
    await source_and_remix(stage)
    await choose(stage, Telling.AT_ONCE)
    assert [await said(stage, post) for post in await told(stage)] == [[(2, 1)]]
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await told(stage) == []


async def test_nobody_is_told_of_their_own_remix(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt, await stage.work(ANN, prompt))
    await stage.clock.advance(DAY)

    assert await stage.run_due() == []


async def test_nobody_is_told_of_a_remix_by_somebody_they_made_the_source_with(stage: Stage) -> None:
    prompt = await stage.prompt()
    async with stage.db.transaction() as tx:
        number = await tx.communities.take_number(HOME, "work")
        plain = sets.handed_in(HOME, prompt_id=prompt.id, makers=(ANN.id, BEN.id), made_at=prompt.opens_at)
        work_id = await tx.works.add(plain)
        await tx.works.accept(work_id, number, stage.clock.now())
        source = await tx.works.get(work_id)
    await stage.work(BEN, prompt, source)
    await stage.clock.advance(DAY)
    assert await stage.run_due() == []
    await stage.work(CLEO, prompt, source)
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert [post.owed.channel_id for post in await told(stage)] == [ANN.id, BEN.id]


async def test_what_was_taken_back_before_the_evening_is_not_told(stage: Stage) -> None:
    source, _ = await source_and_remix(stage)
    await stage.work(CLEO, None, source)
    await stage.works.withdraw(BEN, HOME, 2, stage.snowflake())
    await stage.clock.advance(DAY)
    await stage.run_due()

    (post,) = await told(stage)
    assert await said(stage, post) == [(3, 1)]
    await stage.works.withdraw(CLEO, HOME, 3, stage.snowflake())
    assert await said(stage, post) == [], "nor what goes before the message is drawn"


async def test_a_source_named_afterwards_is_news_and_one_taken_out_is_not(stage: Stage) -> None:
    await choose(stage, Telling.AT_ONCE)
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.clock.advance(1_000)
    await stage.work(BEN, prompt)
    assert await told(stage) == []
    await stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake())
    (post,) = await told(stage)
    assert await said(stage, post) == [(2, 1)]
    await stage.lineage.cite(BEN, HOME, 2, [], stage.snowflake(), not_on=[1])
    assert await said(stage, post) == []
    await stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake())
    assert await told(stage) == [], "it was told once"


async def test_where_no_direct_message_is_taken_one_mention_stands_where_the_work_is(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert source is not None
    for person in (BEN, CLEO):
        await stage.work(person, None, source)
    await stage.clock.advance(EVENING)
    await stage.run_due()
    (post,) = await told(stage)
    for _ in range(2):
        await stage.news.could_not_write(post)

    (mention,) = await told(stage)
    assert (mention.owed.action, mention.owed.channel_id) == (Action.CREATE, prompt.thread_id)
    assert mention.owed.subject == post.owed.subject
    gone = replace(post, owed=replace(post.owed, key="other", subject={**post.owed.subject, "news": []}))
    await stage.news.could_not_write(gone)
    assert await told(stage) == []
