"""The calendar: reminders people asked for, late passes, prompts that are posted again and again.

Why:        who wants to hear of a closing, who may come late and what is posted every week have to survive a restart.
Reversible: yes; reminders, passes and series are forgotten.
Cost:       four new tables; no table is rewritten.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0005"
down_revision = "0004"

KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}


def upgrade() -> None:
    op.create_table(
        "reminders",
        sa.Column("prompt_id", types.Id, nullable=False),
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("before", types.Number, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_reminders_prompt_id")),
        sa.PrimaryKeyConstraint("prompt_id", "member_id", "before", name=op.f("pk_reminders")),
        **KEYED,
    )
    op.create_table(
        "thread_reminders",
        sa.Column("prompt_id", types.Id, nullable=False),
        sa.Column("before", types.Number, autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_thread_reminders_prompt_id")),
        sa.PrimaryKeyConstraint("prompt_id", "before", name=op.f("pk_thread_reminders")),
        **KEYED,
    )
    op.create_table(
        "late_passes",
        sa.Column("prompt_id", types.Id, nullable=False),
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("until_at", types.Instant, nullable=False),
        sa.Column("given_by", types.Snowflake, nullable=False),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_late_passes_prompt_id")),
        sa.PrimaryKeyConstraint("prompt_id", "member_id", name=op.f("pk_late_passes")),
        **KEYED,
    )
    op.create_table(
        "series",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("title", types.Text, nullable=False),
        sa.Column("brief", types.Text, nullable=False),
        sa.Column("kinds", types.Json, nullable=False),
        sa.Column("pays", types.Text, nullable=False),
        sa.Column("works_per_member", types.Number, nullable=True),
        sa.Column("open_for", types.Number, nullable=True),
        sa.Column("every", types.Text, nullable=False),
        sa.Column("first_day", types.Text, nullable=False),
        sa.Column("time_of_day", types.Text, nullable=False),
        sa.Column("zone", types.Text, nullable=False),
        sa.Column("themes", types.Json, nullable=False),
        sa.Column("posted", types.Number, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("director_id", types.Snowflake, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("next_at", types.Instant, nullable=True),
        sa.CheckConstraint("every IN ('day', 'week', 'month')", name=op.f("ck_series_every")),
        sa.CheckConstraint("state IN ('running', 'paused', 'stopped')", name=op.f("ck_series_state")),
        sa.CheckConstraint("state <> 'running' OR next_at IS NOT NULL", name=op.f("ck_series_next_at")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_series_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_series")),
        **COUNTED,
    )
    op.create_index(op.f("ix_series_community_id"), "series", ["community_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_series_community_id"), "series")
    for table in ("series", "late_passes", "thread_reminders", "reminders"):
        op.drop_table(table)
