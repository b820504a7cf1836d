"""a moved closing is told

Of closings that were moved before, the audit log alone tells.

Revision ID: 0012
Revises: 0008
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None

_NAMES = ("closes_first_told", "closes_moved_at", "closes_moved_reason")


def upgrade() -> None:
    with op.batch_alter_table("cycle") as table:
        table.add_column(sa.Column("closes_first_told", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closes_moved_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closes_moved_reason", sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("cycle") as table:
        for name in _NAMES:
            table.drop_column(name)
