"""A message that cannot be a work: one neutral line in public, the reason for its maker alone."""

import pytest

from bot.domain.ids import MessageId
from bot.domain.instants import HOUR, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import GRACE
from bot.domain.refusals import Refusal, Why
from bot.domain.works import MAX_FILE_BYTES, Asset, Kind, Work, WorkState
from bot.services.works import Submission
from tests.services.stage import ANN, BEN, HOME, NOON, ONE_ENGINE, Refuses, Stage

pytestmark = ONE_ENGINE


async def refused(stage: Stage, submission: Submission) -> tuple[Work, Refusal]:
    """The refused work and why, as its maker is told."""
    work = await stage.posted(submission)
    assert work is not None
    assert work.state is WorkState.REFUSED
    (post,) = await stage.deliver()
    assert (post.owed.action, post.owed.kind) == (Action.CREATE, PostKind.WORK_REFUSAL)
    assert (post.owed.reply_to, post.owed.subject) == (
        submission.message_id,
        {"work_id": work.id, "maker": work.makers[0]},
    )
    return work, await stage.works.refusal_of(submission.person, work.id)


async def test_too_many_files_are_refused_with_how_many_fit(stage: Stage) -> None:
    prompt = await stage.prompt()
    _, why = await refused(stage, stage.message(ANN, prompt.thread_id, *[stage.picture()] * 11))

    assert (why.why, why.fields) == (Why.TOO_MANY_FILES, {"count": 11, "limit": 10})


async def test_a_file_that_says_it_is_too_large_is_refused_unfetched(stage: Stage) -> None:
    prompt = await stage.prompt()
    huge = stage.files.put("huge.mov", b"", size=MAX_FILE_BYTES + 1)
    _, why = await refused(stage, stage.message(ANN, prompt.thread_id, huge))

    assert (why.why, why.fields["filename"], why.fields["size"]) == (
        Why.FILE_TOO_LARGE,
        "huge.mov",
        MAX_FILE_BYTES + 1,
    )
    assert stage.files.fetched == []


async def test_a_file_of_the_wrong_kind_is_refused_with_what_would_pass(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.SOUND, Kind.VIDEO}))
    _, why = await refused(stage, stage.message(ANN, prompt.thread_id, stage.picture()))

    assert (why.why, why.fields) == (Why.WRONG_KIND, {"filename": "rain.png", "takes": ["sound", "video"]})


async def test_a_late_work_is_refused_with_the_closing_it_missed(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=Instant(NOON + HOUR))
    await stage.clock.advance(HOUR + GRACE)
    _, why = await refused(stage, stage.message(ANN, prompt.thread_id, stage.picture()))

    assert why.why is Why.PROMPT_IS_CLOSED
    assert why.fields == {"title": "Rain at night", "number": 1, "at": NOON + HOUR}


async def test_a_work_from_before_the_prompt_is_not_an_answer_to_it(stage: Stage) -> None:
    prompt = await stage.prompt()
    early = stage.message(ANN, prompt.thread_id, stage.picture(), origin_id=stage.snowflake(later=-HOUR))
    _, why = await refused(stage, early)

    assert (why.why, why.fields["at"]) == (Why.PROMPT_NOT_OPEN_YET, NOON)


@pytest.mark.parametrize("status", [404, 410])
async def test_a_file_that_discord_no_longer_has_refuses_the_work(stage: Stage, status: int) -> None:
    prompt = await stage.prompt()
    asset = stage.picture("gone.png")
    stage.files.lose(asset, status)
    work, why = await refused(stage, stage.message(ANN, prompt.thread_id, stage.picture(), asset))

    assert (why.why, why.fields) == (Why.FILE_IS_LOST, {"filename": "gone.png"})
    assert work.number is None, "a number is given to what is in, and to nothing else"


async def test_a_link_that_is_not_discords_is_never_fetched(stage: Stage) -> None:
    prompt = await stage.prompt()
    foreign = Asset("a.png", 5, Kind.PICTURE, url="http://127.0.0.1:9/a.png")
    _, why = await refused(stage, stage.message(ANN, prompt.thread_id, foreign))

    assert why.why is Why.FILE_IS_LOST


async def test_a_refused_message_delivered_again_is_refused_once(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.SOUND}))
    submission = stage.message(ANN, prompt.thread_id, stage.picture())
    for _ in range(3):
        await stage.posted(submission)

    assert len(await stage.deliver()) == 1


async def test_the_reason_is_told_to_the_maker_alone(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.SOUND}))
    work, _ = await refused(stage, stage.message(ANN, prompt.thread_id, stage.picture()))

    with Refuses(Why.PANEL_IS_ANOTHERS):
        await stage.works.refusal_of(BEN, work.id)


async def test_a_refused_work_has_no_number_no_slot_and_no_lineage(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    source = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture()))
    assert source is not None
    await stage.deliver()
    many = stage.message(ANN, prompt.thread_id, *[stage.picture()] * 11, reply_to=source.message_id)
    work, _ = await refused(stage, many)

    async with stage.db.transaction() as tx:
        assert await tx.lineage.edges(HOME) == []
    assert work.number is None
    right = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert right is not None
    assert (right.state, right.number) == (WorkState.ACCEPTED, 2)


async def test_the_deletion_of_a_refused_message_changes_nothing(stage: Stage) -> None:
    prompt = await stage.prompt(kinds=frozenset({Kind.SOUND}))
    work, _ = await refused(stage, stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.works.message_deleted(MessageId(work.origin_id))

    async with stage.db.transaction() as tx:
        assert (await tx.works.get(work.id)).state is WorkState.REFUSED
    assert await stage.deliver() == []


async def test_a_command_whose_file_is_lost_is_told_so_and_owes_no_post(stage: Stage) -> None:
    prompt = await stage.prompt(works_per_member=1)
    lost = stage.picture("gone.png")
    stage.files.lose(lost)

    with Refuses(Why.FILE_IS_LOST) as why:
        await stage.works.hand_in(stage.command(ANN, prompt, lost))
    assert why.fields == {"filename": "gone.png"}
    assert await stage.deliver() == []
    assert (await stage.work(ANN, prompt)).number == 1, "its slot is free again"


async def test_a_file_with_nothing_in_it_is_refused_by_its_name(stage: Stage) -> None:
    prompt = await stage.prompt()
    empty = stage.files.put("rain.png", b"", "image/png")
    _, why = await refused(stage, stage.message(ANN, prompt.thread_id, empty))

    assert (why.why, why.fields) == (Why.FILE_IS_EMPTY, {"filename": "rain.png"})
