"""Five minutes for slow uploads, and more for whom a director gives it; the prompt closes at its instant anyway."""

from dataclasses import replace

from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import GRACE, PromptState, closing_instant, lateness
from bot.domain.refusals import Why
from bot.domain.works import WorkState
from tests.services.stage import ANN, BEN, DORA, HOME, NOON, ONE_ENGINE, Refuses, Stage

IN_AN_HOUR = Instant(NOON + HOUR)


async def posted_late(stage: Stage, prompt, person, late: int):
    """A message that arrived `late` after the closing."""
    origin = stage.snowflake(IN_AN_HOUR + late - stage.clock.now())
    return await stage.posted(stage.message(person, prompt.thread_id, stage.picture(), origin_id=origin))


async def test_an_upload_that_arrives_within_five_minutes_of_the_closing_counts(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.clock.advance(HOUR)
    await stage.run_due()
    in_time = [await posted_late(stage, prompt, ANN, late) for late in (0, SECOND, GRACE - SECOND)]
    late = await posted_late(stage, prompt, ANN, GRACE)

    assert [work.state for work in in_time] == [WorkState.ACCEPTED] * 3
    assert late.state is WorkState.REFUSED
    view = await stage.prompts.view(HOME, 1)
    assert (view.prompt.state, closing_instant(view.prompt)) == (PromptState.CLOSED, IN_AN_HOUR)
    assert len(view.works) == 3


@ONE_ENGINE
async def test_how_late_a_work_came_is_known_to_the_microsecond_it_was_posted(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    assert lateness(prompt, Instant(IN_AN_HOUR - 1)) == 0
    assert lateness(prompt, Instant(IN_AN_HOUR + 2 * MINUTE)) // MINUTE == 2
    assert lateness(None, IN_AN_HOUR) == 0


@ONE_ENGINE
async def test_a_prompt_closed_by_hand_gives_the_same_grace(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.prompts.close(DORA, HOME, 1, stage.snowflake())
    await stage.clock.advance(2 * MINUTE)
    work = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    await stage.clock.advance(3 * MINUTE)
    late = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture()))

    assert (work.state, late.state) == (WorkState.ACCEPTED, WorkState.REFUSED)


@ONE_ENGINE
async def test_grace_is_for_handing_in_and_not_for_changing_what_is_in(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    picture = stage.picture()
    message = stage.message(ANN, prompt.thread_id, picture, words="Rain")
    await stage.posted(message)

    async def edit(words: str, late: int) -> bool:
        at = Instant(IN_AN_HOUR + late)
        edited = stage.message(ANN, prompt.thread_id, picture, origin_id=message.origin_id, words=words, edited_at=at)
        return await stage.works.message_edited(edited)

    assert await edit("Rain at last", -SECOND)
    assert not await edit("Rain too late", SECOND)


@ONE_ENGINE
async def test_a_late_pass_is_for_one_member_until_its_time(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.clock.advance(DAY)
    await stage.run_due()
    until = Instant(NOON + 2 * DAY)
    await stage.passes.give(DORA, HOME, 1, ANN.id, until, stage.snowflake())

    [told] = await stage.delivered(PostKind.MORE_TIME)
    assert (told.owed.action, told.owed.channel_id) == (Action.DM, ANN.id)
    mine = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    other = await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture()))
    await stage.clock.advance(DAY)
    late = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture("b.png")))
    assert [work.state for work in (mine, other, late)] == [
        WorkState.ACCEPTED,
        WorkState.REFUSED,
        WorkState.REFUSED,
    ]


@ONE_ENGINE
async def test_with_a_late_pass_a_work_may_be_changed_taken_back_and_brought_in_again(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    picture = stage.picture()
    message = stage.message(ANN, prompt.thread_id, picture, words="Rain")
    await stage.posted(message)
    await stage.clock.advance(DAY)
    await stage.run_due()
    edit = stage.message(
        ANN, prompt.thread_id, picture, origin_id=message.origin_id, words="Snow", edited_at=stage.clock.now()
    )
    assert not await stage.works.message_edited(edit)
    await stage.passes.give(DORA, HOME, 1, ANN.id, Instant(NOON + 2 * DAY), stage.snowflake())
    again = replace(edit, edited_at=Instant(stage.clock.now() + SECOND))
    assert await stage.works.message_edited(again)
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())
    assert (await stage.lineage.view(ANN, HOME, 1)).may_come_back
    assert (await stage.works.hand_in_again(ANN, HOME, 1, stage.snowflake())).state is WorkState.ACCEPTED


@ONE_ENGINE
async def test_a_late_pass_is_given_by_directors_for_a_time_that_is_late(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.prompt("Open end")
    two_days = Instant(NOON + 2 * DAY)
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.passes.give(BEN, HOME, 1, BEN.id, two_days, stage.snowflake())
    with Refuses(Why.IN_TIME_ANYWAY):
        await stage.passes.give(DORA, HOME, 1, BEN.id, Instant(NOON + 10 * MINUTE), stage.snowflake())
    with Refuses(Why.IN_TIME_ANYWAY):
        await stage.passes.give(DORA, HOME, 2, BEN.id, two_days, stage.snowflake())
    with Refuses(Why.TIME_IS_PAST):
        await stage.passes.give(DORA, HOME, 1, BEN.id, Instant(NOON - DAY), stage.snowflake())


@ONE_ENGINE
async def test_a_newer_pass_takes_the_place_of_an_older_one(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    for days in (3, 2):
        await stage.passes.give(DORA, HOME, 1, ANN.id, Instant(NOON + days * DAY), stage.snowflake())
    async with stage.db.transaction() as tx:
        assert await tx.late_passes.until(prompt.id, ANN.id) == NOON + 2 * DAY
        assert await tx.late_passes.until(prompt.id, BEN.id) is None


@ONE_ENGINE
async def test_works_of_the_grace_time_are_on_the_ballot_of_a_vote_opened_after_it(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.work(ANN, prompt)
    await stage.clock.advance(HOUR + MINUTE)
    await stage.run_due()
    await stage.posted(stage.message(BEN, prompt.thread_id, stage.picture("b.png")))
    assert len((await stage.vote(prompt)).entries) == 2


@ONE_ENGINE
async def test_the_form_opens_for_whom_there_is_time_left(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.passes.give(DORA, HOME, 1, ANN.id, Instant(IN_AN_HOUR + DAY), stage.snowflake())
    for late in (GRACE - SECOND, DAY - SECOND):
        assert (await stage.prompts.taking(ANN, HOME, 1, Instant(IN_AN_HOUR + late))).number == 1
    await stage.prompts.taking(BEN, HOME, 1, Instant(IN_AN_HOUR + GRACE - SECOND))
    with Refuses(Why.PROMPT_IS_CLOSED):
        await stage.prompts.taking(BEN, HOME, 1, Instant(IN_AN_HOUR + GRACE))


@ONE_ENGINE
async def test_whoever_leads_a_prompt_with_its_director_gives_time_and_reminds(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_AN_HOUR, co_directors=(BEN.id,))
    await stage.passes.give(BEN, HOME, 1, ANN.id, Instant(IN_AN_HOUR + DAY), stage.snowflake())
    assert (await stage.reminders.view(BEN, HOME, 1, of_thread=True)).prompt.number == 1
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.passes.give(ANN, HOME, 1, ANN.id, Instant(IN_AN_HOUR + DAY), stage.snowflake())
