"""Remixes: whose files were fetched, what a work was said not to build on, and who hears that they were built on.

Why:        the source picker begins with what its maker fetched; makers are told when somebody builds on their work.
Reversible: yes; what was fetched and who wants to hear is forgotten.
Cost:       four new tables, empty.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0007"
down_revision = "0006"

KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "fetches",
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("fetched_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_fetches_work_id")),
        sa.PrimaryKeyConstraint("member_id", "work_id", name=op.f("pk_fetches")),
        **KEYED,
    )
    op.create_table(
        "not_sources",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("source_id", types.Id, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_not_sources_work_id")),
        sa.ForeignKeyConstraint(["source_id"], ["works.id"], name=op.f("fk_not_sources_source_id")),
        sa.PrimaryKeyConstraint("work_id", "source_id", name=op.f("pk_not_sources")),
        **KEYED,
    )
    op.create_table(
        "tellings",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("telling", types.Text, nullable=False),
        sa.CheckConstraint("telling IN ('at_once', 'daily', 'never')", name=op.f("ck_tellings_telling")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_tellings_community_id")),
        sa.PrimaryKeyConstraint("community_id", "member_id", name=op.f("pk_tellings")),
        **KEYED,
    )
    op.create_table(
        "news",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("source_id", types.Id, nullable=False),
        sa.Column("told_at", types.Instant, nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_news_community_id")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_news_work_id")),
        sa.ForeignKeyConstraint(["source_id"], ["works.id"], name=op.f("fk_news_source_id")),
        sa.PrimaryKeyConstraint("community_id", "member_id", "work_id", "source_id", name=op.f("pk_news")),
        **KEYED,
    )


def downgrade() -> None:
    for table in ("news", "tellings", "not_sources", "fetches"):
        op.drop_table(table)
