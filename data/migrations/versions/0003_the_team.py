"""The team: a channel for it, an audit of what was done, and the states that moderators and directors give.

Why:        what moderators do is logged in sentences and can be asked about; prompts end in a stated outcome.
Reversible: yes, while no row is in one of the new states.
Cost:       one new table, one new column; no table is rewritten.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types
from data.migrations.checks import change_check

revision = "0003"
down_revision = "0002"

COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}

CHECKS = (
    (
        "posts",
        "action",
        "action IN ('create', 'edit', 'delete', 'thread')",
        "action IN ('create', 'edit', 'delete', 'thread', 'dm')",
    ),
    (
        "prompts",
        "state",
        "state IN ('open', 'closed')",
        "state IN ('draft', 'scheduled', 'open', 'closed', 'finished', 'dropped')",
    ),
    (
        "prompts",
        "closed_at",
        "(state = 'closed') = (closed_at IS NOT NULL)",
        "state <> 'closed' OR closed_at IS NOT NULL",
    ),
    (
        "works",
        "state",
        "state IN ('received', 'accepted', 'refused', 'withdrawn')",
        "state IN ('received', 'accepted', 'held', 'refused', 'withdrawn', 'removed', 'purged')",
    ),
)


def upgrade() -> None:
    op.add_column("communities", sa.Column("team_channel", types.Snowflake, nullable=True))
    op.create_table(
        "audit",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("deed", types.Text, nullable=False),
        sa.Column("actor", types.Snowflake, nullable=True),
        sa.Column("done_at", types.Instant, nullable=False),
        sa.Column("facts", types.Json, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_audit_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
        **COUNTED,
    )
    op.create_index(op.f("ix_audit_community_id"), "audit", ["community_id"])
    for table, name, before, after in CHECKS:
        change_check(table, name, before, after)


def downgrade() -> None:
    for table, name, before, after in CHECKS:
        change_check(table, name, after, before)
    op.drop_index(op.f("ix_audit_community_id"), "audit")
    op.drop_table("audit")
    op.drop_column("communities", "team_channel")
