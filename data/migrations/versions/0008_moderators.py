"""Moderators: first looks and pauses, reports, changes asked for, bytes that may not come back, where works stand.

Why:        moderators hold, remove and purge works, and members can ask them to look.
Reversible: yes; what was purged stays destroyed.
Cost:       five new tables; no table is rewritten.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0008"
down_revision = "0007"

KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "moderation_settings",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("review_days", types.Number, server_default="0", nullable=False),
        sa.Column("paused_at", types.Instant, nullable=True),
        sa.Column("paused_by", types.Snowflake, nullable=True),
        sa.CheckConstraint("review_days >= 0", name=op.f("ck_moderation_settings_review_days")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_moderation_settings_community_id")),
        sa.PrimaryKeyConstraint("community_id", name=op.f("pk_moderation_settings")),
        **KEYED,
    )
    op.create_table(
        "reports",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("reporter", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("reason", types.Text, nullable=False),
        sa.Column("reported_at", types.Instant, nullable=False),
        sa.Column("settled_at", types.Instant, nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_reports_work_id")),
        sa.PrimaryKeyConstraint("work_id", "reporter", name=op.f("pk_reports")),
        **KEYED,
    )
    op.create_index(
        "ix_reports_open",
        "reports",
        ["work_id"],
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_table(
        "changes_asked",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("words", types.Text, nullable=False),
        sa.Column("asked_by", types.Snowflake, nullable=False),
        sa.Column("asked_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_changes_asked_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_changes_asked")),
        **KEYED,
    )
    op.create_table(
        "work_places",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("is_private", types.Flag, nullable=False),
        sa.Column("is_mature", types.Flag, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_work_places_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_work_places")),
        **KEYED,
    )
    op.create_table(
        "purged_bytes",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("sha256", types.Text, nullable=False),
        sa.Column("purged_at", types.Instant, nullable=False),
        sa.Column("destroyed", types.Flag, nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_purged_bytes_sha256")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_purged_bytes_community_id")),
        sa.PrimaryKeyConstraint("community_id", "sha256", name=op.f("pk_purged_bytes")),
        **KEYED,
    )
    op.create_index(op.f("ix_purged_bytes_sha256"), "purged_bytes", ["sha256"])


def downgrade() -> None:
    op.drop_index(op.f("ix_purged_bytes_sha256"), "purged_bytes")
    op.drop_table("purged_bytes")
    op.drop_table("work_places")
    op.drop_table("changes_asked")
    op.drop_index("ix_reports_open", "reports")
    op.drop_table("reports")
    op.drop_table("moderation_settings")
