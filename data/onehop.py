"""An aiosqlite connection that goes to its thread once a statement.

SQLAlchemy asks a driver for a cursor, a result, its rows and the cursor's end, one after the other; each is a
trip to the connection's thread and back. Here one trip does all four, so a statement is also never left
half-read when its task is cancelled. `tests/data/test_engines.py` notices if a newer aiosqlite changes what
this stands on.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import aiosqlite


class Cursor:
    """Holds what a statement gave; its methods wait only to run one."""

    def __init__(self, run: Callable[..., Any], connection: sqlite3.Connection) -> None:
        self._run = run
        self._connection = connection
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "Cursor":
        return self

    async def execute(self, operation: str, parameters: Iterable[Any] = ()) -> "Cursor":
        return await self._go(sqlite3.Cursor.execute, operation, parameters)

    async def executemany(self, operation: str, parameters: Iterable[Iterable[Any]]) -> "Cursor":
        return await self._go(sqlite3.Cursor.executemany, operation, parameters)

    async def _go(self, how: Callable[..., Any], operation: str, parameters: Iterable[Any]) -> "Cursor":
        await self._run(self._in_thread, how, operation, parameters)
        return self

    def _in_thread(self, how: Callable[..., Any], operation: str, parameters: Iterable[Any]) -> None:
        cursor = self._connection.cursor()
        try:
            how(cursor, operation, parameters)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else []
            self.rowcount = cursor.rowcount
            self.lastrowid = cursor.lastrowid
        finally:
            cursor.close()

    async def fetchall(self) -> Sequence[Any]:
        rows, self._rows = self._rows, []
        return rows

    async def close(self) -> None:
        self._rows = []


class Connection(aiosqlite.Connection):
    def cursor(self) -> Cursor:  # type: ignore[override]  # theirs is awaited for a hop of its own
        return Cursor(self._execute, self._conn)


def connect(database: str, **options: Any) -> Connection:
    """Like `aiosqlite.connect`; the thread never keeps the process from ending."""
    connection = Connection(partial(sqlite3.connect, database, **options), iter_chunk_size=64)
    connection._thread.daemon = True
    return connection
