"""How communities are moderated: settings, reports, what may not come back, and where works stand."""

from sqlalchemy import CheckConstraint, Column, Index
from sqlalchemy import text as sql

from data.tables.base import community, instant, keyed, number, refers, snowflake, text
from data.types import Flag

moderation_settings = keyed(
    "moderation_settings",
    community(key=True),
    number("review_days", default=0),
    instant("paused_at", null=True),
    snowflake("paused_by", null=True),
    CheckConstraint("review_days >= 0", name="review_days"),
)

# One a person and work.
reports = keyed(
    "reports",
    refers("work_id", "works", key=True),
    snowflake("reporter", key=True),
    text("reason"),
    instant("reported_at"),
    instant("settled_at", null=True),
    Index(
        "ix_reports_open", "work_id", sqlite_where=sql("settled_at IS NULL"), postgresql_where=sql("settled_at IS NULL")
    ),
)

# What a moderator asked the maker to change before the work can be in.
changes_asked = keyed(
    "changes_asked",
    refers("work_id", "works", key=True),
    text("words"),
    snowflake("asked_by"),
    instant("asked_at"),
)

# Where a work stands, if not where everyone may see it: among the team, or behind an age gate.
work_places = keyed(
    "work_places",
    refers("work_id", "works", key=True),
    Column("is_private", Flag, nullable=False),
    Column("is_mature", Flag, nullable=False),
)

purged_bytes = keyed(
    "purged_bytes",
    community(key=True),
    text("sha256", key=True),
    instant("purged_at"),
    Column("destroyed", Flag, nullable=False),
    CheckConstraint("length(sha256) = 64", name="sha256"),
    Index(None, "sha256"),
)
