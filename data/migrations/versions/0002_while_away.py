"""While away: how far each channel was read, when we were last there, files taken out, replies before their source.

Why:        nothing posted, changed or deleted while the bot was away may be lost.
Reversible: yes; the bot then knows nothing of absences again.
Cost:       new tables and three indexes; no table is rewritten.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0002"
down_revision = "0001"

KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}
UNKEPT = sa.text("sha256 IS NULL")

# What is there today counts as read: up to the newest message we know of in each channel.
SEED = """
INSERT INTO watermarks (channel_id, community_id, message_id)
SELECT channel_id, min(community_id), max(message_id) FROM (
    SELECT channel_id, community_id, message_id FROM posts WHERE action = 'create' AND message_id IS NOT NULL
    UNION ALL
    SELECT message_id, community_id, message_id FROM posts WHERE action = 'thread' AND message_id IS NOT NULL
    UNION ALL
    SELECT channel_id, community_id, message_id FROM works WHERE message_id IS NOT NULL
) AS known
GROUP BY channel_id
"""


def upgrade() -> None:
    op.create_table(
        "presence",
        sa.Column("kind", types.Text, nullable=False),
        sa.Column("noted_at", types.Instant, nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_presence")),
        **KEYED,
    )
    op.create_table(
        "watermarks",
        sa.Column("channel_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("message_id", types.Snowflake, nullable=False),
        sa.Column("told_at", types.Instant, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_watermarks_community_id")),
        sa.PrimaryKeyConstraint("channel_id", name=op.f("pk_watermarks")),
        **KEYED,
    )
    op.create_index(op.f("ix_watermarks_community_id"), "watermarks", ["community_id"])
    op.create_table(
        "absences",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("away_from_at", types.Instant, nullable=True),
        sa.Column("back_at", types.Instant, nullable=False),
        sa.Column("works", types.Number, nullable=False),
        sa.Column("refused", types.Number, nullable=False),
        sa.Column("edits", types.Number, nullable=False),
        sa.Column("deletions", types.Number, nullable=False),
        sa.Column("unreadable", types.Json, nullable=False),
        sa.CheckConstraint("away_from_at <= back_at", name=op.f("ck_absences_order")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_absences_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
        **COUNTED,
    )
    op.create_table(
        "dropped_assets",
        sa.Column("asset_id", types.Id, autoincrement=False, nullable=False),
        sa.Column("dropped_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["asset_id"], ["assets.id"], name=op.f("fk_dropped_assets_asset_id")),
        sa.PrimaryKeyConstraint("asset_id", name=op.f("pk_dropped_assets")),
        **KEYED,
    )
    op.create_table(
        "replies",
        sa.Column("work_id", types.Id, autoincrement=False, nullable=False),
        sa.Column("message_id", types.Snowflake, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_replies_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_replies")),
        **KEYED,
    )
    op.create_index(op.f("ix_replies_message_id"), "replies", ["message_id"])
    op.create_index(op.f("ix_works_channel_id"), "works", ["channel_id"])
    op.create_index("ix_assets_unkept", "assets", ["work_id"], sqlite_where=UNKEPT, postgresql_where=UNKEPT)
    op.execute(SEED)


def downgrade() -> None:
    op.drop_index("ix_assets_unkept", "assets")
    op.drop_index(op.f("ix_works_channel_id"), "works")
    for table in ("replies", "dropped_assets", "absences", "watermarks", "presence"):
        op.drop_table(table)
