"""A reply with a file, whatever it replies to: each has its outcome."""

from dataclasses import replace

import pytest

from bot.domain.ids import MessageId
from bot.domain.instants import HOUR, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import GRACE
from bot.domain.works import Kind, Origin, Work, WorkState
from tests.services.stage import ANN, BEN, CLEO, DORA, ELSEWHERE, FOYER, HOME, NOON, ONE_ENGINE, Stage

pytestmark = ONE_ENGINE

TALK = None
"""Not a work at all."""


async def outcome(stage: Stage, target: int, *, here: bool, by: object = BEN) -> object:
    """(prompt's number, sources) of the work a reply becomes, in the prompt's thread or in the foyer."""
    prompts = await stage.prompts.list_of(HOME)
    place = prompts[-1].thread_id if here else FOYER
    work = await stage.posted(stage.message(by, place, stage.picture(), reply_to=MessageId(target)))  # type: ignore[arg-type]
    if work is None:
        return TALK
    view = await stage.lineage.view(BEN, HOME, work.number or 0)
    return view.prompt.number if view.prompt else None, view.sources


async def source_in(stage: Stage, place: object, person: object = ANN) -> Work:
    work = await stage.posted(stage.message(person, place, stage.picture()))  # type: ignore[arg-type]
    assert work is not None
    return work


async def test_a_work_and_our_line_under_it_are_sources_wherever_the_reply_stands(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await source_in(stage, prompt.thread_id)
    (answer,) = await stage.deliver()
    assert answer.message_id is not None

    for target in (source.origin_id, answer.message_id):
        for here in (True, False):
            assert await outcome(stage, target, here=here) == (1, [1])
    assert await outcome(stage, source.origin_id, here=False, by=ANN) == (1, [1]), "one's own too"


async def test_in_another_prompts_thread_a_remix_answers_that_prompt(stage: Stage) -> None:
    here = await stage.prompt("Here")
    there = await stage.prompt("There")
    source = await source_in(stage, there.thread_id)

    assert await outcome(stage, source.origin_id, here=True) == (here.number, [source.number])


async def test_a_deleted_a_foreign_and_the_very_same_message_are_no_sources(stage: Stage) -> None:
    prompt = await stage.prompt()
    talk = stage.message(ANN, prompt.thread_id, words="Nice.")
    await stage.posted(talk)
    for target in (77, talk.origin_id):
        assert await outcome(stage, target, here=True) == (1, [])
        assert await outcome(stage, target, here=False) is TALK
    itself = stage.snowflake()
    plain = stage.message(BEN, prompt.thread_id, stage.picture(), origin_id=itself, reply_to=MessageId(itself))
    assert isinstance(await stage.posted(plain), Work)


@pytest.mark.parametrize("state", [WorkState.WITHDRAWN, WorkState.HELD, WorkState.REMOVED, WorkState.PURGED])
async def test_a_work_that_is_not_in_is_no_source(stage: Stage, state: WorkState) -> None:
    prompt = await stage.prompt()
    source = await source_in(stage, prompt.thread_id)
    (answer,) = await stage.deliver()
    async with stage.db.transaction() as tx:
        await tx.works.end(source.id, state, None)

    for target in (source.origin_id, answer.message_id or 0):
        assert await outcome(stage, target, here=True) == (1, [])
        assert await outcome(stage, target, here=False) is TALK


async def test_a_reply_to_a_prompts_card_answers_it_wherever_the_card_stands(stage: Stage) -> None:
    prompt = await stage.prompt()
    async with stage.db.transaction() as tx:
        card = await tx.posts.get(await tx.prompts.card_post(prompt.id))
    assert card.message_id is not None
    assert await outcome(stage, card.message_id, here=False) == (1, [])


async def test_our_votes_results_and_credits_are_no_sources(stage: Stage, box: Stage) -> None:
    prompt = await stage.prompt()
    work = await source_in(stage, prompt.thread_id)
    vote = await stage.vote(prompt)
    await stage.production(work)
    await stage.productions.schedule(DORA, HOME, 1, Instant(NOON + HOUR), None, stage.snowflake())
    await stage.clock.advance(HOUR)
    await stage.run_due()
    await box.box.close(vote.id, stage.clock.now())
    kinds = (PostKind.VOTE_CARD, PostKind.VOTE_RESULTS, PostKind.CREDITS)
    ours = [post for post in await stage.deliver() if post.owed.kind in kinds and post.owed.action is Action.CREATE]

    assert {post.owed.kind for post in ours} == set(kinds)
    for post in ours:
        assert await outcome(stage, post.message_id or 0, here=True) == (1, [])
        assert await outcome(stage, post.message_id or 0, here=False) is TALK


async def test_after_the_closing_a_remix_is_free_standing_and_a_plain_reply_is_refused(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    source = await source_in(stage, prompt.thread_id)
    await stage.clock.advance(HOUR + GRACE)

    assert await outcome(stage, source.origin_id, here=True) == (None, [1])
    refused = await stage.posted(stage.message(CLEO, prompt.thread_id, stage.picture(), reply_to=MessageId(77)))
    assert refused is not None
    assert refused.state is WorkState.REFUSED


@pytest.mark.parametrize("why", ["closed", "kind"])
async def test_a_refused_reply_becomes_a_remix_when_its_source_turns_out_to_be_a_work(stage: Stage, why: str) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR), kinds=frozenset({Kind.PICTURE}))
    source = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.clock.advance(HOUR + GRACE if why == "closed" else SECOND)
    file = stage.picture() if why == "closed" else stage.files.put("rain.wav", b"RIFF")
    reply = stage.message(BEN, prompt.thread_id, file, reply_to=source.message_id)
    early = await stage.posted(reply)
    assert early is not None
    assert early.state is WorkState.REFUSED
    (line,) = await stage.deliver()
    await stage.posted(source)
    await stage.keep_all()

    async with stage.db.transaction() as tx:
        remix = await tx.works.get(early.id)
        assert (remix.state, remix.prompt_id) == (WorkState.ACCEPTED, None)
        assert [edge.work for edge in await tx.lineage.edges(HOME)] == [remix.id]
    sent = await stage.deliver()
    assert [post.target_id for post in sent if post.owed.action is Action.DELETE] == [line.message_id]
    assert {post.owed.kind for post in sent if post.owed.action is Action.CREATE} == {PostKind.WORK_ANSWER}


async def test_a_refused_reply_that_was_deleted_or_has_too_many_files_stays_refused(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    source = stage.message(ANN, prompt.thread_id, stage.picture())
    await stage.clock.advance(HOUR + GRACE)
    gone = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture(), reply_to=source.message_id))
    many = [stage.picture()] * 11
    much = await stage.posted(stage.message(CLEO, prompt.thread_id, *many, reply_to=source.message_id))
    assert gone is not None
    assert much is not None
    await stage.works.message_deleted(MessageId(gone.origin_id))
    await stage.posted(source)

    async with stage.db.transaction() as tx:
        states = [work.state for work in (await tx.works.many([gone.id, much.id])).values()]
        assert states == [WorkState.REFUSED, WorkState.REFUSED]


async def test_a_reply_by_the_menu_outside_any_thread_keeps_its_source(stage: Stage) -> None:
    prompt = await stage.prompt()
    source = await source_in(stage, prompt.thread_id)
    reply = stage.message(BEN, ELSEWHERE, stage.picture(), reply_to=MessageId(source.origin_id))
    remix = await stage.works.hand_in(replace(reply, origin=Origin.MENU, origin_id=stage.snowflake()))

    assert remix.prompt_id == prompt.id
