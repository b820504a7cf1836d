"""questions that depend on another one

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.add_column(
            sa.Column("when_question", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("when_option", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_column("when_option")
        table.drop_column("when_question")
