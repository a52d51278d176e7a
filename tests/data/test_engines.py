import asyncio
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError

from bot.domain.ids import ChannelId
from data import Database, open_database
from data.engines import DatabaseClosed, DatabaseUnfit
from data.transactions import Transaction
from tests.data import sets
from tests.data.sets import HOME, NOW, communities

SLOW = text(
    "INSERT INTO seen SELECT 'slow', n, 0, 0 FROM"
    " (WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 300000) SELECT n FROM up) x"
)
"""Long enough to be cancelled while it runs, on either engine."""


async def noted(db: Database) -> int:
    async with db.transaction() as tx:
        return int(await tx.statements.value(text("SELECT count(*) FROM seen")))


@pytest_asyncio.fixture
async def lite(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """For what only concerns SQLite."""
    database = await open_database(f"sqlite:///{tmp_path / 'lite.db'}")
    await database.migrate()
    yield database
    await database.close()


async def test_what_a_transaction_did_is_undone_when_it_raises(db: Database) -> None:
    with pytest.raises(ZeroDivisionError):
        async with db.transaction() as tx:
            await in_vain(tx)
    assert await noted(db) == 0


async def test_what_was_committed_is_there_after_opening_again(url: str) -> None:
    first = await open_database(url)
    async with first.transaction() as tx:
        await communities(tx)
    await first.close()
    second = await open_database(url)
    async with second.transaction() as tx:
        assert len(await tx.communities.list_all()) == 2
    await second.close()


async def in_vain(tx: Transaction) -> None:
    await tx.seen.first("create", 3, 0, NOW)
    raise ZeroDivisionError


async def test_a_savepoint_undoes_only_what_is_inside(db: Database) -> None:
    async with db.transaction() as tx:
        await tx.seen.first("create", 1, 0, NOW)
        async with tx.savepoint():
            await tx.seen.first("create", 2, 0, NOW)
            with pytest.raises(ZeroDivisionError):
                async with tx.savepoint():
                    await in_vain(tx)
        assert [await tx.seen.has("create", number) for number in (1, 2, 3)] == [True, True, False]
    assert await noted(db) == 2


async def test_of_twenty_at_once_the_one_that_fails_takes_nobody_with_it(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)

    async def one(turn: int) -> None:
        async with db.transaction() as tx:
            await tx.seen.first("create", turn, 0, NOW)
            await asyncio.sleep(0.001)
            await sets.work(tx, title=f"work of {turn}")
            await asyncio.sleep(0)
            if turn == 7:
                raise ZeroDivisionError
            await tx.posts.owe(sets.owed(f"answer {turn}", channel_id=ChannelId(turn)), NOW)

    ends = await asyncio.gather(*(one(turn) for turn in range(20)), return_exceptions=True)
    assert [type(end) for turn, end in enumerate(ends) if end is not None] == [ZeroDivisionError]
    others = set(range(20)) - {7}
    async with db.transaction() as tx:
        works = await tx.works.of_community(HOME)
        assert {work.title for work in works} == {f"work of {turn}" for turn in others}
        assert [work.number for work in works] == list(range(1, 20))
        assert {turn for turn in range(20) if await tx.seen.has("create", turn)} == others
        assert {turn for turn in range(20) if await tx.posts.by_key(f"answer {turn}")} == others


async def test_a_transaction_cancelled_while_a_statement_runs_is_undone_and_leaves_all_usable(
    db: Database,
) -> None:
    begun = asyncio.Event()

    async def long() -> None:
        async with db.transaction() as tx:
            await tx.seen.first("create", 1, 0, NOW)
            begun.set()
            await tx.statements.change(SLOW)

    task = asyncio.create_task(long())
    await begun.wait()
    await asyncio.sleep(0.02)
    for _ in range(3):  # whoever is impatient cancels more than once
        task.cancel()
        await asyncio.sleep(0.001)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await noted(db) == 0
    async with db.transaction() as tx:
        assert await tx.seen.first("create", 1, 0, NOW)
    assert await noted(db) == 1


@pytest.mark.parametrize("steps", range(12))
async def test_wherever_a_transaction_is_cancelled_it_is_whole_or_absent(db: Database, steps: int) -> None:
    """Cancelled after so many turns of the loop: at the lock, in BEGIN, in a savepoint, in COMMIT."""

    async def two() -> None:
        async with db.transaction() as tx:
            await tx.seen.first("create", 1, 0, NOW)
            async with tx.savepoint():
                await tx.seen.first("create", 2, 0, NOW)

    task = asyncio.create_task(two())
    for _ in range(steps * steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    assert await noted(db) in ({0, 2} if task.cancelled() else {2})
    async with db.transaction() as tx:
        assert await tx.seen.first("create", 3, 0, NOW)


async def test_one_that_waits_for_its_turn_can_be_cancelled(db: Database) -> None:
    async with db.transaction() as tx:
        await communities(tx)
    async with db.transaction() as tx:
        await tx.communities.take_number(HOME, "work")

        async def next_one() -> int:
            async with db.transaction() as other:
                return await other.communities.take_number(HOME, "work")

        waiting = asyncio.create_task(next_one())
        await asyncio.sleep(0.02)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
    async with db.transaction() as tx:
        assert await tx.communities.take_number(HOME, "work") == 2


async def test_closing_waits_for_what_is_being_written(url: str) -> None:
    database = await open_database(url)

    async def write() -> None:
        async with database.transaction() as tx:
            await tx.seen.first("create", 1, 0, NOW)
            await asyncio.sleep(0.05)
            await tx.seen.first("create", 2, 0, NOW)

    task = asyncio.create_task(write())
    await asyncio.sleep(0.02)
    await database.close()
    await task
    again = await open_database(url)
    assert await noted(again) == 2
    await again.close()


async def test_closing_leaves_no_thread_and_no_second_chance(url: str) -> None:
    database = await open_database(url)
    assert await noted(database) == 0
    await database.close()
    await database.close()
    workers = [thread for thread in threading.enumerate() if "_connection_worker" in thread.name]
    for worker in workers:
        await asyncio.to_thread(worker.join, 2)
    assert not any(worker.is_alive() for worker in workers)
    with pytest.raises(DatabaseClosed):
        await noted(database)


async def test_a_process_that_forgets_to_close_still_ends(tmp_path: Path) -> None:
    forgetful = (
        "import asyncio, sys\n"
        "from data import open_database\n"
        "async def main():\n"
        "    global kept\n"
        "    kept = await open_database(sys.argv[1])\n"
        "    await kept.migrate()\n"
        "asyncio.run(main())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", forgetful, f"sqlite:///{tmp_path}/forgotten.db"], timeout=30, check=False
    )
    assert done.returncode == 0


async def test_a_transaction_inside_a_transaction_is_told_and_not_waited_for(lite: Database) -> None:
    async with lite.transaction():
        with pytest.raises(RuntimeError, match="inside a transaction"):
            await noted(lite)


async def test_a_database_it_does_not_know_is_refused() -> None:
    with pytest.raises(DatabaseUnfit, match="mysql"):
        await open_database("mysql://root@localhost/callsheet")


async def test_sqlite_is_made_with_its_folder_and_set_to_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "var" / "deep" / "callsheet.db"
    database = await open_database(f"sqlite:///{path}")
    async with database.transaction() as tx:
        settings = {
            name: await tx.statements.value(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "trusted_schema")
        }
    await database.close()
    assert path.exists()
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
    }


