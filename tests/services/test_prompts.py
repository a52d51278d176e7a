import asyncio

import pytest

from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import ChannelId
from bot.domain.instants import DAY, HOUR, MINUTE, SECOND, Instant
from bot.domain.posts import Action, PostKind
from bot.domain.prompts import GRACE, PromptDraft, PromptState
from bot.domain.refusals import Repeated, Why
from bot.domain.works import Kind, WorkState
from tests.services.stage import ANN, AWAY, DORA, ELSEWHERE, FOYER, HOME, NOON, ONE_ENGINE, STAGE, Refuses, Stage

IN_AN_HOUR = Instant(NOON + HOUR)
DRAFT = PromptDraft("Rain at night", "One minute, no words.")


@ONE_ENGINE
async def test_a_prompt_comes_back_as_it_was_posted_open_from_now(stage: Stage) -> None:
    prompt = await stage.prompt(
        "  Rain \n at   night ",
        brief="\n One minute.\n",
        kinds=frozenset({Kind.PICTURE, Kind.SOUND}),
        pays="3 × 50 EUR",
        closes_at=IN_AN_HOUR,
        works_per_member=2,
        opens_at=Instant(5),
    )

    assert (prompt.title, prompt.brief, prompt.pays) == ("Rain at night", "One minute.", "3 × 50 EUR")
    assert (prompt.number, prompt.state, prompt.director_id) == (1, PromptState.OPEN, DORA.id)
    assert (prompt.opens_at, prompt.closes_at, prompt.works_per_member) == (NOON, IN_AN_HOUR, 2)
    assert prompt.kinds == {Kind.PICTURE, Kind.SOUND}


@ONE_ENGINE
async def test_a_prompt_owes_its_card_then_its_thread(stage: Stage) -> None:
    prompt = await stage.prompt(delivered=False)
    assert prompt.thread_id is None

    card, thread = await stage.deliver()
    assert (card.owed.action, card.owed.kind, card.owed.channel_id) == (Action.CREATE, PostKind.PROMPT_CARD, STAGE)
    assert (thread.owed.action, thread.owed.kind) == (Action.THREAD, PostKind.PROMPT_THREAD)
    assert thread.target_id == card.message_id, "the thread grows from the card"
    assert (await stage.prompts.view(HOME, prompt.number)).prompt.thread_id == thread.message_id
    assert (stage.posts_bell.rung, stage.deadlines_bell.rung) == (2, 1), "one of them for the set-up"


@ONE_ENGINE
async def test_a_prompt_goes_where_its_director_says_and_else_to_the_first_channel(stage: Stage) -> None:
    there = await stage.prompts.post(DORA, HOME, DRAFT, FOYER, stage.snowflake())
    usual = await stage.prompts.post(DORA, HOME, DRAFT, None, stage.snowflake())

    assert (there.channel_id, usual.channel_id) == (FOYER, STAGE)


@ONE_ENGINE
async def test_a_draft_that_cannot_be_shown_leaves_nothing_behind(stage: Stage) -> None:
    interaction = stage.snowflake()
    with Refuses(Why.BRIEF_TOO_LONG):
        await stage.prompts.post(DORA, HOME, PromptDraft("Rain", "x" * 2_001), None, interaction)
    with Refuses(Why.TIME_IS_PAST):
        await stage.prompts.post(DORA, HOME, PromptDraft("Rain", "x", closes_at=NOON), None, interaction)

    assert await stage.prompts.list_of(HOME) == []
    assert await stage.deliver() == []
    assert (await stage.prompts.post(DORA, HOME, DRAFT, None, interaction)).number == 1, "the form may be sent again"


