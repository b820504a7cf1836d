"""questions that the months in operation are counted from, and questions that are asked no more

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.add_column(sa.Column("in_operation_since", sa.Boolean(), server_default=sa.false(), nullable=False))
        table.add_column(sa.Column("retired_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("eligibility_question") as table:
        table.add_column(sa.Column("retired_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    op.execute("UPDATE question SET in_operation_since = true WHERE key = 'launched_on' AND kind = 'date'")
    op.create_index(
        "uq_question_in_operation_since",
        "question",
        ["category_id"],
        unique=True,
        sqlite_where=sa.column("in_operation_since", sa.Boolean),
        postgresql_where=sa.column("in_operation_since", sa.Boolean),
    )


def downgrade() -> None:
    op.drop_index("uq_question_in_operation_since", table_name="question")
    with op.batch_alter_table("eligibility_question") as table:
        table.drop_column("retired_at")
    with op.batch_alter_table("question") as table:
        table.drop_column("retired_at")
        table.drop_column("in_operation_since")
