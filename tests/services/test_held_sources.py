"""A reply to a work that moderators have in hand is built on it once they let it in."""

import pytest

from bot.domain.instants import HOUR, MINUTE, Instant
from bot.domain.lineage import Edge
from bot.domain.moderation import Decision
from bot.domain.posts import PostKind, answer_key
from bot.domain.prompts import Prompt
from bot.domain.works import Work, WorkState
from tests.services.stage import ANN, BEN, HOME, MILO, NOON, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE


async def decide(stage: Stage, work: Work, decision: Decision) -> None:
    await stage.moderation.decide(MILO, HOME, [work.number or 0], decision, stage.snowflake(), "To be looked at.")


async def kept_back(stage: Stage, prompt: Prompt, by: Decision = Decision.HOLD) -> Work:
    """Ann's, by message, out of the set by a moderator, with its line there."""
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert work is not None
    await decide(stage, work, by)
    await stage.deliver()
    return work


async def edges(stage: Stage) -> list[Edge]:
    async with stage.db.transaction() as tx:
        return await tx.lineage.edges(HOME)


@pytest.mark.parametrize(
    ("out", "back"), [(Decision.HOLD, Decision.ACCEPT), (Decision.REMOVE, Decision.RESTORE)], ids=str
)
async def test_a_reply_meanwhile_is_linked_when_its_source_is_let_in(
    stage: Stage, out: Decision, back: Decision
) -> None:
    prompt = await stage.prompt()
    source = await kept_back(stage, prompt, out)
    reply = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=source.message_id))
    assert reply is not None
    await stage.deliver()
    assert await edges(stage) == []
    await decide(stage, source, back)

    assert await edges(stage) == [Edge(reply.id, source.id)]
    drawn = [post.owed.subject["work"] for post in await stage.delivered(PostKind.WORK_ANSWER)]
    assert sorted(drawn) == [source.number, reply.number], "its line names the source now"


async def test_a_reply_to_the_line_that_says_it_waits_is_linked_as_well(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await kept_back(stage, prompt)
    async with stage.db.transaction() as tx:
        line = await tx.posts.by_key(answer_key(HOME, source.number or 0))
    assert line is not None
    reply = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=line.message_id))
    await stage.moderation.leave_in(MILO, HOME, [source.number or 0], stage.snowflake())

    assert reply is not None
    assert await edges(stage) == [Edge(reply.id, source.id)]


async def test_a_reply_that_came_too_late_for_the_prompt_becomes_a_remix_of_it(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    source = await kept_back(stage, prompt)
    await stage.clock.advance(HOUR + 10 * MINUTE)
    reply = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=source.message_id))
    assert reply is not None
    assert reply.state is WorkState.REFUSED
    await decide(stage, source, Decision.ACCEPT)
    await stage.keep_all()

    async with stage.db.transaction() as tx:
        remix = await tx.works.get(reply.id)
    assert (remix.state, remix.prompt_id) == (WorkState.ACCEPTED, None)
    assert await edges(stage) == [Edge(reply.id, source.id)]


async def test_one_that_is_not_let_in_is_no_source(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await kept_back(stage, prompt)
    await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=source.message_id))
    await decide(stage, source, Decision.REFUSE)
    assert await edges(stage) == []
