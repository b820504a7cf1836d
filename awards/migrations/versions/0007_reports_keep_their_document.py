"""reports keep the digest of results.json

Of reports that are there the file was not kept: the next one makes it.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("result_report") as table:
        table.add_column(sa.Column("document_digest", sqlmodel.sql.sqltypes.AutoString(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("result_report") as table:
        table.drop_column("document_digest")
