import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from bot.domain.instants import Instant
from bot.domain.lineage import Edge
from data import Database
from data.tables import sources
from tests.data import sets
from tests.data.sets import AWAY, HOME


async def test_a_remix_knows_its_sources_and_they_know_it(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        first, second, third = [await sets.work(tx) for _ in range(3)]
        assert await tx.lineage.add(third, second)
        assert await tx.lineage.add(third, first)
        assert await tx.lineage.add(second, first)
        assert not await tx.lineage.add(third, first)
        assert await tx.lineage.sources(third.id) == [first.id, second.id]
        assert await tx.lineage.remixes(first.id) == [second.id, third.id]
        assert await tx.lineage.edges(HOME) == [
            Edge(second.id, first.id),
            Edge(third.id, first.id),
            Edge(third.id, second.id),
        ]
        assert await tx.lineage.edges(AWAY) == []


async def test_the_table_itself_refuses_a_source_that_is_not_older(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        older, younger = await sets.work(tx), await sets.work(tx)
        twin = await sets.work(tx, made_at=younger.made_at)
        for work, source in ((older, younger), (older, older), (younger, twin)):
            with pytest.raises(IntegrityError):
                async with tx.savepoint():
                    await tx.lineage.add(work, source)
        assert await tx.lineage.add(twin, younger), "made in the same instant, the smaller id is the older"
        assert await tx.lineage.edges(HOME) == [Edge(twin.id, younger.id)]


async def test_nobody_lies_to_the_table_about_an_age(db: Database) -> None:
    async with db.transaction() as tx:
        await sets.communities(tx)
        older, younger = await sets.work(tx), await sets.work(tx)
        lie = {
            "work_id": older.id,
            "work_made_at": Instant(younger.made_at + 1),
            "work_origin": older.origin_id,
            "source_id": younger.id,
            "source_made_at": younger.made_at,
            "source_origin": younger.origin_id,
        }
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.statements.change(insert(sources), lie)
