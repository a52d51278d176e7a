"""A prompt posted again and again: on time, one after an absence, with themes that take turns."""

from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import SeriesId
from bot.domain.instants import DAY, HOUR, MINUTE, Instant
from bot.domain.posts import PostKind
from bot.domain.prompts import PromptState
from bot.domain.recurrence import Every
from bot.domain.refusals import Why
from bot.domain.series import Series, SeriesState, themes_from
from bot.services.calendar import Act
from tests.services.stage import ANN, DORA, FOYER, HOME, MILO, NOON, ONE_ENGINE, OWNER, STAGE, Refuses, Stage

TOMORROW = Instant(NOON + DAY)


async def start(
    stage: Stage, *themes: str, every: Every = Every.DAY, first: Instant = TOMORROW, open_for: int | None = None
) -> Series:
    await stage.prompt(pays="a coffee")
    return await stage.series.start(DORA, HOME, 1, every, first, open_for, themes, stage.snowflake())


async def titles(stage: Stage) -> list[str]:
    """Of the prompts there are, oldest first, without the one that the series was made from."""
    return [prompt.title for prompt in reversed(await stage.prompts.list_of(HOME))][1:]


async def test_each_is_posted_at_its_time_like_the_first_one(stage: Stage) -> None:
    series = await start(stage, open_for=2 * DAY)
    assert series.next_at == TOMORROW
    for _ in range(2):
        await stage.clock.advance(DAY)
        assert DeadlineKind.SERIES_POSTS in await stage.run_due()
    *_, card, _ = await stage.deliver()

    third, second, first = await stage.prompts.list_of(HOME)
    assert (second.title, second.brief, second.pays) == (first.title, first.brief, "a coffee")
    assert (second.opens_at, second.closes_at) == (TOMORROW, TOMORROW + 2 * DAY)
    assert (third.state, third.director_id, card.owed.kind) == (PromptState.OPEN, DORA.id, PostKind.PROMPT_CARD)
    async with stage.db.transaction() as tx:
        assert (await tx.series.get(series.id)).next_at == TOMORROW + 2 * DAY


@ONE_ENGINE
async def test_after_an_absence_one_is_posted_and_the_next_comes_at_its_own_time(stage: Stage) -> None:
    series = await start(stage, "One", "Two", "Three")
    await stage.clock.advance(5 * DAY + HOUR)
    await stage.run_due()

    assert await titles(stage) == ["One"]
    prompt = (await stage.prompts.list_of(HOME))[0]
    assert prompt.opens_at == stage.clock.now(), "nobody had seen it before"
    async with stage.db.transaction() as tx:
        assert (await tx.series.get(series.id)).next_at == TOMORROW + 5 * DAY


@ONE_ENGINE
async def test_thirty_themes_all_have_their_turn_before_one_comes_again_and_none_follows_itself(stage: Stage) -> None:
    themes = [f"Theme {number}" for number in range(30)]
    await start(stage, *themes)
    for _ in range(61):
        await stage.clock.advance(DAY)
        await stage.run_due()

    posted = await titles(stage)
    assert posted == [*themes, *themes, themes[0]]


def test_themes_are_read_one_a_line_and_repeats_are_left_out() -> None:
    assert themes_from(" Rain \n\n rain\nNight   bus\n \u200b \nRAIN") == ("Rain", "Night bus")


@ONE_ENGINE
async def test_the_next_times_are_shown_with_their_themes_before_anything_is_saved(stage: Stage) -> None:
    await stage.prompt()
    ahead = await stage.series.ahead(DORA, HOME, 1, Every.WEEK, TOMORROW, None, ["One", "Two"])

    assert ahead.next == ((TOMORROW, "One"), (TOMORROW + 7 * DAY, "Two"), (TOMORROW + 14 * DAY, "One"))
    assert ahead.what.recurrence.zone == "Europe/Vienna"
    async with stage.db.transaction() as tx:
        assert await tx.series.list_of(HOME) == []


@ONE_ENGINE
async def test_the_zone_of_the_day_it_began_stays_though_the_community_moves(stage: Stage) -> None:
    series = await start(stage)
    await stage.communities.set_up(OWNER, HOME, "Home", [STAGE], None, None, "Asia/Tokyo", stage.snowflake())
    await stage.clock.advance(DAY)
    await stage.run_due()
    async with stage.db.transaction() as tx:
        kept = await tx.series.get(series.id)
    assert (kept.what.recurrence.zone, kept.next_at) == ("Europe/Vienna", TOMORROW + DAY)


