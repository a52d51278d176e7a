"""Leading a production, and whom its credits name."""

import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.communities import Person
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import ChannelId, MemberId
from bot.domain.instants import DAY, HOUR, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.productions import MAX_ROLE, MAX_TITLE, AnnouncementState, ProductionState
from bot.domain.refusals import Refusal, Repeated, Why
from bot.services.productions import NAMES_A_POST, ProductionView
from tests.services.stage import (
    ANN,
    AWAY,
    BEN,
    CLEO,
    DEE,
    DORA,
    ELSEWHERE,
    FOYER,
    HOME,
    NOON,
    ONE_ENGINE,
    STAGE,
    Refuses,
    Stage,
    member,
)

IN_AN_HOUR = Instant(NOON + HOUR)


def named(view: ProductionView) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(line.name, line.steps, tuple(number for number, _ in line.works)) for line in view.lines]


async def schedule(stage: Stage, at: Instant = IN_AN_HOUR, channel: ChannelId | None = None, number: int = 1) -> None:
    await stage.productions.schedule(DORA, HOME, number, at, channel, stage.snowflake())


@ONE_ENGINE
async def test_a_production_starts_empty_under_its_title(stage: Stage) -> None:
    production = await stage.productions.start(DORA, HOME, "  Mon \n soon ", stage.snowflake())

    assert (production.number, production.title, production.director_id) == (1, "Mon soon", DORA.id)
    assert (production.state, production.uses) == (ProductionState.RUNNING, ())
    view = await stage.productions.view(HOME, 1)
    assert (view.production, view.lines, view.announcements) == (production, (), ())


@ONE_ENGINE
async def test_a_production_needs_a_title_that_can_be_shown(stage: Stage) -> None:
    with Refuses(Why.TITLE_IS_EMPTY):
        await stage.productions.start(DORA, HOME, " \n ", stage.snowflake())
    with Refuses(Why.TITLE_TOO_LONG) as refused:
        await stage.productions.start(DORA, HOME, "x" * (MAX_TITLE + 1), stage.snowflake())
    assert refused.fields == {"length": MAX_TITLE + 1, "limit": MAX_TITLE}
    assert await stage.productions.list_of(HOME) == []


@ONE_ENGINE
async def test_works_go_into_a_production_all_or_none_with_their_role(stage: Stage) -> None:
    prompt = await stage.prompt()
    for person in (ANN, BEN, CLEO):
        await stage.work(person, prompt)
    await stage.works.withdraw(CLEO, HOME, 3, stage.snowflake())
    await stage.productions.start(DORA, HOME, "Monsoon", stage.snowflake())
    role = "  lead \n voice " + "x" * MAX_ROLE
    production = await stage.productions.add_works(DORA, HOME, 1, [2], role, stage.snowflake())

    assert [use.number for use in production.uses] == [2]
    assert production.uses[0].role.startswith("lead voice x")
    assert len(production.uses[0].role) == MAX_ROLE
    for numbers, why, culprit in (
        ([1, 3], Why.WORK_NOT_IN, 3),
        ([1, 2], Why.ALREADY_IN_PRODUCTION, 2),
        ([1, 1], Why.ALREADY_IN_PRODUCTION, 1),
        ([1, 9], Why.NO_SUCH_WORK, 9),
    ):
        with Refuses(why) as refused:
            await stage.productions.add_works(DORA, HOME, 1, numbers, "", stage.snowflake())
        assert refused.fields["number"] == culprit
        assert (await stage.productions.view(HOME, 1)).production == production


@ONE_ENGINE
async def test_works_come_out_of_a_production_all_or_none(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(person, prompt) for person in (ANN, BEN, CLEO)]
    production = await stage.production(*works[:2])

    with Refuses(Why.NOT_IN_PRODUCTION) as refused:
        await stage.productions.remove_works(DORA, HOME, 1, [1, 3], stage.snowflake())
    assert refused.fields == {"number": 3, "title": production.title}
    assert (await stage.productions.view(HOME, 1)).production == production
    assert (await stage.productions.remove_works(DORA, HOME, 1, [1], stage.snowflake())).uses == production.uses[1:]


