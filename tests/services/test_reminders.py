"""Who asked hears of a closing once, at the instant they chose, whatever happened to the closing or to us."""

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import Action, Post, PostKind
from bot.domain.refusals import Why
from tests.services.stage import ANN, BEN, CLEO, DORA, HOME, NOON, ONE_ENGINE, Refuses, Stage

IN_TWO_DAYS = Instant(NOON + 2 * DAY)


async def choose(stage: Stage, person, *offsets: int, of_thread: bool = False):
    return await stage.reminders.choose(person, HOME, 1, offsets, stage.snowflake(), of_thread=of_thread)


async def told(stage: Stage) -> list[tuple[int, str]]:
    """Who was written to, and how, since last asked."""
    sent = await stage.deliver()
    return [
        (post.owed.channel_id, post.owed.action.value)
        for post in sent
        if post.owed.kind in (PostKind.REMINDER, PostKind.THREAD_REMINDER)
    ]


async def refuse_messages(stage: Stage, *people) -> list[Post]:
    """Play a Discord that takes everything but direct messages to these people."""
    closed = {person.id for person in people}
    sent = []
    async with stage.db.transaction() as tx:
        for post in await tx.posts.claim(stage.clock.now(), 50):
            if post.owed.action is Action.DM and post.owed.channel_id in closed:
                await tx.posts.failed(post, "403 50007 Cannot send messages to this user", stage.clock.now())
            else:
                await tx.posts.sent(post, None)
                sent.append(post)
    return sent


async def test_each_who_asked_is_told_once_at_the_instants_they_chose(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY, HOUR)
    await choose(stage, BEN, HOUR)
    await stage.deliver()

    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await told(stage) == [(ANN.id, "dm")]
    await stage.clock.advance(23 * HOUR)
    await stage.run_due()
    assert sorted(await told(stage)) == [(ANN.id, "dm"), (BEN.id, "dm")]
    await stage.run_due()
    assert await told(stage) == []


@ONE_ENGINE
async def test_an_offset_whose_moment_has_passed_is_not_offered_and_not_kept(stage: Stage) -> None:
    await stage.prompt(closes_at=Instant(NOON + 2 * HOUR))
    view = await choose(stage, ANN, DAY, 3 * HOUR, HOUR)

    assert view.possible == (HOUR,)
    assert view.chosen == {HOUR}
    assert await stage.run_due() == []


@ONE_ENGINE
async def test_after_a_long_absence_each_is_told_once_and_not_for_each_reminder(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY, 3 * HOUR, HOUR)
    await choose(stage, DORA, DAY, 3 * HOUR, HOUR, of_thread=True)
    await stage.deliver()

    await stage.clock.advance(2 * DAY - 30 * MINUTE)
    await stage.run_due()
    prompt = (await stage.prompts.view(HOME, 1)).prompt
    assert sorted(await told(stage)) == sorted([(ANN.id, "dm"), (prompt.thread_id, "create")])


@ONE_ENGINE
async def test_nobody_is_reminded_of_what_closed_while_we_were_away(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, HOUR)
    await stage.deliver()

    await stage.clock.advance(2 * DAY)
    await stage.run_due()
    assert await told(stage) == []


@ONE_ENGINE
async def test_reminders_move_with_the_closing(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY)
    await stage.prompts.move_closing(DORA, HOME, 1, Instant(NOON + 3 * DAY), stage.snowflake())
    await stage.deliver()

    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await told(stage) == []
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await told(stage) == [(ANN.id, "dm")]
    await stage.prompts.move_closing(DORA, HOME, 1, Instant(NOON + 5 * DAY), stage.snowflake())
    await stage.clock.advance(2 * DAY)
    await stage.run_due()
    assert await told(stage) == [(ANN.id, "dm")], "another closing has a reminder of its own"


@ONE_ENGINE
async def test_a_reminder_that_a_moved_closing_leaves_behind_is_skipped(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY)
    await stage.prompts.move_closing(DORA, HOME, 1, Instant(NOON + 2 * HOUR), stage.snowflake())
    await stage.deliver()

    await stage.clock.advance(90 * MINUTE)
    assert DeadlineKind.PROMPT_REMINDS not in await stage.run_due()
    assert await told(stage) == []


@ONE_ENGINE
async def test_closing_early_takes_the_reminders_back(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY)
    await stage.prompts.close(DORA, HOME, 1, stage.snowflake())

    async with stage.db.transaction() as tx:
        assert await tx.deadlines.waiting(HOME) == []
    with Refuses(Why.PROMPT_ALREADY_CLOSED):
        await choose(stage, BEN, DAY)


@ONE_ENGINE
async def test_reminders_of_a_prompt_without_a_closing_wait_for_one(stage: Stage) -> None:
    await stage.prompt()
    assert (await choose(stage, ANN, HOUR)).chosen == {HOUR}
    assert await stage.run_due() == []
    await stage.prompts.move_closing(DORA, HOME, 1, Instant(NOON + 2 * HOUR), stage.snowflake())
    await stage.deliver()
    await stage.clock.advance(HOUR)
    await stage.run_due()
    assert await told(stage) == [(ANN.id, "dm")]


@ONE_ENGINE
async def test_those_who_take_no_direct_messages_are_named_together_in_the_thread(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    for person in (ANN, BEN, CLEO):
        await choose(stage, person, DAY)
    await stage.deliver()
    await stage.clock.advance(DAY)
    await stage.run_due()
    await refuse_messages(stage, ANN, CLEO)

    await stage.clock.advance(MINUTE + SECOND)
    await stage.run_due()
    [line] = await stage.delivered(PostKind.THREAD_REMINDER)
    assert line.owed.subject["members"] == [str(ANN.id), str(CLEO.id)]
    await stage.clock.advance(MINUTE + SECOND)
    assert await stage.run_due() == []


@ONE_ENGINE
async def test_the_thread_is_told_nothing_while_messages_are_still_on_their_way(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY)
    await stage.deliver()
    await stage.clock.advance(DAY)
    await stage.run_due()
    await stage.clock.advance(MINUTE + SECOND)
    assert await stage.run_due() == [DeadlineKind.REMINDERS_UNREACHED]
    await refuse_messages(stage, ANN)
    await stage.clock.advance(MINUTE + SECOND)
    assert await stage.run_due() == [DeadlineKind.REMINDERS_UNREACHED]
    assert len(await stage.delivered(PostKind.THREAD_REMINDER)) == 1


@ONE_ENGINE
async def test_only_a_director_has_the_thread_reminded(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    with Refuses(Why.NEEDS_DIRECTOR):
        await choose(stage, ANN, DAY, of_thread=True)
    await choose(stage, DORA, DAY, of_thread=True)
    await stage.deliver()
    await stage.clock.advance(DAY)
    await stage.run_due()
    [line] = await stage.delivered(PostKind.THREAD_REMINDER)
    assert line.owed.subject["members"] == []


@ONE_ENGINE
async def test_a_reminder_taken_back_is_not_sent(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await choose(stage, ANN, DAY)
    await choose(stage, ANN)
    await stage.deliver()
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await told(stage) == []
