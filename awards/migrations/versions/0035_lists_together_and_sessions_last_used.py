"""lists that come in together, and when sessions were last used

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("table_import", sa.Column("set_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_table_import_set_id"), "table_import", ["set_id"])
    op.add_column(
        "sign_in_session", sa.Column("used_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("sign_in_session", "used_at")
    op.drop_index(op.f("ix_table_import_set_id"), table_name="table_import")
    op.drop_column("table_import", "set_id")
