"""Prompts: drafts that survive, what a prompt says beside its brief, and how it ended.

Why:        a draft is a row before anyone promises it; co-directors, AI, reference files and endings are kept.
Reversible: yes; drafts and what prompts said beyond the first version are lost.
Cost:       two new tables; none is rewritten.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0004"
down_revision = "0003"

COUNTED: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}
KEYED: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "prompt_drafts",
        sa.Column("id", types.Id, sa.Identity(), nullable=False),
        sa.Column("community_id", types.Snowflake, nullable=False),
        sa.Column("director_id", types.Snowflake, nullable=False),
        sa.Column("state", types.Text, nullable=False),
        sa.Column("wording", types.Json, nullable=False),
        sa.Column("channel_id", types.Snowflake, nullable=True),
        sa.Column("changed_at", types.Instant, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'scheduled', 'dropped')", name=op.f("ck_prompt_drafts_state")),
        sa.ForeignKeyConstraint(["community_id"], ["communities.id"], name=op.f("fk_prompt_drafts_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt_drafts")),
        **COUNTED,
    )
    op.create_index(op.f("ix_prompt_drafts_community_id_director_id"), "prompt_drafts", ["community_id", "director_id"])
    op.create_table(
        "prompt_terms",
        sa.Column("prompt_id", types.Id, autoincrement=False, nullable=False),
        sa.Column("ai", types.Text, nullable=True),
        sa.Column("co_directors", types.Json, nullable=False),
        sa.Column("files", types.Json, nullable=False),
        sa.Column("ending", types.Text, nullable=True),
        sa.Column("ended_at", types.Instant, nullable=True),
        sa.Column("ended_by", types.Snowflake, nullable=True),
        sa.CheckConstraint("ai IN ('not_wanted', 'declared', 'welcome')", name=op.f("ck_prompt_terms_ai")),
        sa.CheckConstraint("(ending IS NULL) = (ended_at IS NULL)", name=op.f("ck_prompt_terms_ended_at")),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_prompt_terms_prompt_id")),
        sa.PrimaryKeyConstraint("prompt_id", name=op.f("pk_prompt_terms")),
        **KEYED,
    )


def downgrade() -> None:
    op.drop_table("prompt_terms")
    op.drop_index(op.f("ix_prompt_drafts_community_id_director_id"), "prompt_drafts")
    op.drop_table("prompt_drafts")
