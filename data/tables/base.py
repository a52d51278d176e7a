"""What all tables share: names for constraints, strictness, and how ids and states are written."""

from collections.abc import Iterable

from sqlalchemy import CheckConstraint, Column, ForeignKey, Identity, MetaData, Table
from sqlalchemy.schema import SchemaItem

from data.types import Id, Instant, Number, Snowflake, Text

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)


def counted(name: str, *items: SchemaItem) -> Table:
    """A table whose `id` counts up and is never given twice, not even after a row is gone."""
    numbered: Column[int] = Column("id", Id, Identity(), primary_key=True)
    return Table(name, metadata, numbered, *items, sqlite_strict=True, sqlite_autoincrement=True)


def keyed(name: str, *items: SchemaItem) -> Table:
    """A table whose key comes from outside; on SQLite it is stored in key order, once."""
    return Table(name, metadata, *items, sqlite_strict=True, sqlite_with_rowid=False)


def community(*, key: bool = False) -> Column[int]:
    return Column("community_id", Snowflake, ForeignKey("communities.id"), primary_key=key, nullable=False)


def refers(name: str, to: str, *, key: bool = False, null: bool = False) -> Column[int]:
    """A column holding the id of a row in the table `to`."""
    return Column(name, Id, ForeignKey(f"{to}.id"), primary_key=key, nullable=null)


def snowflake(name: str, *, key: bool = False, null: bool = False) -> Column[int]:
    return Column(name, Snowflake, primary_key=key, autoincrement=False, nullable=null)


def number(name: str, *, key: bool = False, null: bool = False, default: int | None = None) -> Column[int]:
    usual = None if default is None else str(default)
    return Column(name, Number, primary_key=key, autoincrement=False, nullable=null, server_default=usual)


def instant(name: str, *, null: bool = False) -> Column[int]:
    return Column(name, Instant, nullable=null)


def text(name: str, *, key: bool = False, null: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=null)


def one_of(column: str, words: Iterable[str]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)
