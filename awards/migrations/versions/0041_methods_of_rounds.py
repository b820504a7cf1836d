"""how a round's results are worked out is chosen for it, by version

Revision ID: 0041
Revises: 0040
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("round_method",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("round_id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("method", sa.String(length=32), nullable=False),
    sa.Column("ladder", sa.String(length=32), nullable=False),
    sa.Column("clear", sa.Integer(), nullable=False),
    sa.Column("leading", sa.Integer(), nullable=False),
    sa.Column("far", sa.String(), nullable=False),
    sa.Column("draws", sa.Integer(), nullable=False),
    sa.Column("seed", sa.Integer(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("set_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("set_by_id", sa.Uuid(), nullable=False),
    sa.CheckConstraint("method IN ('adjusted', 'mean')", name=op.f("ck_round_method_method")),
    sa.CheckConstraint("ladder IN ('criteria', 'heaviest', 'shared')", name=op.f("ck_round_method_ladder")),
    sa.CheckConstraint("0 < \"leading\" AND \"leading\" < clear AND clear <= 100", name=op.f("ck_round_method_labels")),
    sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_round_method_round_id_round")),
    sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_round_method_set_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_round_method")),
    sa.UniqueConstraint("round_id", "version", name=op.f("uq_round_method_round_id_version"))
    )
    # There was one value, the mean, which is also how a round without a choice of its own is counted.
    with op.batch_alter_table("cycle") as table:
        table.drop_constraint(op.f("ck_cycle_method"), type_="check")
        table.drop_column("method")


def downgrade() -> None:
    with op.batch_alter_table("cycle") as table:
        table.add_column(sa.Column("method", sa.String(length=32), nullable=False, server_default="mean"))
        table.create_check_constraint(op.f("ck_cycle_method"), "method IN ('mean')")
    op.drop_table("round_method")