async def test_sqlite_writes_nothing_once_it_gave_a_transaction_up(lite: Database) -> None:
    async def given_up() -> None:
        async with lite.transaction() as tx:
            await tx.seen.first("create", 1, 0, NOW)
            await tx.statements.change(text("ROLLBACK"))  # what a full disk makes SQLite do by itself

    with pytest.raises(sqlite3.OperationalError, match="gave the transaction up"):
        await given_up()
    assert await noted(lite) == 0


async def test_sqlite_waits_for_another_writer_and_then_says_so(lite: Database, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "lite.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    async with asyncio.timeout(10):
        patient = asyncio.create_task(noted(lite))
        await asyncio.sleep(0.05)
        assert not patient.done()
        other.execute("COMMIT")
        assert await patient == 0
    other.close()


async def test_sqlite_keeps_its_columns_to_their_types(lite: Database) -> None:
    with pytest.raises((IntegrityError, OperationalError)):
        async with lite.transaction() as tx:
            await tx.statements.change(text("INSERT INTO seen VALUES ('create', 'five', 0, 0)"))


async def test_sqlite_puts_256_ballots_durably_within_a_moment(lite: Database) -> None:
    """A rush is gathered and committed at once; the bound is generous, the bench measures."""
    async with lite.transaction() as tx:
        prompt_id = await sets.prompt(tx)
        vote_id = await sets.vote(tx, prompt_id, [(await sets.work(tx, prompt_id=prompt_id)).id])
    ballots = sets.rush(vote_id, 256)
    took = []
    for turn in range(5):
        begun = time.perf_counter()
        async with lite.transaction() as tx:
            new = await tx.seen.first_of("interaction", range(turn * 256, turn * 256 + 256), NOW)
            await tx.votes.ballots_by([(each.vote_id, each.voter_id) for each in ballots])
            await tx.votes.put_ballots(ballots)
        took.append(time.perf_counter() - begun)
        assert len(new) == 256
    assert min(took) < 0.1
