"""setting_up

Why:
Reversible: yes.
Cost:
"""

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