async def test_the_same_interaction_delivered_many_times_at_once_posts_one_prompt(stage: Stage) -> None:
    interaction = stage.snowflake()
    tries = [stage.prompts.post(DORA, HOME, DRAFT, None, interaction) for _ in range(5)]
    outcomes = await asyncio.gather(*tries, return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Prompt", *["Repeated"] * 4]
    assert len(await stage.prompts.list_of(HOME)) == 1
    assert [post.owed.kind for post in await stage.deliver()] == [PostKind.PROMPT_CARD, PostKind.PROMPT_THREAD]
    with pytest.raises(Repeated):
        await stage.prompts.post(DORA, HOME, DRAFT, None, interaction)


async def test_prompts_posted_at_once_have_numbers_of_their_own(stage: Stage) -> None:
    posted = await asyncio.gather(*(stage.prompts.post(DORA, HOME, DRAFT, None, stage.snowflake()) for _ in range(8)))

    assert sorted(prompt.number for prompt in posted) == list(range(1, 9))


@ONE_ENGINE
async def test_prompts_are_listed_newest_first_and_by_state(stage: Stage) -> None:
    for _ in range(3):
        await stage.prompt()
    await stage.prompts.close(DORA, HOME, 2, stage.snowflake())

    async def numbers(state: PromptState | None = None) -> list[int]:
        return [prompt.number for prompt in await stage.prompts.list_of(HOME, state)]

    assert await numbers() == [3, 2, 1]
    assert await numbers(PromptState.OPEN) == [3, 1]
    assert await numbers(PromptState.CLOSED) == [2]


@ONE_ENGINE
async def test_a_thread_leads_to_its_prompt_in_its_own_server_only(stage: Stage) -> None:
    prompt = await stage.prompt()
    assert prompt.thread_id is not None

    assert await stage.prompts.here(HOME, prompt.thread_id) == prompt
    assert await stage.prompts.here(AWAY, prompt.thread_id) is None
    assert await stage.prompts.here(HOME, ChannelId(1)) is None


async def test_a_prompt_closed_by_hand_takes_what_was_posted_before_and_nothing_after(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    before = stage.snowflake()
    await stage.clock.advance(MINUTE)
    closed = await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())
    assert (closed.state, closed.closed_at) == (PromptState.CLOSED, NOON + MINUTE)

    early = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(), origin_id=before))
    await stage.clock.advance(GRACE)
    late = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture()))
    assert early is not None
    assert late is not None
    assert (early.state, late.state) == (WorkState.ACCEPTED, WorkState.REFUSED)


@ONE_ENGINE
async def test_a_closed_prompt_cannot_be_closed_or_moved_again(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())

    with Refuses(Why.PROMPT_ALREADY_CLOSED) as refused:
        await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())
    assert refused.fields == {"title": "Rain at night", "number": 1}
    with Refuses(Why.PROMPT_ALREADY_CLOSED):
        await stage.prompts.move_closing(DORA, HOME, prompt.number, IN_AN_HOUR, stage.snowflake())


@ONE_ENGINE
async def test_a_prompt_of_another_server_is_not_there(stage: Stage) -> None:
    await stage.set_up(AWAY, ELSEWHERE, name="Away")
    await stage.prompt()

    for call in (
        stage.prompts.view(AWAY, 1),
        stage.prompts.close(DORA, AWAY, 1, stage.snowflake()),
        stage.prompts.move_closing(DORA, AWAY, 1, IN_AN_HOUR, stage.snowflake()),
    ):
        with Refuses(Why.NO_SUCH_PROMPT):
            await call
    assert await stage.prompts.list_of(AWAY) == []


