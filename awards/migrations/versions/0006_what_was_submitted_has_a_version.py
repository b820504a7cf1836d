"""what was submitted has the entry's version

A submission that is there has the version of its entry, or the one before where the entry was changed since.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submission") as table:
        table.add_column(sa.Column("version", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE submission SET version = (SELECT entry.version - "
        "CASE WHEN entry.updated_at > submission.submitted_at THEN 1 ELSE 0 END "
        "FROM entry WHERE entry.id = submission.entry_id)"
    )
    with op.batch_alter_table("submission") as table:
        table.alter_column("version", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("submission") as table:
        table.drop_column("version")
