"""A proxy deletes a member's message and posts it again: the work stays one, and its person's."""

from dataclasses import replace

from bot.domain.communities import Person
from bot.domain.ids import MemberId, MessageId
from bot.domain.instants import MINUTE, SECOND
from bot.domain.submissions import Submission
from bot.domain.works import Work, WorkState
from tests.services.stage import ANN, BEN, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE

PROXY = Person(MemberId(1_100_000_000_000_000_900), "Ann's other name", is_bot=True)


async def posted(stage: Stage, **draft: object) -> tuple[Submission, Work]:
    prompt = await stage.prompt(**draft)
    message = stage.message(ANN, prompt.thread_id, stage.picture(), words="a: rain")
    work = await stage.posted(message)
    assert work is not None
    return message, work


def again(stage: Stage, message: Submission, **changes: object) -> Submission:
    """The same file, uploaded anew by the proxy."""
    (file,) = message.assets
    anew = replace(stage.picture(file.filename), size=file.size)
    origin = stage.snowflake(int(changes.pop("later", SECOND)))  # type: ignore[call-overload]
    repost = replace(message, person=PROXY, origin_id=origin, message_id=MessageId(origin), words="rain")
    return replace(repost, assets=(anew,), **changes)  # type: ignore[arg-type]


async def now(stage: Stage, work: Work) -> Work:
    async with stage.db.transaction() as tx:
        return await tx.works.get(work.id)


async def test_a_message_posted_again_after_its_deletion_is_the_same_work(stage: Stage) -> None:
    message, work = await posted(stage, works_per_member=1)
    assert await stage.works.message_deleted(message.message_id or MessageId(0))
    repost = again(stage, message)
    assert await stage.works.posted_again(repost)

    there = await now(stage, work)
    assert (there.number, there.state, there.makers) == (1, WorkState.ACCEPTED, (ANN.id,))
    assert (there.message_id, there.assets[0].discord_id) == (repost.message_id, repost.assets[0].discord_id)
    assert there.assets[0].sha256 is not None


async def test_posted_again_before_the_deletion_it_is_not_taken_back_by_it(stage: Stage) -> None:
    message, work = await posted(stage)
    repost = again(stage, message)
    assert await stage.works.posted_again(repost)
    assert not await stage.works.message_deleted(message.message_id or MessageId(0))
    assert (await now(stage, work)).state is WorkState.ACCEPTED
    assert await stage.works.message_deleted(repost.message_id or MessageId(0))

    assert (await now(stage, work)).state is WorkState.WITHDRAWN, "the member took the new one away"


async def test_one_whose_bytes_were_still_on_their_way_is_numbered_once(stage: Stage) -> None:
    prompt = await stage.prompt()
    message = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.works.receive_message(message)
    await stage.works.message_deleted(message.message_id or MessageId(0))
    await stage.works.posted_again(again(stage, message))
    await stage.keep_all()

    assert [work.number for work in (await stage.prompts.view(prompt.community_id, 1)).works] == [1]


async def test_other_files_another_channel_or_a_later_message_are_no_repost(stage: Stage) -> None:
    message, work = await posted(stage)
    await stage.works.message_deleted(message.message_id or MessageId(0))
    assert not await stage.works.posted_again(again(stage, message, later=MINUTE))
    assert not await stage.works.posted_again(replace(again(stage, message), assets=(stage.picture("other.png"),)))
    assert not await stage.works.posted_again(replace(again(stage, message), channel_id=message.channel_id + 1))

    assert (await now(stage, work)).state is WorkState.WITHDRAWN


async def test_what_its_maker_took_back_does_not_return_by_a_repost(stage: Stage) -> None:
    message, work = await posted(stage)
    await stage.works.withdraw(ANN, work.community_id, 1, stage.snowflake())

    assert not await stage.works.posted_again(again(stage, message))


async def test_a_reply_to_the_new_message_builds_on_the_work(stage: Stage) -> None:
    message, work = await posted(stage)
    repost = again(stage, message)
    await stage.works.posted_again(repost)
    reply = stage.message(
        BEN,
        message.channel_id,
        stage.picture("b.png"),
        reply_to=repost.message_id,
        origin_id=stage.snowflake(2 * SECOND),
    )
    remix = await stage.posted(reply)
    assert remix is not None

    async with stage.db.transaction() as tx:
        assert await tx.lineage.sources(remix.id) == [work.id]