@ONE_ENGINE
async def test_what_a_director_may_add_to_is_what_still_runs(stage: Stage) -> None:
    with Refuses(Why.NO_PRODUCTION_YET):
        await stage.productions.running(DORA, HOME)
    work = await stage.work(ANN, await stage.prompt())
    await stage.production(work)
    await stage.production(work)
    await schedule(stage, NOON)
    await stage.run_due()

    assert [one.number for one in await stage.productions.running(DORA, HOME)] == [2]
    assert [one.number for one in await stage.productions.list_of(HOME)] == [2, 1]


@ONE_ENGINE
async def test_credits_name_everyone_upstream_once_nearest_first(stage: Stage) -> None:
    prompt, other = await stage.prompt(), await stage.prompt("Fog")
    root = await stage.work(ANN, prompt)
    left, right = await stage.work(BEN, prompt, root), await stage.work(CLEO, other, root)
    middle = await stage.work(BEN, other, left, right)
    await stage.work(DEE, prompt, middle)
    await stage.production(middle, role="edit")

    assert named(await stage.productions.view(HOME, 1)) == [("Ben", 0, (4, 2)), ("Cleo", 1, (3,)), ("Ann", 2, (1,))]
    assert (await stage.productions.view(HOME, 1)).lines[0].roles == ("edit",)


@ONE_ENGINE
async def test_a_source_named_later_or_withdrawn_later_is_credited(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(person, prompt) for person in (ANN, BEN)]
    await stage.production(works[1])
    assert named(await stage.productions.view(HOME, 1)) == [("Ben", 0, (2,))]
    await stage.lineage.cite(BEN, HOME, 2, [1], stage.snowflake())
    await stage.works.withdraw(ANN, HOME, 1, stage.snowflake())

    assert named(await stage.productions.view(HOME, 1)) == [("Ben", 0, (2,)), ("Ann", 1, (1,))]


