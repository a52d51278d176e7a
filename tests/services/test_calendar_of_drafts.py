"""Coming up, where a draft opens by itself and while everything is paused."""

from bot.domain.deadlines import DeadlineKind
from bot.domain.instants import DAY, Instant
from bot.domain.prompts import PromptDraft
from bot.services.calendar import Act
from cogs.cards.calendar import CAN_NOT_BE_UNDONE, coming_up, item_panel
from tests.services.stage import BEN, DIRECTORS, DORA, HOME, MILO, NOON, ONE_ENGINE, Stage, member

OTHER = member(9, "Otto", DIRECTORS)
TOKEN = "a" * 16


async def scheduled(stage: Stage) -> None:
    wording = PromptDraft("First light", "Morning at the stop.", opens_at=Instant(NOON + DAY))
    draft = await stage.drafts.start(DORA, HOME, wording, None, stage.snowflake())
    await stage.drafts.schedule(DORA, HOME, draft.id, stage.snowflake())


@ONE_ENGINE
async def test_a_prompt_that_opens_by_itself_says_so_and_its_director_may_change_that(stage: Stage) -> None:
    await scheduled(stage)
    [item] = await stage.calendar.coming_up(DORA, HOME)
    assert "The prompt “First light” opens" in coming_up([item], TOKEN)[0]
    assert item.may == (Act.MOVE, Act.NOW, Act.CANCEL)
    assert DeadlineKind.PROMPT_OPENS in CAN_NOT_BE_UNDONE


@ONE_ENGINE
async def test_a_draft_is_its_directors_alone_to_change_and_the_others_are_told_whose_it_is(stage: Stage) -> None:
    await scheduled(stage)
    for person in (OTHER, MILO):
        [item] = await stage.calendar.coming_up(person, HOME)
        assert item.may == ()
        assert f"<@{DORA.id}>" in item_panel(item, TOKEN)[0]


@ONE_ENGINE
async def test_what_is_owed_is_still_listed_while_everything_is_paused(stage: Stage) -> None:
    await stage.work(BEN, await stage.prompt(closes_at=Instant(NOON + 2 * DAY)))
    await stage.moderation.pause(MILO, HOME, stage.snowflake())
    [item] = await stage.calendar.coming_up(MILO, HOME)
    assert item.kind is DeadlineKind.PROMPT_CLOSES
    text, _ = coming_up([item], TOKEN, paused=True)
    assert "paused" in text
    assert "everything has been posted" not in coming_up([], TOKEN, paused=True)[0]
