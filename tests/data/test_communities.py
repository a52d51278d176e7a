import asyncio

import pytest

from bot.domain.communities import Community
from bot.domain.ids import ChannelId, CommunityId, MemberId, RoleId
from bot.domain.instants import Instant
from bot.domain.refusals import Refusal, Why
from data import Database
from tests.data.sets import ADA, AWAY, BEN, CHANNEL, CLEO, HOME, NOW, communities


async def test_a_community_is_made_once(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.communities.ensure(HOME, "Home")
        assert not await tx.communities.ensure(HOME, "Another name")
        assert await tx.communities.get(HOME) == Community(HOME, "Home")
        assert await tx.communities.find(AWAY) is None
        with pytest.raises(Refusal) as refusal:
            await tx.communities.get(AWAY)
    assert refusal.value.why is Why.NOT_SET_UP


async def test_settings_are_kept_with_channels_in_their_order(db: Database) -> None:
    chosen = Community(
        HOME,
        "Home",
        "Europe/Vienna",
        (ChannelId(CHANNEL + 5), CHANNEL, ChannelId(CHANNEL + 2)),
        RoleId(11),
        None,
        NOW,
    )
    fewer = Community(HOME, "Home again", "UTC", (CHANNEL,), None, RoleId(12), NOW)
    async with db.transaction() as tx:
        await communities(tx)
        await tx.communities.save(chosen)
        assert await tx.communities.get(HOME) == chosen
        await tx.communities.save(fewer)
        assert await tx.communities.get(HOME) == fewer
        assert await tx.communities.get(AWAY) == Community(AWAY, "Away")
        assert await tx.communities.list_all() == [fewer, Community(AWAY, "Away")]


async def test_saving_settings_keeps_the_numbers_given(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        assert await tx.communities.take_number(HOME, "work") == 1
        await tx.communities.save(Community(HOME, "Home", channels=(CHANNEL,)))
        assert await tx.communities.take_number(HOME, "work") == 2


async def test_each_kind_of_thing_counts_for_itself_in_each_community(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        for of in ("prompt", "work", "vote", "production"):
            assert [await tx.communities.take_number(HOME, of) for _ in range(2)] == [1, 2]
            assert await tx.communities.take_number(AWAY, of) == 1


async def test_a_community_nobody_knows_gives_no_numbers(db: Database) -> None:
    with pytest.raises(Refusal):
        async with db.transaction() as tx:
            await tx.communities.take_number(CommunityId(1), "work")


async def test_fifty_who_take_numbers_at_once_get_fifty_numbers(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)

    async def take() -> int:
        async with db.transaction() as tx:
            number = await tx.communities.take_number(HOME, "work")
            await asyncio.sleep(0)
            return number

    assert sorted(await asyncio.gather(*(take() for _ in range(50)))) == list(range(1, 51))


async def test_a_number_taken_in_vain_is_given_to_the_next(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)

    async def in_vain() -> None:
        async with db.transaction() as tx:
            await tx.communities.take_number(HOME, "work")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_vain()
    async with db.transaction() as tx:
        assert await tx.communities.take_number(HOME, "work") == 1


async def test_the_newest_name_of_a_member_wins_in_each_community(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        await tx.people.remember(HOME, ADA, "Ada", NOW)
        await tx.people.remember(HOME, ADA, "Ada L.", Instant(NOW + 1))
        await tx.people.remember(HOME, ADA, "an old one", Instant(NOW - 1))
        await tx.people.remember(AWAY, ADA, "Countess", NOW)
        await tx.people.remember(HOME, BEN, "Bén 🎬", NOW)
        assert await tx.people.names(HOME, [ADA, BEN, CLEO]) == {ADA: "Ada L.", BEN: "Bén 🎬"}
        assert await tx.people.names(AWAY, {ADA, BEN}) == {ADA: "Countess"}
        assert await tx.people.names(HOME, ()) == {}


async def test_names_of_a_large_crowd_come_in_one_answer(db: Database) -> None:
    crowd = [MemberId(ADA + number) for number in range(1_100)]
    async with db.transaction() as tx:
        await communities(tx)
        for member in crowd[::100]:
            await tx.people.remember(HOME, member, f"member {member}", NOW)
        assert list(await tx.people.names(HOME, crowd)) == crowd[::100]
