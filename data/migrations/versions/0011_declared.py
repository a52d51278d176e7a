"""Declared: what makers say about AI in their works.

Why:        a prompt may welcome AI where its makers say that they used it; the works have to carry what they say.
Reversible: yes; what was said is forgotten.
Cost:       one new table, empty.
"""

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "ai_declarations",
        sa.Column("work_id", types.Id, nullable=False),
        sa.Column("used", types.Flag, nullable=False),
        sa.Column("how", types.Text, nullable=False),
        sa.Column("declared_at", types.Instant, nullable=False),
        sa.ForeignKeyConstraint(["work_id"], ["works.id"], name=op.f("fk_ai_declarations_work_id")),
        sa.PrimaryKeyConstraint("work_id", name=op.f("pk_ai_declarations")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("ai_declarations")