async def test_a_prompt_closes_by_itself_on_time_and_its_card_is_redrawn(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.clock.advance(HOUR - 1)
    assert await stage.run_due() == []
    await stage.clock.advance(1)

    assert await stage.run_due() == [DeadlineKind.PROMPT_CLOSES]
    closed = (await stage.prompts.view(HOME, prompt.number)).prompt
    assert (closed.state, closed.closed_at) == (PromptState.CLOSED, IN_AN_HOUR)
    assert [(post.owed.action, post.owed.kind) for post in await stage.deliver()] == [
        (Action.EDIT, PostKind.PROMPT_CARD)
    ]
    assert await stage.run_due() == [], "once"


async def test_a_closing_missed_while_we_were_away_still_counts_from_the_promised_instant(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.clock.advance(3 * DAY)
    await stage.run_due()

    assert (await stage.prompts.view(HOME, prompt.number)).prompt.closed_at == IN_AN_HOUR


async def test_a_late_reply_is_judged_by_when_it_was_posted(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    in_time, too_late = stage.snowflake(later=HOUR - SECOND), stage.snowflake(later=HOUR + GRACE)
    await stage.clock.advance(DAY)

    for is_closed in (False, True):
        first = await stage.posted(stage.message(ANN, prompt.thread_id, stage.picture(), origin_id=in_time + is_closed))
        second = await stage.posted(
            stage.message(ANN, prompt.thread_id, stage.picture(), origin_id=too_late + is_closed)
        )
        assert first is not None
        assert second is not None
        assert (first.state, second.state) == (WorkState.ACCEPTED, WorkState.REFUSED), f"is_closed={is_closed}"
        await stage.run_due()


@ONE_ENGINE
async def test_a_moved_closing_holds_and_the_old_one_is_forgotten(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    moved = await stage.prompts.move_closing(DORA, HOME, prompt.number, Instant(NOON + 3 * HOUR), stage.snowflake())
    assert moved.closes_at == NOON + 3 * HOUR
    assert [post.owed.action for post in await stage.deliver()] == [Action.EDIT]

    await stage.clock.advance(2 * HOUR)
    assert await stage.run_due() == []
    await stage.clock.advance(HOUR)
    assert await stage.run_due() == [DeadlineKind.PROMPT_CLOSES]


@ONE_ENGINE
async def test_a_prompt_without_an_end_can_be_given_one(stage: Stage) -> None:
    prompt = await stage.prompt()
    await stage.clock.advance(400 * DAY)
    assert await stage.run_due() == []

    with Refuses(Why.TIME_IS_PAST):
        await stage.prompts.move_closing(DORA, HOME, prompt.number, stage.clock.now(), stage.snowflake())
    with Refuses(Why.TIME_TOO_FAR):
        await stage.prompts.move_closing(
            DORA, HOME, prompt.number, Instant(stage.clock.now() + 367 * DAY), stage.snowflake()
        )
    await stage.prompts.move_closing(DORA, HOME, prompt.number, Instant(stage.clock.now() + HOUR), stage.snowflake())
    await stage.clock.advance(HOUR)
    assert await stage.run_due() == [DeadlineKind.PROMPT_CLOSES]


@ONE_ENGINE
async def test_a_prompt_closed_by_hand_just_before_its_time_is_closed_once(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.clock.advance(HOUR - SECOND)
    await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())
    await stage.clock.advance(HOUR)

    assert await stage.run_due() == []
    assert (await stage.prompts.view(HOME, prompt.number)).prompt.closed_at == NOON + HOUR - SECOND
    assert len(await stage.deliver()) == 1


async def test_a_timer_that_was_already_taken_when_somebody_closed_by_hand_changes_nothing(stage: Stage) -> None:
    prompt = await stage.prompt(closes_at=IN_AN_HOUR)
    await stage.clock.advance(HOUR)
    async with stage.db.transaction() as tx:
        (taken,) = await tx.deadlines.claim(stage.clock.now(), 10)
    by_hand = await stage.prompts.close(DORA, HOME, prompt.number, stage.snowflake())
    await stage.prompts.close_on_time(taken)

    assert (await stage.prompts.view(HOME, prompt.number)).prompt == by_hand
    assert len(await stage.deliver()) == 1


@ONE_ENGINE
async def test_a_view_of_a_prompt_shows_what_is_in_it(stage: Stage) -> None:
    prompt = await stage.prompt()
    first, second = await stage.work(ANN, prompt), await stage.work(ANN, prompt)
    await stage.works.withdraw(ANN, HOME, first.number or 0, stage.snowflake())

    assert [work.number for work in (await stage.prompts.view(HOME, prompt.number)).works] == [second.number]