@ONE_ENGINE
async def test_credits_use_the_name_each_was_last_seen_by(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.work(ANN, prompt)
    await stage.clock.advance(SECOND)
    renamed = Person(ANN.id, "Ann the Great")
    await stage.production(await stage.work(renamed, prompt))

    assert [line.name for line in (await stage.productions.view(HOME, 1)).lines] == ["Ann the Great"]


async def test_scheduled_credits_are_posted_once_on_time_and_finish_the_production(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(person, prompt) for person in (ANN, BEN)]
    await stage.production(*works, role="lead")
    await stage.deliver()
    await schedule(stage, channel=FOYER)
    await stage.clock.advance(HOUR - 1)
    assert await stage.run_due() == []
    await stage.clock.advance(1)

    assert await stage.run_due() == [DeadlineKind.CREDITS_ARE_DUE]
    (post,) = await stage.delivered(PostKind.CREDITS)
    assert (post.owed.action, post.owed.kind, post.owed.channel_id) == (Action.CREATE, PostKind.CREDITS, FOYER)
    assert post.owed.subject == {
        "production": 1,
        "page": 1,
        "pages": 1,
        "lines": [
            {"maker": str(ANN.id), "name": "Ann", "roles": ["lead"], "works": [[1, "Ann"]]},
            {"maker": str(BEN.id), "name": "Ben", "roles": ["lead"], "works": [[2, "Ben"]]},
        ],
    }
    view = await stage.productions.view(HOME, 1)
    assert view.production.state is ProductionState.FINISHED
    assert [one.state for one in view.announcements] == [AnnouncementState.POSTED]
    await stage.clock.advance(DAY)
    assert (await stage.run_due(), await stage.delivered(PostKind.CREDITS)) == ([], [])


@ONE_ENGINE
async def test_credits_without_a_channel_go_to_the_first_one(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    announcement = await stage.productions.schedule(DORA, HOME, 1, IN_AN_HOUR, None, stage.snowflake())

    assert (announcement.channel_id, announcement.due_at, announcement.director_id) == (STAGE, IN_AN_HOUR, DORA.id)
    assert announcement.state is AnnouncementState.SCHEDULED
    assert (await stage.productions.view(HOME, 1)).announcements == (announcement,)


@ONE_ENGINE
async def test_credits_for_a_day_that_is_over_are_refused(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    with Refuses(Why.TIME_IS_PAST):
        await schedule(stage, Instant(NOON - DAY))


@ONE_ENGINE
async def test_credits_that_discord_would_not_take_can_be_scheduled_again(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.deliver()
    await schedule(stage, NOON)
    await stage.run_due()
    async with stage.db.transaction() as tx:
        (post,) = await tx.posts.claim(NOON, 10)
        await tx.posts.failed(post, "403 50013 Missing Permissions", stage.clock.now())
    await schedule(stage, NOON)
    assert await stage.run_due() == [DeadlineKind.CREDITS_ARE_DUE]
    assert [post.owed.kind for post in await stage.deliver()] == [PostKind.CREDITS]
    with Refuses(Why.PRODUCTION_IS_FINISHED):
        await schedule(stage, NOON)


@ONE_ENGINE
async def test_credits_whose_time_has_come_go_out_at_once(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    bell = stage.deadlines_bell.rung
    await schedule(stage, NOON)

    assert stage.deadlines_bell.rung == bell + 1
    assert await stage.run_due() == [DeadlineKind.CREDITS_ARE_DUE]


@ONE_ENGINE
async def test_credits_missed_while_we_were_away_go_out_once_when_we_are_back(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.deliver()
    await schedule(stage)
    await stage.clock.advance(30 * DAY)
    stage.rebuild(stage.db)

    assert await stage.run_due() == [DeadlineKind.CREDITS_ARE_DUE]
    assert len(await stage.delivered(PostKind.CREDITS)) == 1


async def test_announcing_the_same_credits_again_after_a_crash_owes_no_second_post(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.deliver()
    await schedule(stage, NOON)
    async with stage.db.transaction() as tx:
        (taken,) = await tx.deadlines.claim(NOON, 10)
    await asyncio.gather(*(stage.productions.announce_on_time(taken) for _ in range(3)))

    assert len(await stage.deliver()) == 1


@ONE_ENGINE
async def test_a_post_of_credits_holds_so_many_names_and_the_posts_come_in_order(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(member(100 + number), prompt) for number in range(2 * NAMES_A_POST + 1)]
    await stage.production(*works)
    await stage.deliver()
    await schedule(stage, NOON)
    await stage.run_due()
    posts = await stage.deliver()

    assert [(post.owed.subject["page"], post.owed.subject["pages"]) for post in posts] == [(1, 3), (2, 3), (3, 3)]
    assert [len(post.owed.subject["lines"]) for post in posts] == [NAMES_A_POST, NAMES_A_POST, 1]
    named = [MemberId(int(line["maker"])) for post in posts for line in post.owed.subject["lines"]]
    assert named == [member(100 + number).id for number in range(2 * NAMES_A_POST + 1)]
    assert [post.owed.after for post in posts] == [None, posts[0].id, posts[1].id]


@ONE_ENGINE
async def test_who_is_named_is_frozen_when_the_credits_fall_due_and_not_before(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(person, prompt) for person in (ANN, BEN, CLEO)]
    await stage.production(works[0])
    await stage.deliver()
    await schedule(stage)
    await stage.productions.add_works(DORA, HOME, 1, [3], "", stage.snowflake())
    await stage.clock.advance(HOUR)
    await stage.run_due()
    await stage.lineage.cite(CLEO, HOME, 3, [2], stage.snowflake())
    (post,) = await stage.delivered(PostKind.CREDITS)

    assert [line["name"] for line in post.owed.subject["lines"]] == ["Ann", "Cleo"]


@ONE_ENGINE
async def test_a_finished_production_stays_as_it_is(stage: Stage) -> None:
    prompt = await stage.prompt()
    works = [await stage.work(person, prompt) for person in (ANN, BEN)]
    await stage.production(works[0])
    await schedule(stage, NOON)
    await stage.run_due()

    for call in (
        stage.productions.add_works(DORA, HOME, 1, [2], "", stage.snowflake()),
        stage.productions.remove_works(DORA, HOME, 1, [1], stage.snowflake()),
        stage.productions.schedule(DORA, HOME, 1, IN_AN_HOUR, None, stage.snowflake()),
        stage.productions.cancel(DORA, HOME, 1, stage.snowflake()),
    ):
        with Refuses(Why.PRODUCTION_IS_FINISHED) as refused:
            await call
        assert refused.fields == {"title": "Monsoon"}


@ONE_ENGINE
async def test_credits_taken_back_are_not_posted_and_may_be_scheduled_again(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.deliver()
    await schedule(stage)
    await stage.productions.cancel(DORA, HOME, 1, stage.snowflake())
    with Refuses(Why.CREDITS_NOT_SCHEDULED):
        await stage.productions.cancel(DORA, HOME, 1, stage.snowflake())
    await stage.clock.advance(DAY)
    assert (await stage.run_due(), await stage.delivered(PostKind.CREDITS)) == ([], [])

    await schedule(stage, Instant(stage.clock.now() + HOUR))
    await stage.clock.advance(HOUR)
    await stage.run_due()
    assert len(await stage.deliver()) == 1
    assert [one.state for one in (await stage.productions.view(HOME, 1)).announcements] == [
        AnnouncementState.CANCELLED,
        AnnouncementState.POSTED,
    ]


@ONE_ENGINE
async def test_a_timer_taken_before_its_credits_were_taken_back_posts_nothing(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    await stage.deliver()
    await schedule(stage, NOON)
    async with stage.db.transaction() as tx:
        (taken,) = await tx.deadlines.claim(NOON, 10)
    await stage.productions.cancel(DORA, HOME, 1, stage.snowflake())
    await stage.productions.announce_on_time(taken)

    assert await stage.deliver() == []
    assert (await stage.productions.view(HOME, 1)).production.state is ProductionState.RUNNING


async def test_credits_scheduled_many_times_at_once_are_scheduled_once(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    outcomes = await asyncio.gather(*(schedule(stage) for _ in range(4)), return_exceptions=True)

    refusals = [outcome for outcome in outcomes if isinstance(outcome, Refusal)]
    assert outcomes.count(None) == 1
    assert [(refusal.why, refusal.fields["at"]) for refusal in refusals] == [
        (Why.CREDITS_ALREADY_SCHEDULED, IN_AN_HOUR)
    ] * 3


@ONE_ENGINE
async def test_the_same_interaction_schedules_once(stage: Stage) -> None:
    await stage.production(await stage.work(ANN, await stage.prompt()))
    interaction = stage.snowflake()
    await stage.productions.schedule(DORA, HOME, 1, IN_AN_HOUR, None, interaction)

    with pytest.raises(Repeated):
        await stage.productions.schedule(DORA, HOME, 1, IN_AN_HOUR, None, interaction)


@ONE_ENGINE
async def test_an_empty_production_or_a_time_past_a_year_schedules_nothing(stage: Stage) -> None:
    await stage.productions.start(DORA, HOME, "Monsoon", stage.snowflake())

    with Refuses(Why.PRODUCTION_IS_EMPTY):
        await schedule(stage)
    with Refuses(Why.TIME_TOO_FAR):
        await schedule(stage, Instant(NOON + 367 * DAY))
    with Refuses(Why.NO_SUCH_PRODUCTION):
        await schedule(stage, number=9)
    assert (await stage.productions.view(HOME, 1)).announcements == ()


@ONE_ENGINE
async def test_a_production_of_another_server_is_not_there(stage: Stage) -> None:
    await stage.set_up(AWAY, ELSEWHERE, name="Away")
    await stage.production(await stage.work(ANN, await stage.prompt()))
    theirs = await stage.productions.start(DORA, AWAY, "Monsoon", stage.snowflake())

    with Refuses(Why.NO_SUCH_WORK):
        await stage.productions.add_works(DORA, AWAY, theirs.number, [1], "", stage.snowflake())
    with Refuses(Why.NO_SUCH_PRODUCTION):
        await stage.productions.view(AWAY, 2)
    assert [one.title for one in await stage.productions.list_of(AWAY)] == ["Monsoon"]
    assert (await stage.productions.view(AWAY, 1)).lines == ()


async def test_the_tables_themselves_refuse_two_schedules_to_come_for_one_production(stage: Stage) -> None:
    production = await stage.production(await stage.work(ANN, await stage.prompt()))
    await schedule(stage)

    async def again() -> None:
        async with stage.db.transaction() as tx:
            await tx.productions.announce(production.id, STAGE, IN_AN_HOUR, DORA.id)

    with pytest.raises(IntegrityError):
        await again()
