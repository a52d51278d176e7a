"""Setting up: rehearsals, so that one that was interrupted is still cleared away.

Why:        a rehearsal leaves a private thread in Discord, which has to go whatever happens to the process.
Reversible: yes; what is known of the last rehearsal is lost.
Cost:       one new table.
"""

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0009"
down_revision = "0008"

STEPS = "'opening', 'prompt', 'work', 'remix', 'vote', 'results', 'credits', 'report', 'clearing'"
RUNNING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "rehearsals",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("member_id", types.Snowflake, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=False),
        sa.Column("thread_id", types.Snowflake, nullable=True),
        sa.Column("step", types.Text, nullable=False),
        sa.Column("troubles", types.Json, nullable=False),
        sa.Column("begun_at", types.Instant, nullable=False),
        sa.Column("ended_at", types.Instant, nullable=True),
        sa.Column("left_behind", types.Flag, nullable=False),
        sa.CheckConstraint(f"step IN ({STEPS})", name=op.f("ck_rehearsals_step")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_rehearsals_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsals")),
        sqlite_strict=True,
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_rehearsals_community_id"), "rehearsals", ["community_id"])
    op.create_index(
        "ix_rehearsals_running",
        "rehearsals",
        ["community_id"],
        unique=True,
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )


def downgrade() -> None:
    op.drop_index("ix_rehearsals_running", "rehearsals")
    op.drop_index(op.f("ix_rehearsals_community_id"), "rehearsals")
    op.drop_table("rehearsals")
