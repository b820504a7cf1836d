"""what a round is for is its kind; judges may read every entry before scoring

Revision ID: 0042
Revises: 0041
"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

_KINDS = "kind IN ('first_reading', 'scoring', 'final')"


def _kind() -> sa.Column[str]:
    return sa.Column("kind", sa.String(length=32), nullable=False, server_default="scoring")


def upgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.add_column(_kind())
        table.add_column(sa.Column("chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("pass_mark", sa.String(), nullable=True))
        table.add_column(sa.Column("pass_best", sa.Integer(), nullable=True))
        table.alter_column("shows_scoring", new_column_name="shows_before")
    op.execute("UPDATE round SET kind = 'final', chosen = true WHERE position > 1")
    with op.batch_alter_table("round") as table:
        table.alter_column("kind", server_default=None)
        table.alter_column("chosen", server_default=None)
        table.create_check_constraint(op.f("ck_round_roundkind"), _KINDS)
    with op.batch_alter_table("rubric") as table:
        table.add_column(_kind())
    op.execute("UPDATE rubric SET kind = 'final' WHERE final = true")
    with op.batch_alter_table("rubric") as table:
        table.alter_column("kind", server_default=None)
        table.drop_column("final")
        table.create_check_constraint(op.f("ck_rubric_roundkind"), _KINDS)


def downgrade() -> None:
    """A cycle with a first reading cannot go back: its sheets would count as those of scoring."""
    first = op.get_bind().execute(sa.text("SELECT count(*) FROM round WHERE kind = 'first_reading'")).scalar()
    if first:
        raise RuntimeError("a cycle has a first reading, which the version before does not know")
    with op.batch_alter_table("rubric") as table:
        table.drop_constraint(op.f("ck_rubric_roundkind"), type_="check")
        table.add_column(sa.Column("final", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE rubric SET final = true WHERE kind = 'final'")
    with op.batch_alter_table("rubric") as table:
        table.alter_column("final", server_default=None)
        table.drop_column("kind")
    with op.batch_alter_table("round") as table:
        table.drop_constraint(op.f("ck_round_roundkind"), type_="check")
        table.alter_column("shows_before", new_column_name="shows_scoring")
        table.drop_column("pass_best")
        table.drop_column("pass_mark")
        table.drop_column("chosen")
        table.drop_column("kind")
