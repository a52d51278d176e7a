"""When we were last there, how far each channel was read, and what was found after an absence."""

from sqlalchemy import CheckConstraint, Column, Index

from data.tables.base import community, counted, instant, keyed, number, snowflake, text
from data.types import Json

presence = keyed("presence", text("kind", key=True), instant("noted_at"))

watermarks = keyed(
    "watermarks",
    snowflake("channel_id", key=True),
    community(),
    snowflake("message_id"),
    # When the team heard that it can't be read; empty while it can.
    instant("told_at", null=True),
    Index(None, "community_id"),
)

absences = counted(
    "absences",
    community(),
    instant("away_from_at", null=True),
    instant("back_at"),
    number("works"),
    number("refused"),
    number("edits"),
    number("deletions"),
    # Channel ids, as strings.
    Column("unreadable", Json, nullable=False),
    CheckConstraint("away_from_at <= back_at", name="order"),
)
