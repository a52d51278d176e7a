"""Drafts: kept at each change, opened by hand or by the clock."""

import pytest

from bot.domain.audit import Deed
from bot.domain.deadlines import DeadlineKind
from bot.domain.drafts import MAX_DRAFTS, Draft
from bot.domain.ids import DraftId
from bot.domain.instants import DAY, HOUR, MINUTE, Instant
from bot.domain.posts import PostKind
from bot.domain.prompts import MAX_REFERENCE_BYTES, Ai, Prompt, PromptDraft, PromptState
from bot.domain.refusals import Repeated, Why
from bot.domain.works import Kind
from tests.services.stage import (
    ANN,
    AWAY,
    BEN,
    CLEO,
    DORA,
    FOYER,
    HOME,
    MILO,
    NOON,
    ONE_ENGINE,
    STAGE,
    Refuses,
    Stage,
    member,
)

WORDS = PromptDraft("Rain at night", "One minute, no words.")
TOMORROW = Instant(NOON + DAY)


async def started(stage: Stage, wording: PromptDraft = WORDS) -> Draft:
    return await stage.drafts.start(DORA, HOME, wording, None, stage.snowflake())


async def changed(stage: Stage, draft: Draft, **changes: object) -> Draft:
    return await stage.drafts.change(DORA, HOME, draft.id, stage.snowflake(), **changes)


async def posted(stage: Stage, draft: Draft) -> Prompt:
    return await stage.drafts.post(DORA, HOME, draft.id, stage.snowflake())


async def test_a_draft_is_there_after_a_restart_with_everything_that_was_said(stage: Stage) -> None:
    draft = await started(stage)
    await changed(stage, draft, kinds=frozenset({Kind.SOUND}), ai=Ai.DECLARED, pays="50 EUR", works_per_member=2)
    await changed(stage, draft, closes_at=TOMORROW, co_directors=(BEN.id,), title="  Rain \n again ")
    stage.rebuild(stage.db)

    (kept,) = await stage.drafts.list_of(DORA, HOME)
    assert kept.wording == PromptDraft(
        "Rain again",
        "One minute, no words.",
        kinds=frozenset({Kind.SOUND}),
        pays="50 EUR",
        closes_at=TOMORROW,
        works_per_member=2,
        ai=Ai.DECLARED,
        co_directors=(BEN.id,),
    )
    assert await stage.deliver() == [], "nothing is posted until its director says so"


async def test_a_posted_draft_is_the_prompt_it_showed_and_a_draft_no_more(stage: Stage) -> None:
    draft = await started(stage)
    await changed(stage, draft, ai=Ai.NOT_WANTED, co_directors=(BEN.id,), closes_at=TOMORROW)
    await stage.clock.advance(MINUTE)
    prompt = await posted(stage, draft)

    assert (prompt.number, prompt.state, prompt.opens_at) == (1, PromptState.OPEN, NOON + MINUTE)
    assert (prompt.ai, prompt.co_directors, prompt.closes_at) == (Ai.NOT_WANTED, (BEN.id,), TOMORROW)
    assert [post.owed.kind for post in await stage.deliver()] == [PostKind.PROMPT_CARD, PostKind.PROMPT_THREAD]
    assert await stage.drafts.list_of(DORA, HOME) == []
    with Refuses(Why.NO_SUCH_DRAFT):
        await posted(stage, draft)


@ONE_ENGINE
async def test_a_post_that_is_delivered_twice_opens_one_prompt(stage: Stage) -> None:
    draft = await started(stage)
    interaction = stage.snowflake()
    await stage.drafts.post(DORA, HOME, draft.id, interaction)
    with pytest.raises(Repeated):
        await stage.drafts.post(DORA, HOME, draft.id, interaction)
    assert len(await stage.prompts.list_of(HOME)) == 1


