"""a moved closing is told

Of closings that were moved before, the audit log alone tells.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# Not in a batch: that would write the table anew on SQLite, and every other table refers to it.


def upgrade() -> None:
    op.add_column("cycle", sa.Column("closes_first_told", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column("cycle", sa.Column("closes_moved_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "cycle", sa.Column("closes_moved_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True)
    )


def downgrade() -> None:
    for name in ("closes_first_told", "closes_moved_at", "closes_moved_reason"):
        op.drop_column("cycle", name)
