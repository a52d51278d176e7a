"""Prompts whose works are nameless, or hidden until they close.

Why:        who made a work is named, and a work is shown, only once its prompt says so.
Reversible: yes; what was nameless or hidden is shown openly then.
Cost:       one new table.
"""

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "prompt_showing",
        sa.Column("prompt_id", types.Id, autoincrement=False, nullable=False),
        sa.Column("shows", types.Text, nullable=False),
        sa.CheckConstraint(
            "shows IN ('nameless', 'hidden', 'nameless_and_hidden')", name=op.f("ck_prompt_showing_shows")
        ),
        sa.ForeignKeyConstraint(["prompt_id"], ["prompts.id"], name=op.f("fk_prompt_showing_prompt_id")),
        sa.PrimaryKeyConstraint("prompt_id", name=op.f("pk_prompt_showing")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("prompt_showing")
