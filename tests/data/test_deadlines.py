import asyncio

from bot.domain.deadlines import LEASE, Deadline, DeadlineKind
from bot.domain.instants import HOUR, MINUTE, Instant
from data import Database
from tests.data.sets import HOME, NOW, communities

SOON, LATER = Instant(NOW + MINUTE), Instant(NOW + HOUR)


async def add(db: Database, key: str, due_at: Instant) -> None:
    async with db.transaction() as tx:
        await communities(tx)
        await tx.deadlines.add(key, DeadlineKind.VOTE_CLOSES, HOME, 7, due_at)


async def claim(db: Database, now: Instant, limit: int = 10) -> list[Deadline]:
    async with db.transaction() as tx:
        return await tx.deadlines.claim(now, limit)


async def next_due(db: Database) -> Instant | None:
    async with db.transaction() as tx:
        return await tx.deadlines.next_due()


async def test_what_is_due_is_claimed_earliest_first(db: Database) -> None:
    await add(db, "late", SOON)
    await add(db, "early", NOW)
    await add(db, "to come", LATER)
    assert await claim(db, Instant(NOW - 1)) == []
    assert [deadline.key for deadline in await claim(db, SOON, limit=1)] == ["early"]
    (late,) = await claim(db, SOON)
    assert (late.key, late.kind, late.community_id, late.subject, late.due_at, late.attempts) == (
        "late",
        DeadlineKind.VOTE_CLOSES,
        HOME,
        7,
        SOON,
        1,
    )


async def test_a_claimed_deadline_is_free_again_when_its_lease_ends(db: Database) -> None:
    await add(db, "a", NOW)
    assert len(await claim(db, NOW)) == 1
    lease_ends = Instant(NOW + LEASE)
    assert await claim(db, Instant(lease_ends - 1)) == []
    assert await next_due(db) == lease_ends
    (again,) = await claim(db, lease_ends)
    assert (again.attempts, again.due_at) == (2, NOW)


async def test_a_finished_deadline_is_never_due_again(db: Database) -> None:
    await add(db, "a", NOW)
    async with db.transaction() as tx:
        await tx.deadlines.claim(NOW, 1)
        await tx.deadlines.finish("a")
    await add(db, "a", LATER)
    assert await next_due(db) is None
    assert await claim(db, Instant(LATER + LEASE)) == []


async def test_a_deadline_finished_in_a_transaction_that_fails_stays_due(db: Database) -> None:
    await add(db, "a", NOW)
    try:
        async with db.transaction() as tx:
            await tx.deadlines.finish("a")
            raise InterruptedError
    except InterruptedError:
        pass
    assert len(await claim(db, NOW)) == 1


async def test_the_same_key_moves(db: Database) -> None:
    await add(db, "a", NOW)
    await claim(db, NOW)
    await add(db, "a", LATER)
    assert await next_due(db) == LATER
    assert await claim(db, Instant(LATER - 1)) == []
    assert [deadline.attempts for deadline in await claim(db, LATER)] == [1]


async def test_a_cancelled_deadline_is_not_due_until_it_is_added_again(db: Database) -> None:
    await add(db, "a", NOW)
    async with db.transaction() as tx:
        await tx.deadlines.cancel("a")
        await tx.deadlines.cancel("never heard of")
    assert await next_due(db) is None
    assert await claim(db, LATER) == []
    await add(db, "a", SOON)
    assert len(await claim(db, SOON)) == 1


async def test_a_retry_waits_for_its_time_and_keeps_the_instant_it_was_owed_at(db: Database) -> None:
    await add(db, "a", NOW)
    (claimed,) = await claim(db, NOW)
    async with db.transaction() as tx:
        await tx.deadlines.retry(claimed.id, "the sky fell", SOON)
    assert await next_due(db) == SOON
    assert await claim(db, Instant(SOON - 1)) == []
    (again,) = await claim(db, SOON)
    assert (again.due_at, again.attempts) == (NOW, 2)


async def test_a_deadline_moved_while_it_failed_keeps_its_new_time(db: Database) -> None:
    await add(db, "a", NOW)
    (claimed,) = await claim(db, NOW)
    await add(db, "a", SOON)
    async with db.transaction() as tx:
        await tx.deadlines.retry(claimed.id, "too late", LATER)
    assert await next_due(db) == SOON


async def test_claimers_at_once_share_what_is_due(db: Database) -> None:
    for number in range(30):
        await add(db, f"d{number}", NOW)
    shares = await asyncio.gather(*(claim(db, NOW, limit=6) for _ in range(8)))
    keys = [deadline.key for share in shares for deadline in share]
    keys += [deadline.key for deadline in await claim(db, NOW, limit=30)]
    assert sorted(keys) == sorted(f"d{number}" for number in range(30))
