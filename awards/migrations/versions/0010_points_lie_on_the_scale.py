"""points lie on the scale

The pages never let other points in; now the database does not either. It refuses to go on over a row that has some.

Revision ID: 0010
Revises: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("score") as table:
        table.create_check_constraint(
            op.f("ck_score_points_on_scale"),
            "points IN ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')",
        )
    with op.batch_alter_table("anchor") as table:
        table.create_check_constraint(op.f("ck_anchor_points_on_scale"), "points BETWEEN 0 AND 10")


def downgrade() -> None:
    with op.batch_alter_table("anchor") as table:
        table.drop_constraint(op.f("ck_anchor_points_on_scale"), type_="check")
    with op.batch_alter_table("score") as table:
        table.drop_constraint(op.f("ck_score_points_on_scale"), type_="check")
