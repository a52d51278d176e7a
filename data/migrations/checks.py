"""Changing what a CHECK constraint says, on both engines, without rewriting the table."""

from alembic import op
from sqlalchemy import text


def change_check(table: str, name: str, before: str, after: str) -> None:
    """The constraint `ck_<table>_<name>` says `after` from now on.

    SQLite cannot alter a constraint. Its own documentation gives the way for changes that leave the stored rows as they
    are: edit the schema's text (https://www.sqlite.org/lang_altertable.html, "Making Other Kinds Of Table Schema
    Changes").
    """
    constraint = f"ck_{table}_{name}"
    connection = op.get_bind()
    if connection.dialect.name == "postgresql":
        op.drop_constraint(op.f(constraint), table, type_="check")
        op.create_check_constraint(op.f(constraint), table, after)
        return
    old, new = (f"CONSTRAINT {constraint} CHECK ({condition})" for condition in (before, after))
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    changed = connection.execute(
        text("UPDATE sqlite_master SET sql = replace(sql, :old, :new) WHERE name = :name AND instr(sql, :old) > 0"),
        {"old": old, "new": new, "name": table},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
    if changed.rowcount != 1:
        raise LookupError(f"{constraint} does not say what it should before this step")
