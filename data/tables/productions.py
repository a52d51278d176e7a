"""Productions, the works in them, and when their credits are told."""

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy import text as sql

from bot.domain.productions import AnnouncementState, ProductionState
from data.tables.base import community, counted, instant, keyed, number, one_of, refers, snowflake, text

productions = counted(
    "productions",
    community(),
    number("number"),
    text("title"),
    text("state"),
    snowflake("director_id"),
    instant("begun_at"),
    instant("finished_at", null=True),
    UniqueConstraint("community_id", "number"),
    one_of("state", ProductionState),
    CheckConstraint("(state = 'finished') = (finished_at IS NOT NULL)", name="finished_at"),
)

uses = keyed(
    "uses",
    refers("production_id", "productions", key=True),
    refers("work_id", "works", key=True),
    text("role"),
    snowflake("added_by"),
    instant("added_at"),
)

announcements = counted(
    "announcements",
    refers("production_id", "productions"),
    snowflake("channel_id"),
    instant("due_at"),
    text("state"),
    snowflake("director_id"),
    one_of("state", AnnouncementState),
    Index(None, "production_id"),
    # At most one to come for a production.
    Index(
        "uq_announcements_scheduled",
        "production_id",
        unique=True,
        sqlite_where=sql("state = 'scheduled'"),
        postgresql_where=sql("state = 'scheduled'"),
    ),
)
