"""Databases whose commits go wrong, each once: a real failing commit, and one that happened and was not heard of."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy import insert, text

from bot.domain.ids import MemberId
from data import Database
from data.tables import ballots
from data.transactions import Transaction

NO_SUCH_VOTE = 999_999


async def defer_foreign_keys(db: Database) -> None:
    """Let a ballot of no vote be found out at COMMIT and not before. (On SQLite this is said per transaction.)"""
    if db.dialect == "postgresql":
        async with db.transaction() as tx:
            await tx.statements.change(
                text("ALTER TABLE ballots ALTER CONSTRAINT fk_ballots_vote_id DEFERRABLE INITIALLY DEFERRED")
            )


class Breaking:
    """The Database port over a real one. Its next `fail` commits are refused by the engine itself; `lose` really
    happen, and then the connection is gone before anybody hears so."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self.fail = 0
        self.is_broken = False
        """While it is, every commit is refused."""
        self.lose = 0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Transaction]:
        async with self._db.transaction() as tx:
            yield tx
            if self.fail or self.is_broken:
                self.fail = max(0, self.fail - 1)
                await self._spoil(tx)
        if self.lose:
            self.lose -= 1
            raise ConnectionResetError("the answer to COMMIT never came")

    async def _spoil(self, tx: Transaction) -> None:
        if self._db.dialect == "sqlite":
            await tx.statements.change(text("PRAGMA defer_foreign_keys = ON"))
        await tx.statements.change(
            insert(ballots),
            {"vote_id": NO_SUCH_VOTE, "voter_id": MemberId(1), "picks": [], "pressed_id": 1},
        )
