"""cycles are announced

Every cycle that is there was public from the day it was set up.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("announced_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("announced_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announced_by_id"], ["person.id"], name=op.f("fk_announcement_announced_by_id_person")
        ),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_announcement_cycle_id_cycle")),
        sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_announcement")),
    )
    op.execute(
        "INSERT INTO announcement (cycle_id, announced_at, announced_by_id) "
        "SELECT id, created_at, created_by_id FROM cycle"
    )


def downgrade() -> None:
    op.drop_table("announcement")
