"""What was done, by whom, to what."""

from sqlalchemy import Column, Index

from data.tables.base import community, counted, instant, snowflake, text
from data.types import Json

audit = counted(
    "audit",
    community(),
    text("deed"),
    snowflake("actor", null=True),
    instant("done_at"),
    Column("facts", Json, nullable=False),
    Index(None, "community_id"),
)