@ONE_ENGINE
async def test_a_channel_that_was_taken_away_is_replaced_by_the_first_one(stage: Stage) -> None:
    await start(stage)
    await stage.communities.set_up(OWNER, HOME, "Home", [FOYER], None, None, "Europe/Vienna", stage.snowflake())
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert (await stage.prompts.list_of(HOME))[0].channel_id == FOYER


@ONE_ENGINE
async def test_a_paused_one_posts_nothing_and_makes_up_for_nothing(stage: Stage) -> None:
    series = await start(stage, "One", "Two")
    await stage.series.pause(DORA, HOME, series.id, stage.snowflake())
    await stage.clock.advance(3 * DAY + HOUR)
    assert await stage.run_due() == []
    [item] = await stage.calendar.coming_up(DORA, HOME)
    assert (item.kind, item.at, item.may) == (DeadlineKind.SERIES_POSTS, None, (Act.RESUME, Act.STOP))

    resumed = await stage.series.resume(DORA, HOME, series.id, stage.snowflake())
    assert (resumed.state, resumed.next_at) == (SeriesState.RUNNING, TOMORROW + 3 * DAY)
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await titles(stage) == ["One"]


@ONE_ENGINE
async def test_a_skipped_one_leaves_its_theme_for_the_next(stage: Stage) -> None:
    series = await start(stage, "One", "Two")
    skipped = await stage.series.skip(DORA, HOME, series.id, stage.snowflake())
    assert skipped.next_at == TOMORROW + DAY
    await stage.clock.advance(DAY)
    assert await stage.run_due() == []
    await stage.clock.advance(DAY)
    await stage.run_due()
    assert await titles(stage) == ["One"]


@ONE_ENGINE
async def test_one_posted_by_hand_takes_its_theme_and_leaves_the_times_alone(stage: Stage) -> None:
    series = await start(stage, "One", "Two")
    await stage.clock.advance(HOUR)
    await stage.series.post_now(DORA, HOME, series.id, stage.snowflake())
    await stage.clock.advance(23 * HOUR)
    await stage.run_due()
    assert await titles(stage) == ["One", "Two"]


@ONE_ENGINE
async def test_a_stopped_one_is_over(stage: Stage) -> None:
    series = await start(stage)
    await stage.series.stop(DORA, HOME, series.id, stage.snowflake())
    await stage.clock.advance(2 * DAY)
    assert await stage.run_due() == []
    assert await stage.calendar.coming_up(DORA, HOME) == []
    for change in (stage.series.resume, stage.series.skip, stage.series.post_now):
        with Refuses(Why.NO_SUCH_SERIES):
            await change(DORA, HOME, series.id, stage.snowflake())
    with Refuses(Why.NO_SUCH_SERIES):
        await stage.series.stop(DORA, HOME, SeriesId(series.id + 99), stage.snowflake())


@ONE_ENGINE
async def test_only_directors_repeat_a_prompt_and_only_what_could_be_posted(stage: Stage) -> None:
    await stage.prompt()
    ask = (HOME, 1, Every.DAY)
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.series.start(ANN, *ask, TOMORROW, None, (), stage.snowflake())
    with Refuses(Why.TIME_IS_PAST):
        await stage.series.ahead(DORA, *ask, Instant(NOON - DAY), None, ())
    with Refuses(Why.OPEN_FOR_OUT_OF_RANGE):
        await stage.series.ahead(DORA, *ask, TOMORROW, MINUTE, ())
    with Refuses(Why.TITLE_TOO_LONG):
        await stage.series.ahead(DORA, *ask, TOMORROW, None, ("x" * 91,))
    with Refuses(Why.TOO_MANY_THEMES):
        await stage.series.ahead(DORA, *ask, TOMORROW, None, [str(number) for number in range(101)])


@ONE_ENGINE
async def test_while_everything_is_paused_none_is_posted_by_hand(stage: Stage) -> None:
    series = await start(stage)
    await stage.moderation.pause(MILO, HOME, stage.snowflake())
    with Refuses(Why.PAUSED):
        await stage.series.post_now(DORA, HOME, series.id, stage.snowflake())