@ONE_ENGINE
async def test_a_draft_is_its_directors_alone(stage: Stage) -> None:
    draft = await started(stage)
    other = member(9, "Otto", *DORA.roles)
    assert await stage.drafts.list_of(other, HOME) == []
    with Refuses(Why.NO_SUCH_DRAFT):
        await stage.drafts.get(other, HOME, draft.id)
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.drafts.get(ANN, HOME, draft.id)
    with Refuses(Why.NEEDS_DIRECTOR):
        await stage.drafts.start(ANN, HOME, WORDS, None, stage.snowflake())
    with Refuses(Why.NO_SUCH_DRAFT):
        await stage.drafts.get(DORA, HOME, DraftId(99))
    await stage.set_up(AWAY)
    with Refuses(Why.NO_SUCH_DRAFT):
        await stage.drafts.get(DORA, AWAY, draft.id)


@ONE_ENGINE
async def test_a_closing_that_passed_while_the_draft_lay_is_said_when_it_is_posted(stage: Stage) -> None:
    draft = await started(stage)
    await changed(stage, draft, closes_at=Instant(NOON + HOUR))
    await stage.clock.advance(2 * HOUR)
    await changed(stage, draft, title="Rain by day")
    with Refuses(Why.TIME_IS_PAST):
        await posted(stage, draft)
    await changed(stage, draft, closes_at=None)
    assert (await posted(stage, draft)).closes_at is None


@ONE_ENGINE
async def test_what_could_not_be_posted_is_not_taken_into_a_draft(stage: Stage) -> None:
    draft = await started(stage)
    for why, changes in (
        (Why.TIME_IS_PAST, {"closes_at": NOON}),
        (Why.TIME_TOO_FAR, {"opens_at": Instant(NOON + 367 * DAY)}),
        (Why.TIME_IS_PAST, {"opens_at": TOMORROW, "closes_at": Instant(NOON + HOUR)}),
        (Why.TITLE_IS_EMPTY, {"title": " \u200b"}),
        (Why.WORKS_PER_MEMBER_OUT_OF_RANGE, {"works_per_member": 0}),
    ):
        with Refuses(why):
            await changed(stage, draft, **changes)
    assert (await stage.drafts.get(DORA, HOME, draft.id)).wording == WORDS


async def test_a_scheduled_prompt_opens_by_itself_at_its_time_once(stage: Stage) -> None:
    draft = await started(stage)
    await changed(stage, draft, opens_at=TOMORROW, closes_at=Instant(TOMORROW + HOUR))
    waits = await stage.drafts.schedule(DORA, HOME, draft.id, stage.snowflake())
    assert waits.state is PromptState.SCHEDULED
    await stage.clock.advance(DAY - 1)
    assert await stage.run_due() == []
    stage.rebuild(stage.db)
    await stage.clock.advance(1)

    assert await stage.run_due() == [DeadlineKind.PROMPT_OPENS]
    (prompt,) = await stage.prompts.list_of(HOME)
    assert (prompt.state, prompt.opens_at, prompt.director_id) == (PromptState.OPEN, TOMORROW, DORA.id)
    assert await stage.drafts.list_of(DORA, HOME) == []
    assert await stage.run_due() == []
    await stage.clock.advance(HOUR)
    assert await stage.run_due() == [DeadlineKind.PROMPT_CLOSES]


@ONE_ENGINE
async def test_a_moved_opening_holds_and_one_that_is_taken_back_does_nothing(stage: Stage) -> None:
    draft = await started(stage)
    await changed(stage, draft, opens_at=TOMORROW)
    await stage.drafts.schedule(DORA, HOME, draft.id, stage.snowflake())
    await changed(stage, draft, opens_at=Instant(TOMORROW + HOUR))
    await stage.clock.advance(DAY)
    assert await stage.run_due() == []
    await stage.drafts.unschedule(DORA, HOME, draft.id, stage.snowflake())
    await stage.clock.advance(DAY)
    assert await stage.run_due() == []
    assert await stage.prompts.list_of(HOME) == []


@ONE_ENGINE
async def test_a_prompt_that_cannot_open_is_a_draft_again_and_the_team_hears_of_it(stage: Stage) -> None:
    draft = await stage.drafts.start(DORA, HOME, WORDS, FOYER, stage.snowflake())
    await changed(stage, draft, opens_at=TOMORROW)
    await stage.drafts.schedule(DORA, HOME, draft.id, stage.snowflake())
    await stage.set_up(HOME, STAGE)
    await stage.clock.advance(DAY)

    await stage.run_due()
    (kept,) = await stage.drafts.list_of(DORA, HOME)
    assert (kept.state, kept.wording.opens_at) == (PromptState.DRAFT, 0)
    assert await stage.prompts.list_of(HOME) == []
    assert (await stage.communities.done_lately(MILO, HOME, 1))[0].deed is Deed.PROMPT_NOT_OPENED


