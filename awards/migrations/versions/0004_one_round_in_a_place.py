"""a cycle has one round in each place

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.create_unique_constraint(op.f("uq_round_cycle_id_position"), ["cycle_id", "position"])


def downgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("uq_round_cycle_id_position"), type_="unique")
