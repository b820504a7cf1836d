"""a blindness check says for whom it read

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("blindness_check", schema=None) as table:
        table.add_column(sa.Column("readers", sa.JSON(), server_default=sa.text("'[]'"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("blindness_check", schema=None) as table:
        table.drop_column("readers")
