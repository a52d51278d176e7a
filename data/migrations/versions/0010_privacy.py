"""Privacy: bytes that are owed their deletion.

Why:        a file whose last work was erased goes from our disk, also when the process ends in between.
Reversible: yes; what was still owed its deletion stays on the disk.
Cost:       one new table.
"""

import sqlalchemy as sa
from alembic import op

from data import types

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "erasures",
        sa.Column("sha256", types.Text, nullable=False),
        sa.Column("owed_at", types.Instant, nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_erasures")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("erasures")
