"""questions that depend on another one, tables of indicators and files

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

KINDS = ("short_text", "long_text", "number", "date", "choice", "choices", "link")


def _kinds(table: object, kinds: tuple[str, ...]) -> None:
    name = op.f("ck_question_questionkind")
    table.drop_constraint(name, type_="check")  # type: ignore[attr-defined]
    table.create_check_constraint(name, f"kind IN ({', '.join(map(repr, kinds))})")  # type: ignore[attr-defined]


def upgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.add_column(
            sa.Column("when_question", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("when_option", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        )
        table.add_column(sa.Column("table_rows", sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(sa.Column("table_columns", sa.JSON(), nullable=False, server_default="[]"))
        _kinds(table, (*KINDS, "table", "file"))


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        _kinds(table, KINDS)
        table.drop_column("table_columns")
        table.drop_column("table_rows")
        table.drop_column("when_option")
        table.drop_column("when_question")
