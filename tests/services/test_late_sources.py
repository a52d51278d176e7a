"""Events come in any order: a reply heard of before its source still gets its edge."""

from dataclasses import replace

from bot.domain.ids import MessageId
from bot.domain.instants import SECOND
from bot.domain.lineage import Edge
from bot.domain.posts import PostKind
from bot.domain.works import Origin, Work, WorkState
from tests.services.stage import ANN, BEN, CLEO, ELSEWHERE, HOME, ONE_ENGINE, Stage


async def edges(stage: Stage) -> list[Edge]:
    async with stage.db.transaction() as tx:
        return await tx.lineage.edges(HOME)


async def test_a_reply_in_the_thread_heard_of_first_is_linked_when_its_source_comes(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = stage.message(ANN, prompt.thread_id, stage.picture())
    reply = stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=source.message_id)
    early = await stage.posted(reply)
    await stage.deliver()
    late = await stage.posted(source)

    assert isinstance(early, Work)
    assert isinstance(late, Work)
    assert await edges(stage) == [Edge(early.id, late.id)]
    (drawn_again,) = [post for post in await stage.deliver() if post.owed.key.endswith(":edit")]
    assert drawn_again.owed.subject == {"work": early.number}, "its answer names the source now"


@ONE_ENGINE
async def test_a_reply_outside_of_any_thread_heard_of_first_is_a_work_when_its_source_comes(stage: Stage) -> None:
    prompt = await stage.prompt()
    async with stage.db.transaction() as tx:
        card = (await tx.posts.get(await tx.prompts.card_post(prompt.id))).message_id
    source = stage.message(ANN, ELSEWHERE, stage.picture(), reply_to=card)
    reply = stage.message(BEN, ELSEWHERE, stage.picture(), reply_to=source.message_id)
    on_reply = stage.message(CLEO, ELSEWHERE, stage.picture(), reply_to=reply.message_id)
    for early in (on_reply, reply):
        assert await stage.works.receive_message(early) is None, "to us it is talk so far"
    assert await stage.works.receive_message(source) is WorkState.RECEIVED
    await stage.keep_all()

    first, second, third = (await stage.prompts.view(HOME, prompt.number)).works
    assert sorted(await edges(stage), key=lambda edge: edge.work) == [
        Edge(second.id, first.id),
        Edge(third.id, second.id),
    ]


@ONE_ENGINE
async def test_a_reply_to_what_is_handed_in_by_menu_later_is_linked(stage: Stage) -> None:
    prompt = await stage.prompt()
    talk = stage.message(ANN, prompt.thread_id, words="The last bus hums.")
    await stage.clock.advance(SECOND)
    reply = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=talk.message_id))
    poem = await stage.works.hand_in(replace(talk, origin=Origin.MENU, origin_id=stage.snowflake()))

    assert reply is not None
    assert await edges(stage) == [Edge(reply.id, poem.id)]


@ONE_ENGINE
async def test_a_source_younger_than_the_reply_is_no_source(stage: Stage) -> None:
    prompt = await stage.prompt()
    to_come = MessageId(stage.snowflake(later=5_000_000))
    await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=to_come))
    await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(), origin_id=to_come))

    assert await edges(stage) == []


@ONE_ENGINE
async def test_a_reply_to_an_answer_whose_id_we_have_not_heard_is_known_by_its_button(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert source is not None
    async with stage.db.transaction() as tx:
        [answer] = await tx.posts.claim(stage.clock.now(), 5)
        await tx.posts.retry(answer, stage.clock.now(), unsure=True)
    assert answer.owed.kind is PostKind.WORK_ANSWER
    reply = stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=MessageId(77), reply_key=answer.owed.key)
    remix = await stage.posted(reply)

    assert remix is not None
    assert await edges(stage) == [Edge(remix.id, source.id)]


@ONE_ENGINE
async def test_a_message_handed_in_by_menu_before_its_event_is_one_work(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.hand_in(replace(message, origin=Origin.MENU, origin_id=stage.snowflake()))

    assert await stage.works.receive_message(message) is None
    assert len((await stage.prompts.view(HOME, prompt.number)).works) == 1