@ONE_ENGINE
async def test_a_draft_that_is_thrown_away_can_be_taken_back_for_a_day(stage: Stage) -> None:
    draft = await started(stage)
    await stage.drafts.throw_away(DORA, HOME, draft.id, stage.snowflake())
    assert await stage.drafts.list_of(DORA, HOME) == []
    with Refuses(Why.NO_SUCH_DRAFT):
        await posted(stage, draft)
    await stage.drafts.take_back(DORA, HOME, draft.id, stage.snowflake())
    assert [one.id for one in await stage.drafts.list_of(DORA, HOME)] == [draft.id]
    await stage.drafts.throw_away(DORA, HOME, draft.id, stage.snowflake())
    await stage.clock.advance(DAY + HOUR)
    await started(stage)
    with Refuses(Why.NO_SUCH_DRAFT):
        await stage.drafts.take_back(DORA, HOME, draft.id, stage.snowflake())


@ONE_ENGINE
async def test_no_more_drafts_are_kept_than_a_list_can_offer(stage: Stage) -> None:
    for _ in range(MAX_DRAFTS):
        await started(stage)
    with Refuses(Why.TOO_MANY_DRAFTS):
        await started(stage)


@ONE_ENGINE
async def test_reference_files_are_kept_shown_and_taken_away(stage: Stage) -> None:
    draft = await started(stage)
    files = [stage.picture("tram.png", b"tram"), stage.picture("sea.png", b"sea")]
    with_files = await stage.drafts.set_terms(DORA, HOME, draft.id, files, stage.snowflake(), pays="soup")
    tram, sea = with_files.wording.references
    assert (tram.filename, stage.store.path(tram.sha256).read_bytes()) == ("tram.png", b"tram")
    less = await stage.drafts.set_terms(DORA, HOME, draft.id, [], stage.snowflake(), without=[tram.sha256])
    assert (less.wording.references, less.wording.pays) == ((sea,), "soup")
    many = [stage.picture(f"{one}.png", bytes([one])) for one in range(4)]
    with Refuses(Why.TOO_MANY_REFERENCES):
        await stage.drafts.set_terms(DORA, HOME, draft.id, many, stage.snowflake())
    large = stage.picture("huge.png", b"x" * (MAX_REFERENCE_BYTES + 1))
    with Refuses(Why.REFERENCE_TOO_LARGE):
        await stage.drafts.set_terms(DORA, HOME, draft.id, [large], stage.snowflake())
    assert (await posted(stage, draft)).references == (sea,)


@ONE_ENGINE
async def test_co_directors_manage_the_prompt_and_nobody_else_without_the_role(stage: Stage) -> None:
    draft = await started(stage)
    await changed(stage, draft, co_directors=(BEN.id,))
    prompt = await posted(stage, draft)
    moved = await stage.prompts.move_closing(BEN, HOME, prompt.number, TOMORROW, stage.snowflake())
    assert moved.closes_at == TOMORROW
    assert (await stage.prompts.led(BEN, HOME, prompt.number))[1].prompt == moved
    for person in (ANN, CLEO):
        with Refuses(Why.NEEDS_DIRECTOR):
            await stage.prompts.close(person, HOME, prompt.number, stage.snowflake())
    assert (await stage.prompts.close(BEN, HOME, prompt.number, stage.snowflake())).state is PromptState.CLOSED


@ONE_ENGINE
async def test_while_everything_is_paused_a_draft_waits_to_be_posted(stage: Stage) -> None:
    draft = await started(stage)
    await stage.moderation.pause(MILO, HOME, stage.snowflake())
    with Refuses(Why.PAUSED):
        await posted(stage, draft)

    await stage.moderation.go_on(MILO, HOME, stage.snowflake())
    assert (await posted(stage, draft)).state is PromptState.OPEN
