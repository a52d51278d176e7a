"""Coming up: everything owed in its order, and nothing that somebody may not touch."""

from bot.domain.audit import Deed
from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, HOUR, MINUTE, Instant
from bot.domain.posts import Action
from bot.domain.productions import AnnouncementState
from bot.domain.refusals import Why
from bot.services.calendar import Act
from tests.services.stage import (
    ANN,
    BEN,
    DIRECTORS,
    DORA,
    FOYER,
    HOME,
    MILO,
    MODERATORS,
    NOON,
    ONE_ENGINE,
    Refuses,
    Stage,
    member,
)

BOTH = member(9, "Bo", DIRECTORS, MODERATORS)
IN_TWO_DAYS = Instant(NOON + 2 * DAY)


async def fail_all(stage: Stage, reason: str, action: Action = Action.CREATE) -> None:
    async with stage.db.transaction() as tx:
        for post in await tx.posts.claim(stage.clock.now(), 50):
            if post.owed.action is action:
                await tx.posts.failed(post, reason, stage.clock.now())
            else:
                await tx.posts.sent(post, None)


async def test_everything_owed_is_listed_the_next_first(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_TWO_DAYS)
    await stage.reminders.choose(ANN, HOME, 1, [DAY], stage.snowflake())
    await stage.reminders.choose(DORA, HOME, 1, [DAY], stage.snowflake(), of_thread=True)
    work = await stage.work(BEN, prompt)
    await stage.vote(prompt, closes_in=3 * HOUR)
    await stage.production(work)
    await stage.productions.schedule(DORA, HOME, 1, Instant(NOON + 5 * DAY), None, stage.snowflake())

    items = await stage.calendar.coming_up(BOTH, HOME)
    assert [(item.kind, item.at) for item in items] == [
        (DeadlineKind.VOTE_CLOSES, NOON + 3 * HOUR),
        (DeadlineKind.PROMPT_REMINDS, NOON + DAY),
        (DeadlineKind.PROMPT_CLOSES, NOON + 2 * DAY),
        (DeadlineKind.CREDITS_ARE_DUE, NOON + 5 * DAY),
    ]
    assert [item.title for item in items] == [prompt.title, prompt.title, prompt.title, "Monsoon"]
    assert (items[1].people, items[1].of_thread) == (1, True)


@ONE_ENGINE
async def test_each_may_change_what_they_run_and_members_see_nothing_of_it(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_TWO_DAYS)
    await stage.work(BEN, prompt)
    await stage.vote(prompt)

    def may(items):
        return {item.kind: item.may for item in items}

    dora, milo = [may(await stage.calendar.coming_up(person, HOME)) for person in (DORA, MILO)]
    assert dora == {DeadlineKind.VOTE_CLOSES: (), DeadlineKind.PROMPT_CLOSES: (Act.MOVE, Act.NOW)}
    assert milo == {DeadlineKind.VOTE_CLOSES: (Act.MOVE, Act.NOW), DeadlineKind.PROMPT_CLOSES: ()}
    with Refuses(Why.NEEDS_MODERATOR):
        await stage.calendar.coming_up(ANN, HOME)


@ONE_ENGINE
async def test_members_own_reminders_are_shown_and_are_nobody_elses_to_cancel(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await stage.reminders.choose(ANN, HOME, 1, [DAY], stage.snowflake())
    reminder = (await stage.calendar.coming_up(DORA, HOME))[0]
    assert (reminder.kind, reminder.may, reminder.people) == (DeadlineKind.PROMPT_REMINDS, (), 1)


@ONE_ENGINE
async def test_what_was_done_meanwhile_is_owed_no_more(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    [item] = await stage.calendar.coming_up(DORA, HOME)
    await stage.prompts.close(DORA, HOME, 1, stage.snowflake())
    with Refuses(Why.NOTHING_OWED):
        await stage.calendar.find(DORA, HOME, item.ref)


@ONE_ENGINE
async def test_a_post_that_was_refused_stands_first_and_can_be_posted_again(stage: Stage) -> None:
    await stage.prompt(delivered=False, closes_at=IN_TWO_DAYS)
    await fail_all(stage, "403 50013 Missing Permissions")
    item, *_ = await stage.calendar.coming_up(DORA, HOME)
    assert (item.post is not None, item.may, item.at) == (True, (Act.RETRY,), None)

    await stage.posts.post_one_again(DORA, HOME, item.subject, stage.snowflake())
    assert len(await stage.deliver()) == 2, "the card, and the thread that waited for it"
    assert [one.kind for one in await stage.calendar.coming_up(DORA, HOME)] == [DeadlineKind.PROMPT_CLOSES]
    with Refuses(Why.NOTHING_TO_POST_AGAIN):
        await stage.posts.post_one_again(DORA, HOME, item.subject, stage.snowflake())


@ONE_ENGINE
async def test_whoever_takes_no_direct_messages_is_nobodys_failed_post(stage: Stage) -> None:
    await stage.prompt(closes_at=IN_TWO_DAYS)
    await stage.reminders.choose(ANN, HOME, 1, [DAY], stage.snowflake())
    await stage.clock.advance(DAY)
    await stage.run_due()
    await fail_all(stage, "403 50007 Cannot send messages to this user", Action.DM)

    assert [item.kind for item in await stage.calendar.coming_up(DORA, HOME)] == [DeadlineKind.PROMPT_CLOSES]


@ONE_ENGINE
async def test_waiting_credits_can_be_moved_and_keep_their_channel(stage: Stage) -> None:
    work = await stage.work(BEN, await stage.prompt())
    await stage.production(work)
    await stage.productions.schedule(DORA, HOME, 1, IN_TWO_DAYS, FOYER, stage.snowflake())
    moved = await stage.productions.move(DORA, HOME, 1, Instant(NOON + 3 * DAY), stage.snowflake())
    assert (moved.channel_id, moved.due_at) == (FOYER, NOON + 3 * DAY)

    await stage.clock.advance(2 * DAY)
    assert await stage.run_due() == []
    await stage.productions.move(DORA, HOME, 1, stage.clock.now(), stage.snowflake())
    assert await stage.run_due() == [DeadlineKind.CREDITS_ARE_DUE]
    view = await stage.productions.view(HOME, 1)
    assert [one.state for one in view.announcements] == [
        AnnouncementState.CANCELLED,
        AnnouncementState.CANCELLED,
        AnnouncementState.POSTED,
    ]
    with Refuses(Why.PRODUCTION_IS_FINISHED):
        await stage.productions.move(DORA, HOME, 1, IN_TWO_DAYS, stage.snowflake())


@ONE_ENGINE
async def test_a_missed_run_leaves_a_line_with_the_time_it_was_due(stage: Stage) -> None:
    await stage.prompt(closes_at=Instant(NOON + HOUR))
    await stage.clock.advance(HOUR + 10 * MINUTE)
    async with stage.db.transaction() as tx:
        [deadline] = await tx.deadlines.claim(stage.clock.now(), 5)
    await stage.prompts.close_on_time(deadline)
    await stage.calendar.note_late(deadline)

    line, *_ = await stage.communities.done_lately(MILO, HOME, 5)
    assert (line.deed, line.actor, line.facts["due"]) == (Deed.DONE_LATE, None, NOON + HOUR)
    assert (line.facts["what"], line.facts["title"]) == ("prompt_closes", "Rain at night")
