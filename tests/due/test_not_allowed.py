"""What was refused for want of a permission: tried again seldom, and at once when it seems to be allowed."""

import pytest_asyncio

from bot.domain.ids import ChannelId
from bot.domain.instants import DAY, HOUR, MINUTE
from bot.domain.posts import Action, PostKind, PostState
from bot.services.ports import Undeliverable
from bot.services.posts import PostService
from tests.due.conftest import Works
from tests.due.outbox import Fault
from tests.due.test_posts import Outbox
from tests.services.stage import FOYER, HOME, ONE_ENGINE, STAGE, Stage

MISSING = "403 50013 Missing Permissions"


def forbid(outbox: Outbox, *keys: str, reason: str = MISSING, times: int = 1_000) -> None:
    for key in keys:
        outbox.discord.faults[key] = Fault(Undeliverable(reason), times=times)


def allow(outbox: Outbox) -> None:
    outbox.discord.faults.clear()


@pytest_asyncio.fixture
async def outbox(stage: Stage, works: Works) -> Outbox:
    return Outbox(stage, works)


async def refused(outbox: Outbox, *keys: str, channel: ChannelId = STAGE) -> None:
    """Owe these where nothing is allowed, and let each be refused once."""
    forbid(outbox, *keys)
    for key in keys:
        await outbox.owe(key, channel)
    await outbox.ring()


async def test_once_it_is_allowed_all_that_was_refused_follows_within_the_hour(outbox: Outbox) -> None:
    await outbox.start()
    await refused(outbox, "a", "b", "c")
    assert outbox.discord.tries == ["a", "b", "c"]
    allow(outbox)
    await outbox.works.advance(HOUR - MINUTE)
    assert outbox.discord.shown == []

    await outbox.works.advance(MINUTE)
    assert outbox.discord.rooms[STAGE].messages == ["a", "b", "c"]


@ONE_ENGINE
async def test_while_it_is_not_allowed_one_post_an_hour_is_tried_in_a_channel_and_none_after_two_weeks(
    outbox: Outbox,
) -> None:
    await outbox.start()
    await refused(outbox, *(f"p{number}" for number in range(30)))
    tried = len(outbox.discord.tries)
    for _ in range(6 * 4):
        await outbox.works.advance(HOUR // 4)
    assert len(outbox.discord.tries) - tried == 6

    await outbox.works.advance(14 * DAY)
    tried = len(outbox.discord.tries)
    await outbox.works.advance(DAY)
    assert len(outbox.discord.tries) == tried


@ONE_ENGINE
async def test_a_post_that_goes_through_in_the_channel_brings_the_others_along(outbox: Outbox) -> None:
    await outbox.start()
    await refused(outbox, "a", "b")
    await refused(outbox, "elsewhere", channel=FOYER)
    allow(outbox)
    await outbox.owe("c")
    await outbox.ring()

    assert outbox.discord.rooms[STAGE].messages == ["c", "a", "b"]
    assert outbox.discord.rooms[FOYER].messages == []


@ONE_ENGINE
async def test_one_that_stays_refused_where_others_go_through_is_not_tried_with_each_of_them(outbox: Outbox) -> None:
    await outbox.start()
    await refused(outbox, "with files")
    for number in range(20):
        await outbox.owe(f"p{number}")
        await outbox.ring()

    assert outbox.discord.tries.count("with files") == 2


async def test_a_change_of_permissions_is_tried_at_once(outbox: Outbox) -> None:
    await outbox.start()
    await refused(outbox, "a", "b")
    await refused(outbox, "elsewhere", channel=FOYER)
    allow(outbox)
    await PostService(outbox.stage.db, outbox.stage.clock, outbox.waker).may_again(HOME)
    await outbox.works.quiet()

    assert outbox.discord.rooms[STAGE].messages == ["a", "b"]
    assert outbox.discord.rooms[FOYER].messages == ["elsewhere"]


@ONE_ENGINE
async def test_what_belongs_to_a_refused_post_comes_after_it(outbox: Outbox) -> None:
    await outbox.start()
    forbid(outbox, "card")
    card = await outbox.owe("card", kind=PostKind.PROMPT_CARD)
    await outbox.owe("thread", kind=PostKind.PROMPT_THREAD, action=Action.THREAD, after=card)
    await outbox.ring()
    assert await outbox.states("card", "thread") == [PostState.FAILED, PostState.FAILED]
    allow(outbox)
    await outbox.works.advance(HOUR)

    assert (outbox.discord.rooms[STAGE].messages, outbox.discord.rooms[STAGE].threads) == (["card"], ["thread"])


@ONE_ENGINE
async def test_what_was_refused_for_another_reason_and_old_credits_stay_as_they_are(outbox: Outbox) -> None:
    await outbox.start()
    forbid(outbox, "gone", reason="404 10008 Unknown Message")
    forbid(outbox, "credits")
    await outbox.owe("gone")
    await outbox.owe("credits", kind=PostKind.CREDITS)
    await outbox.ring()
    allow(outbox)
    await outbox.works.advance(DAY)

    assert outbox.discord.shown == []
