"""Write the newest revision down as a small SQLite database with rows: python -m tests.data.keep_revision

Done once for each revision that lands. What is written stays as it is: it stands for the databases out there.
"""

import asyncio
import sqlite3
import tempfile
from pathlib import Path

from bot.domain.ids import ChannelId
from data import open_database
from tests.data import world
from tests.data.sets import AWAY, CHANNEL, HOME

REVISIONS = Path(__file__).with_name("revisions")


async def build(path: Path) -> str:
    database = await open_database(f"sqlite:///{path}")
    await database.migrate()
    async with database.transaction() as tx:
        await world.build(tx, HOME, "Home", CHANNEL)
        await world.build(tx, AWAY, "Away", ChannelId(CHANNEL + 50))
    revision = await database.revision()
    await database.close()
    assert revision is not None
    return revision


def dump(path: Path) -> str:
    connection = sqlite3.connect(path)
    try:
        return "\n".join(connection.iterdump()) + "\n"
    finally:
        connection.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "callsheet.db"
        revision = asyncio.run(build(path))
        kept = REVISIONS / f"{revision}.sql"
        if kept.exists():
            raise SystemExit(f"{kept.name} is kept already; it stands for the databases out there.")
        kept.write_text(dump(path), encoding="utf-8")
        print(f"kept {kept.name}")


if __name__ == "__main__":
    main()
