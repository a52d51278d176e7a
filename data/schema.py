"""Which revision a database is at, and the way to the newest; Alembic does the steps."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

MIGRATIONS = Path(__file__).with_name("migrations")
_MIGRATING = 0xCA11_5EE7
"""Any number will do, as long as every Callsheet takes the same PostgreSQL lock."""


class SchemaTooNew(Exception):
    """The database was written by a newer Callsheet: running on would lose what this one does not know."""

    def __init__(self, revision: str) -> None:
        super().__init__(
            f"This database is at revision {revision}, which this version of Callsheet does not know. "
            "Install the version that wrote it, or restore a backup from before."
        )
        self.revision = revision


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS / "versions")])


@cache
def path() -> tuple[str, ...]:
    """Every revision, oldest first."""
    return tuple(script.revision for script in reversed(list(_scripts().walk_revisions())))


def revision_of(connection: Connection) -> str | None:
    """The revision the database is at, None for an empty one. Raises `SchemaTooNew`."""
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None and revision not in path():
        raise SchemaTooNew(revision)
    return revision


def pending_in(connection: Connection) -> list[str]:
    """The revisions still to come, oldest first. Raises `SchemaTooNew`."""
    revision = revision_of(connection)
    steps = path()
    return list(steps if revision is None else steps[steps.index(revision) + 1 :])


def config_for(connection: Connection) -> Config:
    """What Alembic's commands need to work on an open connection, wherever the package is installed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def upgrade(connection: Connection, to: str = "head") -> list[str]:
    """Take the steps up to `to` in the transaction that is open; returns those taken. Raises `SchemaTooNew`."""
    if connection.dialect.name == "postgresql":
        # Two processes that migrate at once go one after the other, and the second finds nothing to do.
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATING})
    before = pending_in(connection)
    if before:
        command.upgrade(config_for(connection), to)
    after = pending_in(connection)
    return before[: len(before) - len(after)]
