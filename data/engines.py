"""The database itself: one SQLite connection behind a lock, or a pool of PostgreSQL ones."""

import asyncio
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, NullPool, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from data import onehop, schema
from data.statements import settled
from data.transactions import Transaction

T = TypeVar("T")

OLDEST_SQLITE = (3, 37, 0)
"""STRICT tables came with it."""

POOL = 16
"""Connections to PostgreSQL, hence transactions at once."""

_PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # a commit survives the power going
    "foreign_keys = ON",
    "busy_timeout = 5000",  # milliseconds, for a backup tool that reads along
    "trusted_schema = OFF",
)


class DatabaseClosed(Exception):
    """A transaction was asked for after `close()`."""

    def __init__(self) -> None:
        super().__init__("the database is closed")


class DatabaseUnfit(Exception):
    """The database cannot be used as it is: a driver or a version is missing. The message says which."""


class Database(ABC):
    """Where everything is remembered. Made by `open_database`, ended by `close`."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.dialect = engine.dialect.name

    @staticmethod
    async def open(url: str) -> "Database":
        return await open_database(url)

    @abstractmethod
    def transaction(self) -> AbstractAsyncContextManager[Transaction]:
        """Commits durably at the end of the block; rolls back if it raises or is cancelled."""

    @abstractmethod
    async def close(self) -> None:
        """Wait for what is being written, then let go of every connection and thread. Twice is fine."""

    @abstractmethod
    async def migrate(self, to: str = "head") -> list[str]:
        """Bring the tables to a revision, whole or not at all; returns the steps taken. Raises `SchemaTooNew`."""

    @abstractmethod
    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        """Do something in a transaction of its own that only SQLAlchemy's plain connection can do."""

    async def revision(self) -> str | None:
        """The revision of the tables; None where there are none yet. Raises `SchemaTooNew`."""
        return await self.run_sync(schema.revision_of)

    async def pending(self) -> list[str]:
        """The revisions that `migrate` would apply, oldest first. Raises `SchemaTooNew`."""
        return await self.run_sync(schema.pending_in)


async def open_database(url: str) -> Database:
    """Open `sqlite:///…` (the file and its folder are made) or `postgresql://…`.

    Raises `SchemaTooNew` for a database of a newer version, `DatabaseUnfit` for what cannot work at all and
    SQLAlchemy's errors where nobody answers. The tables are brought up to date by `migrate`.
    """
    where = make_url(url)
    database: Database
    match where.get_backend_name():
        case "sqlite":
            database = await SqliteDatabase.at(where.set(drivername="sqlite+aiosqlite"))
        case "postgresql":
            database = PostgresDatabase.at(where.set(drivername="postgresql+asyncpg"))
        case other:
            raise DatabaseUnfit(f"Callsheet keeps its data in SQLite or PostgreSQL, not in {other}.")
    try:
        await database.revision()
    except BaseException:
        await database.close()
        raise
    return database


