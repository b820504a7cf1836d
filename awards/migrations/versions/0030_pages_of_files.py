"""pages of attached files

Revision ID: 0030
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0030"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("file_reading",
    sa.Column("digest", sa.String(length=64), nullable=False),
    sa.Column("count", sa.Integer(), nullable=False),
    sa.Column("pages", sa.JSON(), nullable=False),
    sa.Column("read_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_reading"))
    )


def downgrade() -> None:
    op.drop_table("file_reading")
