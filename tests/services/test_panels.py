"""The rows behind buttons: whose they are, how long they last, and that they outlive us."""

import asyncio

from bot.domain.instants import DAY
from bot.domain.panels import LIFETIME
from bot.domain.refusals import Why
from tests.services.stage import ANN, AWAY, BEN, HOME, NOON, ONE_ENGINE, STAGE, Refuses, Stage

pytestmark = ONE_ENGINE


async def test_a_private_panel_answers_its_owner_and_refuses_everyone_else(stage: Stage) -> None:
    token = await stage.panels.private(HOME, ANN.id, {"work": 3})

    assert (await stage.panels.read(token, HOME, ANN)).subject == {"work": 3}
    with Refuses(Why.PANEL_IS_ANOTHERS):
        await stage.panels.read(token, HOME, BEN)
    with Refuses(Why.PANEL_IS_OLD):
        await stage.panels.read(token, AWAY, ANN)


async def test_a_private_panel_lasts_a_month_and_then_is_old(stage: Stage) -> None:
    token = await stage.panels.private(HOME, ANN.id, {})
    await stage.clock.advance(LIFETIME - 1)
    await stage.panels.read(token, HOME, ANN)
    await stage.clock.advance(1)

    with Refuses(Why.PANEL_IS_OLD):
        await stage.panels.read(token, HOME, ANN)


async def test_a_panel_made_before_a_restart_still_works(stage: Stage) -> None:
    private = await stage.panels.private(HOME, ANN.id, {"closes_at": NOON, "kinds": ["sound"], "channel": None})
    public = await stage.panels.public("card", HOME, {"vote": 1})
    stage.rebuild(stage.db)

    assert (await stage.panels.read(private, HOME, ANN)).subject == {
        "closes_at": NOON,
        "kinds": ["sound"],
        "channel": None,
    }
    assert (await stage.panels.read(public, HOME, BEN)).subject == {"vote": 1}


async def test_a_redrawn_card_keeps_its_buttons(stage: Stage) -> None:
    token = await stage.panels.public("card", HOME, {"vote": 1})
    await stage.clock.advance(400 * DAY)

    assert await stage.panels.public("card", HOME, {"vote": 1}) == token
    assert await stage.panels.public("other", HOME, {"vote": 1}) != token
    for person in (ANN, BEN):
        assert (await stage.panels.read(token, HOME, person)).owner is None


async def test_a_token_nobody_gave_is_an_old_panel(stage: Stage) -> None:
    with Refuses(Why.PANEL_IS_OLD):
        await stage.panels.read("a" * 16, HOME, ANN)


async def test_every_private_panel_has_a_token_of_its_own(stage: Stage) -> None:
    tokens = await asyncio.gather(*(stage.panels.private(HOME, ANN.id, {"work": 1}) for _ in range(20)))

    assert len(set(tokens)) == 20
    assert {len(token) for token in tokens} == {16}


async def test_the_button_of_a_post_leads_to_its_post_in_its_own_server(stage: Stage) -> None:
    await stage.communities.greet(AWAY, "Away", STAGE)
    (welcome,) = await stage.deliver()

    assert (await stage.panels.post(f"welcome:{AWAY}", AWAY)).id == welcome.id
    for key, community in ((f"welcome:{AWAY}", HOME), ("welcome:1", HOME)):
        with Refuses(Why.PANEL_IS_OLD):
            await stage.panels.post(key, community)
