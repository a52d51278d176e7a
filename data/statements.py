"""How the repositories speak to the database inside a transaction."""

import asyncio
from collections.abc import Collection, Coroutine, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import CursorResult, Executable, Row
from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")
Parameters = Mapping[str, Any]

CHUNK = 500
"""Keys in one statement: older SQLite builds take 999 variables."""


def chunks(keys: Collection[T]) -> Iterator[list[T]]:
    """The keys without repeats, in lists short enough for one statement."""
    distinct = list(dict.fromkeys(keys))
    for start in range(0, len(distinct), CHUNK):
        yield distinct[start : start + CHUNK]


async def settled(work: Coroutine[Any, Any, T]) -> T:
    """Await work that must not be left half-way: when we are cancelled, finish it first, then be cancelled."""
    task = asyncio.ensure_future(work)
    interrupted: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as error:
            interrupted = error
    if interrupted is not None:
        if not task.cancelled():
            task.exception()  # looked at, so that nobody is told it never was
        raise interrupted
    return task.result()


class Statements:
    """Runs statements on the one connection of a transaction.

    `dialect` is "sqlite" or "postgresql". Errors are SQLAlchemy's, `IntegrityError` where the tables refuse.
    """

    __slots__ = ("_connection", "_whole", "dialect")

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self.dialect = connection.dialect.name
        # A statement cannot be called back from SQLite's thread; one on PostgreSQL may wait for a lock and can.
        self._whole = self.dialect == "sqlite"

    async def _execute(
        self, statement: Executable, parameters: Parameters | Sequence[Parameters] | None
    ) -> CursorResult[Any]:
        work = self._connection.execute(statement, parameters)
        return await (settled(work) if self._whole else work)

    async def rows(self, statement: Executable, parameters: Parameters | None = None) -> Sequence[Row[Any]]:
        return (await self._execute(statement, parameters)).all()

    async def row(self, statement: Executable, parameters: Parameters | None = None) -> Row[Any] | None:
        """The first row, if there is one."""
        return (await self._execute(statement, parameters)).first()

    async def value(self, statement: Executable, parameters: Parameters | None = None) -> Any:
        """The first column of the first row; None where there is no row."""
        return (await self._execute(statement, parameters)).scalar()

    async def change(self, statement: Executable, parameters: Parameters | None = None) -> int:
        """How many rows were inserted, updated or deleted."""
        return (await self._execute(statement, parameters)).rowcount

    async def change_each(self, statement: Executable, parameters: Sequence[Parameters]) -> None:
        """The same statement for each set of parameters, in one go; nothing for none."""
        if parameters:
            await self._execute(statement, parameters)
