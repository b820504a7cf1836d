"""An early closing has its reason in both languages

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("early_closing") as table:
        table.add_column(
            sa.Column("reason_en", sa.Text(), server_default="", nullable=False)
        )


def downgrade() -> None:
    with op.batch_alter_table("early_closing") as table:
        table.drop_column("reason_en")
