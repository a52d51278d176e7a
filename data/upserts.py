"""Inserts that meet a row already there: the one module that knows both dialects' words for it."""

from collections.abc import Collection
from functools import cache

from sqlalchemy import ColumnElement, Executable, Table, bindparam, cast, func, literal, select, true
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT

from data.tables import seen
from data.types import Instant, Text


def insert(dialect: str, table: Table) -> "sqlite.Insert | postgresql.Insert":
    """An INSERT that can say what happens where the row is there already."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def unless_there(dialect: str, table: Table, returning: str) -> Executable:
    """Insert a row, or do nothing and return nothing where its key is taken."""
    return insert(dialect, table).on_conflict_do_nothing().returning(table.c[returning])


@cache
def replacing(dialect: str, table: Table, columns: tuple[str, ...], newest: str | None = None) -> Executable:
    """Insert a row, or set these columns of the one with the same primary key.

    With `newest`, a row whose value there is not greater than what is stored changes nothing.
    """
    statement = insert(dialect, table)
    offered = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=list(table.primary_key.columns),
        set_={column: offered[column] for column in columns},
        where=None if newest is None else offered[newest] > table.c[newest],
    )


@cache
def noting(dialect: str) -> Executable:
    """Note many objects in `seen` by one parameter, `ids`; returns those that were new."""
    each: ColumnElement[int]
    if dialect == "sqlite":
        each = func.json_each(bindparam("ids", type_=Text)).table_valued("value").c.value
    else:
        each = func.unnest(cast(bindparam("ids"), ARRAY(BIGINT))).column_valued("noted")
    rows = select(bindparam("kind", type_=Text), each, literal(0), bindparam("at", type_=Instant))
    return (
        insert(dialect, seen)
        # Without a WHERE, SQLite would read ON as part of a join.
        .from_select(["kind", "object_id", "version", "noted_at"], rows.where(true()))
        .on_conflict_do_nothing()
        .returning(seen.c.object_id)
    )


def id_list(dialect: str, ids: Collection[int]) -> str | list[int]:
    """The value of `ids` in `noting`. In one order, so that two writers never wait for each other in a ring."""
    ordered = sorted(set(ids))
    return f"[{','.join(map(str, ordered))}]" if dialect == "sqlite" else ordered
