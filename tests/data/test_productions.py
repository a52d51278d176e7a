import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.ids import AnnouncementId, ProductionId
from bot.domain.instants import HOUR, Instant
from bot.domain.productions import AnnouncementState, ProductionState, Use
from bot.domain.refusals import Refusal, Why
from data import Database
from data.transactions import Transaction
from tests.data import sets
from tests.data.sets import ADA, AWAY, BEN, CHANNEL, HOME, NOW


async def begin(tx: Transaction, title: str = "Monsoon") -> ProductionId:
    await sets.communities(tx)
    number = await tx.communities.take_number(HOME, "production")
    return await tx.productions.add(HOME, number, title, ADA, NOW)


async def test_a_production_holds_its_works_with_their_roles_in_the_order_added(db: Database) -> None:
    async with db.transaction() as tx:
        production_id = await begin(tx)
        one, two = await sets.work(tx), await sets.work(tx)
        assert await tx.productions.add_use(production_id, two.id, "storm", BEN, NOW)
        assert await tx.productions.add_use(production_id, one.id, "", BEN, Instant(NOW + 1))
        assert not await tx.productions.add_use(production_id, two.id, "again", BEN, Instant(NOW + 2))
        production = await tx.productions.get(production_id)
        assert production.uses == (Use(two.id, 2, "storm"), Use(one.id, 1, ""))
        assert (production.number, production.title, production.director_id) == (1, "Monsoon", ADA)
        assert await tx.productions.lock(production_id) == production
        assert await tx.productions.by_number(HOME, 1) == production
        assert await tx.productions.remove_use(production_id, two.id)
        assert not await tx.productions.remove_use(production_id, two.id)
        assert (await tx.productions.get(production_id)).uses == (Use(one.id, 1, ""),)


async def test_productions_are_listed_newest_first_with_their_uses(db: Database) -> None:
    async with db.transaction() as tx:
        first, second = await begin(tx), await begin(tx, "Drought")
        work = await sets.work(tx)
        await tx.productions.add_use(first, work.id, "rain", BEN, NOW)
        await tx.productions.finish(first, NOW)
        listed = await tx.productions.list_of(HOME)
        assert [(each.id, each.state, len(each.uses)) for each in listed] == [
            (second, ProductionState.RUNNING, 0),
            (first, ProductionState.FINISHED, 1),
        ]
        assert await tx.productions.list_of(AWAY) == []


async def test_credits_are_scheduled_once_at_a_time(db: Database) -> None:
    async with db.transaction() as tx:
        production_id = await begin(tx)
        due = Instant(NOW + HOUR)
        first = await tx.productions.announce(production_id, CHANNEL, due, BEN)
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.productions.announce(production_id, CHANNEL, due, BEN)
        await tx.productions.set_announcement(first, AnnouncementState.CANCELLED)
        second = await tx.productions.announce(production_id, CHANNEL, due, ADA)
        await tx.productions.set_announcement(second, AnnouncementState.POSTED)
        listed = await tx.productions.announcements(production_id)
        assert [(each.id, each.state) for each in listed] == [
            (first, AnnouncementState.CANCELLED),
            (second, AnnouncementState.POSTED),
        ]
        assert await tx.productions.announcement(second) == listed[1]
        assert (listed[1].channel_id, listed[1].due_at, listed[1].director_id) == (CHANNEL, due, ADA)


async def test_a_production_that_is_not_there_is_refused(db: Database) -> None:
    async with db.transaction() as tx:
        for missing, why in (
            (tx.productions.get(ProductionId(9)), Why.NO_SUCH_PRODUCTION),
            (tx.productions.lock(ProductionId(9)), Why.NO_SUCH_PRODUCTION),
            (tx.productions.by_number(HOME, 9), Why.NO_SUCH_PRODUCTION),
            (tx.productions.announcement(AnnouncementId(9)), Why.CREDITS_NOT_SCHEDULED),
        ):
            with pytest.raises(Refusal) as refusal:
                await missing
            assert refusal.value.why is why
