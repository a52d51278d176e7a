"""Handing in: files added later, words for the credits, several makers, works that are one, outside material, consent.

Why:        makers put right and complete what they handed in, say who made it with them and what it stands on.
Reversible: yes; what was said in the new tables and columns is lost.
Cost:       four new tables, three new columns; no table is rewritten.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0006"
down_revision = "0005"

COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}
KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
KINDS = "kind IN ('stock', 'samples', 'font', 'music', 'other')"


def upgrade() -> None:
    op.add_column("works", sa.Column("credit", types.Text, nullable=True))
    op.add_column("assets", sa.Column("added_at", types.Instant, nullable=True))
    op.add_column("assets", sa.Column("description", types.Text, nullable=True))
    op.create_table(
        "asked_makers",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("asked_at", types.Instant, nullable=False),
        sa.Column("agreed", types.Flag, nullable=True),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_asked_makers_work_id")),
        sa.PrimaryKeyConstraint("work_id", "member_id", name=op.f("pk_asked_makers")),
        **KEYED,
    )
    op.create_table(
        "joined_works",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("into_id", types.Id, nullable=False),
        sa.Column("joined_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["into_id"], ["works.id"], name=op.f("fk_joined_works_into_id")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_joined_works_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_joined_works")),
        **KEYED,
    )
    op.create_index(op.f("ix_joined_works_into_id"), "joined_works", ["into_id"])
    op.create_table(
        "outside_sources",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("kind", types.Text, nullable=False),
        sa.Column("name", types.Text, nullable=False),
        sa.Column("link", types.Text, nullable=False),
        sa.Column("licence", types.Text, nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_outside_sources_kind")),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_outside_sources_work_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_sources")),
        **COUNTED,
    )
    op.create_index(op.f("ix_outside_sources_work_id"), "outside_sources", ["work_id"])
    op.create_table(
        "consents",
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("member_id", types.Snowflake, autoincrement=False, nullable=False),
        sa.Column("answered_at", types.Instant, autoincrement=False, nullable=False),
        sa.Column("version", types.Number, nullable=False),
        sa.Column("outside", types.Flag, nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_consents_community_id")),
        sa.PrimaryKeyConstraint("community_id", "member_id", "answered_at", name=op.f("pk_consents")),
        **KEYED,
    )


def downgrade() -> None:
    op.drop_table("consents")
    op.drop_index(op.f("ix_outside_sources_work_id"), "outside_sources")
    op.drop_table("outside_sources")
    op.drop_index(op.f("ix_joined_works_into_id"), "joined_works")
    op.drop_table("joined_works")
    op.drop_table("asked_makers")
    op.drop_column("assets", "description")
    op.drop_column("assets", "added_at")
    op.drop_column("works", "credit")
