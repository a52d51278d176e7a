import asyncio
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.domain.lineage import Edge
from bot.domain.works import WorkState
from data import Database, SchemaTooNew, open_database, schema
from data.tables import metadata
from tests.data.keep_revision import REVISIONS
from tests.data.sets import ADA, BEN, HOME

KEPT = sorted(path.stem for path in REVISIONS.glob("*.sql"))
CONSTRAINTS = text(
    "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'alembic_version'"
    " UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes"
    " WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
)


def shape(connection: Connection) -> set[tuple[str, ...]]:
    """Everything the engine holds the rows to."""
    if connection.dialect.name == "postgresql":
        return {tuple(row) for row in connection.execute(CONSTRAINTS)}
    query = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'alembic%'"
    found = set()
    for name, sql in connection.exec_driver_sql(query):
        # Where columns and constraints stand inside a table does not matter: added ones come last.
        found.add((name, *sorted(_parts(sql))))
    return found


def _parts(sql: str) -> Iterator[str]:
    """The pieces of a CREATE statement: what stands between its own commas, and the rest."""
    depth, piece = 0, ""
    for character in " ".join(sql.split()):
        depth += (character == "(") - (character == ")")
        if (character == "," and depth == 1) or (character == "(" and depth == 1) or (character == ")" and depth == 0):
            yield piece.strip()
            piece = ""
        else:
            piece += character
    yield piece.strip()


async def test_the_tables_described_and_the_tables_migrated_are_the_same(db: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await db.run_sync(differences) == []


async def test_the_rules_described_and_the_rules_migrated_are_the_same(empty_url: str) -> None:
    database = await open_database(empty_url)
    await database.run_sync(metadata.create_all)
    described = await database.run_sync(shape)
    await database.run_sync(metadata.drop_all)
    await database.migrate()
    migrated = await database.run_sync(shape)
    await database.close()
    assert described == migrated


async def test_an_empty_database_tells_what_it_needs_and_takes_it_once(empty_url: str) -> None:
    database = await open_database(empty_url)
    assert await database.revision() is None
    needed = await database.pending()
    assert needed[0] == "0001"
    assert await database.migrate() == needed
    assert await database.migrate() == []
    assert await database.pending() == []
    assert await database.revision() == needed[-1]
    await database.close()


async def test_two_who_migrate_at_once_both_find_it_done(empty_url: str) -> None:
    first, second = await open_database(empty_url), None
    try:
        if first.dialect == "postgresql":  # SQLite has one process, and one connection in it
            second = await open_database(empty_url)
        taken = await asyncio.gather(first.migrate(), (second or first).migrate())
        assert sorted(map(len, taken)) == [0, len(taken[0]) + len(taken[1])]
        assert await first.pending() == []
    finally:
        await first.close()
        if second is not None:
            await second.close()


async def test_a_database_of_a_newer_version_is_refused(url: str) -> None:
    database = await open_database(url)
    async with database.transaction() as tx:
        await tx.statements.change(text("UPDATE alembic_version SET version_num = '9999'"))
    for question in (database.revision, database.pending, database.migrate):
        with pytest.raises(SchemaTooNew, match="9999"):
            await question()
    await database.close()
    with pytest.raises(SchemaTooNew, match="9999"):
        await open_database(url)


async def test_a_migration_that_fails_leaves_nothing_behind(empty_url: str) -> None:
    database = await open_database(empty_url)
    async with database.transaction() as tx:
        await tx.statements.change(text("CREATE TABLE votes (in_the_way INTEGER)"))
    with pytest.raises(DBAPIError):
        await database.migrate()
    assert await database.revision() is None
    assert await database.run_sync(lambda connection: inspect(connection).get_table_names()) == ["votes"]
    async with database.transaction() as tx:
        await tx.statements.change(text("DROP TABLE votes"))
    assert await database.migrate() != []
    if database.dialect == "sqlite":
        async with database.transaction() as tx:
            assert await tx.statements.value(text("PRAGMA foreign_keys")) == 1
    await database.close()


async def test_every_step_can_be_taken_back(db: Database) -> None:
    await db.run_sync(lambda connection: command.downgrade(schema.config_for(connection), "base"))
    assert await db.revision() is None
    names = await db.run_sync(lambda connection: inspect(connection).get_table_names())
    assert set(names) <= {"alembic_version"}
    assert (await db.migrate())[0] == "0001"


def test_every_revision_is_kept_with_rows() -> None:
    assert list(schema.path()) == KEPT


async def restore(url: str, revision: str) -> None:
    """Bring a kept revision back to life."""
    dump = (REVISIONS / f"{revision}.sql").read_text(encoding="utf-8")
    if url.startswith("sqlite"):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.executescript(dump)
        connection.close()
        return
    database = await open_database(url)
    await database.migrate(to=revision)
    rows = [line for line in dump.splitlines() if line.startswith("INSERT INTO") and "alembic_version" not in line]

    def insert(connection: Connection) -> None:
        # The dump goes by the alphabet, not by who refers to whom.
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for row in rows:
            if '"sqlite_sequence"' not in row:
                connection.exec_driver_sql(row)

    await database.run_sync(insert)
    await database.close()


@pytest.mark.parametrize("revision", KEPT)
async def test_a_kept_database_is_brought_up_to_date_with_all_its_rows(empty_url: str, revision: str) -> None:
    await restore(empty_url, revision)
    database = await open_database(empty_url)
    assert await database.revision() == revision
    await database.migrate()
    assert await database.pending() == []
    async with database.transaction() as tx:
        home = await tx.communities.get(HOME)
        assert (home.name, len(home.channels), home.zone) == ("Home", 2, "Europe/Vienna")
        assert await tx.people.names(HOME, [ADA, BEN]) == {ADA: "Ada of Home", BEN: "Bén 🎬 of Home"}
        (prompt,) = await tx.prompts.list_of(HOME)
        works = await tx.works.of_prompt(prompt.id)
        assert [(work.number, work.makers[0] == BEN) for work in works] == [(1, True), (2, False), (3, True)]
        assert works[0].assets[0].filename == "umbrellas.png"
        assert len(await tx.works.of_prompt(prompt.id, WorkState.REFUSED)) == 1
        assert len(await tx.works.received()) == 2
        assert Edge(works[1].id, works[0].id) in await tx.lineage.edges(HOME)
        (vote,) = await tx.votes.list_of(HOME)
        assert [ballot.picks for ballot in await tx.votes.ballots(vote.id)] == [{vote.entries[0].id}]
        (production,) = await tx.productions.list_of(HOME)
        assert [use.role for use in production.uses] == ["storm"]
        assert len(await tx.productions.announcements(production.id)) == 1
        assert await tx.deadlines.next_due() is not None
        assert await tx.communities.take_number(HOME, "work") == 4
    await database.close()


async def test_the_steps_are_found_from_any_folder(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    database = await open_database(empty_url)
    assert (await database.migrate())[0] == "0001"
    await database.close()
