"""Refining a set-up: each change has its line in the audit, and what is under way keeps its place and its time."""

import asyncio
from dataclasses import replace

from bot.domain.audit import Deed
from bot.domain.deadlines import DeadlineKind
from bot.domain.ids import ChannelId, RoleId
from bot.domain.instants import DAY, HOUR, Instant
from bot.domain.posts import PostKind
from bot.domain.refusals import Why
from tests.services.stage import (
    ANN,
    DIRECTORS,
    DORA,
    ELSEWHERE,
    FOYER,
    HOME,
    MILO,
    NOON,
    ONE_ENGINE,
    OWNER,
    STAGE,
    Refuses,
    Stage,
)

pytestmark = ONE_ENGINE


async def deeds(stage: Stage) -> list[Deed]:
    return [entry.deed for entry in await stage.communities.done_lately(DORA, HOME, 20)]


async def test_a_city_will_do_for_a_zone_and_is_kept_by_its_whole_name(stage: Stage) -> None:
    community = await stage.communities.set_up(
        OWNER, HOME, "Home", (STAGE,), DIRECTORS, None, "new york", stage.snowflake()
    )

    assert community.zone == "America/New_York"
    with Refuses(Why.ZONE_IS_UNCLEAR) as refused:
        await stage.communities.set_up(OWNER, HOME, "Home", (STAGE,), None, None, "CET", stage.snowflake())
    assert refused.fields["zones"] == ["Europe/Berlin", "Europe/Paris", "Europe/Rome"]


async def test_a_vote_ends_in_its_own_channel_and_at_its_own_time_after_channel_and_zone_were_changed(
    box: Stage,
) -> None:
    prompt = await box.prompt(closes_at=Instant(NOON + 2 * HOUR))
    await box.work(ANN, prompt)
    vote = await box.vote(prompt)
    (card,) = await box.delivered(PostKind.VOTE_CARD)
    await box.communities.set_up(OWNER, HOME, "Home", (ELSEWHERE,), DIRECTORS, None, "Asia/Tokyo", box.snowflake())

    await box.clock.advance(2 * HOUR)
    assert await box.run_due() == [DeadlineKind.PROMPT_CLOSES]
    await box.clock.advance(DAY)
    assert await box.run_due() == [DeadlineKind.VOTE_CLOSES]
    (results,) = await box.delivered(PostKind.VOTE_RESULTS)
    assert (results.owed.channel_id, vote.closes_at) == (card.owed.channel_id, NOON + DAY)
    assert (await box.prompts.view(HOME, prompt.number)).prompt.channel_id == STAGE


async def test_changes_are_told_by_what_changed_and_a_set_up_that_changes_nothing_is_not(stage: Stage) -> None:
    for zone in ("Europe/Vienna", "Asia/Tokyo"):
        await stage.communities.set_up(
            OWNER, HOME, "Home", (STAGE, FOYER), DIRECTORS, (await stage.communities.get(HOME)).moderator_role, zone,
            stage.snowflake(),
        )  # fmt: skip

    changed, first = await stage.communities.done_lately(DORA, HOME, 20)
    assert (first.deed, changed.deed) == (Deed.SET_UP, Deed.SETTINGS_CHANGED)
    assert changed.facts == {"changed": ["zone"]}


async def test_the_teams_channel_hears_that_it_is_and_that_it_is_no_more(stage: Stage) -> None:
    await stage.communities.choose_team_channel(OWNER, HOME, FOYER, stage.snowflake())
    (told,) = await stage.delivered(PostKind.TEAM_NOTE)
    assert told.owed.channel_id == FOYER

    assert (await stage.set_up()).team_channel == FOYER, "setting up again leaves it"
    await stage.communities.choose_team_channel(OWNER, HOME, None, stage.snowflake())
    (told,) = await stage.delivered(PostKind.TEAM_NOTE)
    assert (told.owed.channel_id, (await stage.communities.get(HOME)).team_channel) == (FOYER, None)
    assert (await deeds(stage))[:2] == [Deed.TEAM_CHANNEL_DROPPED, Deed.TEAM_CHANNEL_CHOSEN]


async def test_what_was_made_in_discord_is_taken_in_and_the_new_channel_comes_first(empty_stage: Stage) -> None:
    stage = empty_stage
    await stage.communities.set_up(OWNER, HOME, "Home", (STAGE,), None, None, "UTC", stage.snowflake())
    made = ChannelId(77)
    community = await stage.communities.adopt(OWNER, HOME, made, RoleId(5), RoleId(6))

    assert (community.channels, community.home) == ((made, STAGE), made)
    assert (community.director_role, community.moderator_role) == (5, 6)
    assert await stage.communities.adopt(OWNER, HOME) == community


async def test_only_whoever_manages_the_server_refines_its_set_up(stage: Stage) -> None:
    """Whoever managed the server when the panel was opened, and no longer does, is refused as well."""
    for person in (ANN, DORA, MILO, replace(OWNER, manages_server=False)):
        for call in (
            stage.communities.check_manager(person, HOME, stage.snowflake()),
            stage.communities.adopt(person, HOME, FOYER),
            stage.communities.choose_team_channel(person, HOME, FOYER, stage.snowflake()),
            stage.rehearsals.begin(person, HOME, stage.snowflake()),
        ):
            with Refuses(Why.NEEDS_MANAGE_SERVER):
                await call


async def test_another_members_press_on_the_set_up_panel_changes_nothing(stage: Stage) -> None:
    token = await stage.panels.private(HOME, OWNER.id, {})

    for person in (ANN, DORA, MILO):
        with Refuses(Why.PANEL_IS_ANOTHERS):
            await stage.panels.read(token, HOME, person)
    assert (await stage.panels.read(token, HOME, OWNER)).owner == OWNER.id


async def test_making_what_is_missing_begins_once_however_often_discord_tells_of_the_press(stage: Stage) -> None:
    press = stage.snowflake()
    results = await asyncio.gather(
        *(stage.communities.check_manager(OWNER, HOME, press) for _ in range(3)), return_exceptions=True
    )

    assert [type(result).__name__ for result in results].count("Repeated") == 2
