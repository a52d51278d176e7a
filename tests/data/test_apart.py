from bot.domain.communities import Community
from bot.domain.ids import ChannelId
from bot.domain.refusals import Refusal
from data import Database
from data.transactions import Transaction
from tests.data import world
from tests.data.sets import ADA, AWAY, BEN, CHANNEL, CLEO, HOME


async def everything_in(tx: Transaction, community: world.CommunityId) -> list[object]:
    """All that can be asked for by community, and its number 1 of everything."""
    number_one = [tx.prompts.by_number, tx.works.by_number, tx.votes.by_number, tx.productions.by_number]
    return [
        await tx.people.names(community, (ADA, BEN, CLEO)),
        await tx.prompts.list_of(community),
        await tx.works.of_community(community),
        await tx.works.matching(community, "night", 25),
        await tx.works.matching(community, "1", 25),
        await tx.lineage.edges(community),
        await tx.votes.list_of(community),
        await tx.productions.list_of(community),
        *[await one(community, 1) for one in number_one],
    ]


async def test_two_communities_never_see_each_others_rows(db: Database) -> None:
    async with db.transaction() as tx:
        home = await world.build(tx, HOME, "Home", CHANNEL)
        alone = await everything_in(tx, HOME)
        await world.build(tx, AWAY, "Away", ChannelId(CHANNEL + 50))
        assert await everything_in(tx, HOME) == alone
        away = await everything_in(tx, AWAY)
        assert "Home" not in repr(away)
        assert str(HOME) not in repr(away)
        assert str(AWAY) not in repr(alone)
        assert [work.number for work in await tx.works.of_prompt(home.prompt)] == [1, 2, 3]


async def test_a_community_that_did_nothing_has_nothing(db: Database) -> None:
    async with db.transaction() as tx:
        await world.build(tx, HOME, "Home", CHANNEL)
        await tx.communities.ensure(AWAY, "Away")
        assert await tx.communities.get(AWAY) == Community(AWAY, "Away")
        assert await tx.works.matching(AWAY, "", 25) == []
        for one in (tx.prompts.by_number, tx.works.by_number, tx.votes.by_number, tx.productions.by_number):
            try:
                found: object = await one(AWAY, 1)
            except Refusal:
                found = None
            assert found is None
