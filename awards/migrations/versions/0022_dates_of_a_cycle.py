"""the dates that people plan by, the zone of a cycle, and when it reminds

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# Not in a batch: that would write the table anew on SQLite, and every other table refers to it.
_PLANS = (
    "screening_ends_at",
    "declarations_end_at",
    "blinding_ends_at",
    "assignment_ends_at",
    "final_panel_at",
    "decision_at",
    "embargo_at",
    "ceremony_at",
    "appeals_end_at",
)


def upgrade() -> None:
    for name in _PLANS:
        op.add_column("cycle", sa.Column(name, awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "cycle",
        sa.Column(
            "zone", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="Asia/Riyadh"
        ),
    )
    op.add_column(
        "cycle", sa.Column("reminder_hours", sa.JSON(), nullable=False, server_default="[168, 48, 24]")
    )


def downgrade() -> None:
    for name in ("reminder_hours", "zone", *_PLANS):
        op.drop_column("cycle", name)
