import asyncio

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.instants import HOUR, Instant
from bot.domain.panels import Panel
from data import Database
from tests.data.sets import ADA, AWAY, BEN, HOME, NOW, communities


async def test_a_thing_is_new_once_for_each_kind_and_version(db: Database) -> None:
    async with db.transaction() as tx:
        assert await tx.seen.first("create", 5, 0, NOW)
        assert not await tx.seen.first("create", 5, 0, NOW)
        assert await tx.seen.first("delete", 5, 0, NOW)
        assert await tx.seen.first("edit", 5, 17, NOW)
        assert not await tx.seen.first("edit", 5, 17, NOW)
        assert await tx.seen.has("edit", 5)
        assert not await tx.seen.has("interaction", 5)


async def test_many_are_noted_at_once_and_the_new_ones_told(db: Database) -> None:
    ids = [(1 << 62) + number for number in range(1_200)]
    async with db.transaction() as tx:
        assert await tx.seen.first("interaction", ids[7], 0, NOW)
        assert await tx.seen.first_of("interaction", [], NOW) == frozenset()
        assert await tx.seen.first_of("interaction", ids + ids[:3], NOW) == frozenset(ids) - {ids[7]}
        assert await tx.seen.first_of("interaction", ids[:10], NOW) == frozenset()
        assert await tx.seen.has("interaction", ids[-1])


async def test_what_was_seen_in_a_transaction_that_failed_is_new_again(db: Database) -> None:
    async def in_vain() -> None:
        async with db.transaction() as tx:
            await tx.seen.first_of("interaction", [1, 2], NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await in_vain()
    async with db.transaction() as tx:
        assert await tx.seen.first_of("interaction", [1, 2], NOW) == {1, 2}


async def test_of_many_who_see_the_same_at_once_each_id_is_new_to_one(db: Database) -> None:
    async def look(ids: list[int]) -> frozenset[int]:
        async with db.transaction() as tx:
            return await tx.seen.first_of("interaction", ids, NOW)

    forwards = list(range(1, 60))
    told = await asyncio.gather(*(look(forwards if turn % 2 else forwards[::-1]) for turn in range(8)))
    assert sum(map(len, told)) == len(forwards)
    assert frozenset().union(*told) == frozenset(forwards)


async def test_a_panel_comes_back_whole(db: Database) -> None:
    mine = Panel("a" * 16, HOME, ADA, {"work": 42, "page": 0, "names": ["é", None]}, Instant(NOW + HOUR))
    public = Panel("b" * 16, AWAY, None)
    async with db.transaction() as tx:
        await communities(tx)
        await tx.panels.add(mine)
        await tx.panels.add(public)
        assert await tx.panels.find(mine.token) == mine
        assert await tx.panels.find(public.token) == public
        assert await tx.panels.find("c" * 16) is None


async def test_a_public_panel_stands_once_for_its_key_also_when_two_ask_at_once(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        await tx.panels.add(Panel("x" * 16, HOME, ADA))
        await tx.panels.add(Panel("y" * 16, HOME, BEN))

    async def ask(letter: str) -> Panel:
        async with db.transaction() as tx:
            return await tx.panels.ensure("prompt-1-card", Panel(letter * 16, HOME, None, {"prompt": 1}))

    panels = await asyncio.gather(*map(ask, "abcde"))
    assert len({panel.token for panel in panels}) == 1
    async with db.transaction() as tx:
        other = Panel("f" * 16, HOME, None)
        assert await tx.panels.ensure("prompt-2-card", other) == other


async def test_a_token_names_one_panel(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        await tx.panels.add(Panel("a" * 16, HOME, None))
        with pytest.raises(IntegrityError):
            async with tx.savepoint():
                await tx.panels.add(Panel("a" * 16, AWAY, None))


async def test_a_sweep_drops_what_expired_and_keeps_what_stands_in_public(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        await tx.panels.add(Panel("past", HOME, ADA, expires_at=Instant(NOW - 1)))
        await tx.panels.add(Panel("now", HOME, ADA, expires_at=NOW))
        await tx.panels.add(Panel("to come", HOME, ADA, expires_at=Instant(NOW + 1)))
        await tx.panels.add(Panel("public", HOME, None))
        assert await tx.panels.sweep(NOW) == 2
        assert await tx.panels.find("now") is None
        assert await tx.panels.find("to come") is not None
        assert await tx.panels.find("public") is not None
