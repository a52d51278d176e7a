"""The only source of column types: INTEGER, TEXT or BLOB on SQLite STRICT, native on PostgreSQL."""

import json
from typing import Any

from sqlalchemy import BigInteger, Boolean, Dialect
from sqlalchemy import Text as PlainText
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.sqlite import INTEGER
from sqlalchemy.types import TypeDecorator, TypeEngine


def _whole() -> TypeEngine[int]:
    """64 bits signed. STRICT tables know no BIGINT, and SQLite's INTEGER has 64 bits anyway."""
    return BigInteger().with_variant(INTEGER(), "sqlite")


Id = _whole()
"""Ours, counting up from 1."""
Number = _whole()
"""A count, a position, a size in bytes, a community's own number."""
Snowflake = _whole()
"""Discord's ids are unsigned, but their top bit stays empty until the year 2084."""
Instant = _whole()
"""Microseconds since 1970-01-01T00:00:00Z; such a column's name ends in `_at`."""
Money = _whole()
"""Minor units of a currency."""
Text = PlainText()


class Flag(TypeDecorator[bool]):
    """True or false: 1 or 0 on SQLite."""

    impl = Boolean
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(INTEGER() if dialect.name == "sqlite" else Boolean())

    def process_result_value(self, value: Any, dialect: Dialect) -> bool | None:
        return None if value is None else bool(value)


class Json(TypeDecorator[Any]):
    """Objects, lists, texts, whole numbers, true, false, null: text on SQLite, JSONB on PostgreSQL."""

    impl = PlainText
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(PlainText() if dialect.name == "sqlite" else JSONB(none_as_null=True))

    def process_bind_param(self, value: Any, dialect: Dialect) -> Any:
        if value is None or dialect.name != "sqlite":
            return value
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def process_result_value(self, value: Any, dialect: Dialect) -> Any:
        return json.loads(value) if isinstance(value, str) and dialect.name == "sqlite" else value
