"""questions that depend on another one, tables, files; eligibility

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

    op.create_table(
        "eligibility_question",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("barring", sa.JSON(), nullable=False),
        sa.Column("why_ar", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_eligibility_question_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["cycle_id"], ["cycle.id"], name=op.f("fk_eligibility_question_cycle_id_cycle")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_question")),
        sa.UniqueConstraint("cycle_id", "key", name=op.f("uq_eligibility_question_cycle_id_key")),
    )
    with op.batch_alter_table("eligibility_question") as table:
        table.create_index(table.f("ix_eligibility_question_cycle_id"), ["cycle_id"], unique=False)
    with op.batch_alter_table("entry") as table:
        table.add_column(sa.Column("eligibility", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    with op.batch_alter_table("entry") as table:
        table.drop_column("eligibility")
    op.drop_table("eligibility_question")
    with op.batch_alter_table("question") as table:
        _kinds(table, KINDS)
        table.drop_column("table_columns")
        table.drop_column("table_rows")
        table.drop_column("when_option")
        table.drop_column("when_question")