class SqliteDatabase(Database):
    """One connection, and a lock held from BEGIN IMMEDIATE to COMMIT.

    One, because SQLite before 3.51.3 can corrupt a WAL database that several connections write and checkpoint
    (https://sqlite.org/wal.html#walresetbug).
    """

    def __init__(self, engine: AsyncEngine, connection: AsyncConnection) -> None:
        super().__init__(engine)
        self._connection = connection
        self._turn = asyncio.Lock()
        self._holder: asyncio.Task[Any] | None = None
        self._closed = False

    @classmethod
    async def at(cls, url: URL) -> "SqliteDatabase":
        if sqlite3.sqlite_version_info < OLDEST_SQLITE:
            raise DatabaseUnfit(f"SQLite {sqlite3.sqlite_version} is too old; Callsheet needs 3.37 or newer.")
        if url.database and url.database != ":memory:":
            await asyncio.to_thread(Path(url.database).parent.mkdir, parents=True, exist_ok=True)
        # isolation_level None: the driver never begins or commits by itself.
        engine = create_async_engine(
            url,
            hide_parameters=True,  # an error must not carry a ballot into a log
            poolclass=NullPool,
            connect_args={"isolation_level": None, "async_creator_fn": onehop.connect},
        )
        event.listen(engine.sync_engine, "connect", _prepare)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
        return cls(engine, await settled(_started(engine.connect())))

    @asynccontextmanager
    async def _alone(self) -> AsyncIterator[AsyncConnection]:
        """The connection, for one task at a time."""
        task = asyncio.current_task()
        if self._holder is task:
            raise RuntimeError("a transaction inside a transaction would wait for itself for ever")
        async with self._turn:
            if self._closed:
                raise DatabaseClosed
            self._holder = task
            try:
                yield self._connection
            finally:
                self._holder = None

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        """The connection inside BEGIN IMMEDIATE; whatever interrupts the block, all of it is undone."""
        async with self._alone() as connection:
            try:
                await settled(connection.begin().start())
                yield connection
                await settled(_commit(connection))
            except BaseException:
                await settled(connection.rollback())
                raise

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._writing() as connection:
            yield Transaction(connection)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        async with self._writing() as connection:
            return await settled(connection.run_sync(work))

    async def migrate(self, to: str = "head") -> list[str]:
        # A step may rebuild a table that others refer to, so foreign keys rest meanwhile and are checked at
        # the end; SQLite switches them outside of transactions only.
        async with self._alone() as connection:
            await settled(_pragma(connection, "foreign_keys = OFF"))
            try:
                await settled(connection.begin().start())
                taken = await settled(connection.run_sync(schema.upgrade, to))
                await settled(connection.run_sync(_check_foreign_keys))
                await settled(_commit(connection))
                return taken
            finally:
                await settled(connection.rollback())
                await settled(_pragma(connection, "foreign_keys = ON"))

    async def close(self) -> None:
        async with self._turn:
            if not self._closed:
                self._closed = True
                await settled(self._let_go())

    async def _let_go(self) -> None:
        await self._connection.close()
        await self.engine.dispose()


async def _started(connection: AsyncConnection) -> AsyncConnection:
    return await connection.start()


def _prepare(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


async def _driver(connection: AsyncConnection) -> aiosqlite.Connection:
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, aiosqlite.Connection)  # noqa: S101 - nothing else is ever opened here
    return driver


async def _commit(connection: AsyncConnection) -> None:
    driver = await _driver(connection)
    # A full disk makes SQLite roll back by itself, and the driver would then call an empty commit a success.
    if not driver.in_transaction:
        raise sqlite3.OperationalError("SQLite gave the transaction up")
    try:
        await connection.commit()
    finally:
        # A commit that SQLite refuses (a deferred foreign key) leaves the transaction open, and SQLAlchemy has
        # forgotten it by then.
        if driver.in_transaction:
            await driver.rollback()


async def _pragma(connection: AsyncConnection, pragma: str) -> None:
    """SQLAlchemy would begin a transaction first, hence straight to the driver."""
    cursor = await (await _driver(connection)).execute(f"PRAGMA {pragma}")
    await cursor.close()


def _check_foreign_keys(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise DatabaseUnfit(f"After migrating, rows refer to rows that are not there: {broken[:5]}")


class PostgresDatabase(Database):
    """A pool; READ COMMITTED, with `lock()` of a repository as FOR UPDATE."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self._room = asyncio.Semaphore(POOL)
        self._closed = False

    @classmethod
    def at(cls, url: URL) -> "PostgresDatabase":
        try:
            engine = create_async_engine(
                url,
                hide_parameters=True,
                pool_size=POOL,
                max_overflow=0,
                pool_pre_ping=True,
                isolation_level="READ COMMITTED",
                connect_args={"timeout": 4, "server_settings": {"application_name": "callsheet"}},
            )
        except ModuleNotFoundError as error:
            raise DatabaseUnfit("PostgreSQL needs the extra: pip install 'callsheet[postgres]'") from error
        return cls(engine)

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[AsyncConnection]:
        # Waiting for a connection may be called off; making one may not, or it would be left open.
        async with self._room:
            if self._closed:
                raise DatabaseClosed
            connection = self.engine.connect()
            try:
                await settled(_started(connection))
                async with connection.begin():
                    yield connection
            finally:
                if connection.sync_connection is not None:
                    await settled(connection.close())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._writing() as connection:
            yield Transaction(connection)

    async def run_sync(self, work: Callable[[Connection], T]) -> T:
        async with self._writing() as connection:
            return await connection.run_sync(work)

    async def migrate(self, to: str = "head") -> list[str]:
        async with self._writing() as connection:
            return await connection.run_sync(schema.upgrade, to)

    async def close(self) -> None:
        if not self._closed:
            self._closed = True
            for _ in range(POOL):
                await self._room.acquire()
            for _ in range(POOL):
                self._room.release()
            await settled(self.engine.dispose())
