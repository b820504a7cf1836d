"""each criterion has a scale of its own, and says when a comment is needed

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("criterion") as table:
        table.add_column(sa.Column("lowest", sa.String(), server_default="0", nullable=False))
        table.add_column(sa.Column("highest", sa.String(), server_default="10", nullable=False))
        table.add_column(sa.Column("step", sa.String(), server_default="1", nullable=False))
        table.add_column(sa.Column("bands", sa.JSON(), server_default="[]", nullable=False))
        table.add_column(sa.Column("comment_when", sa.String(), server_default="optional", nullable=False))
        table.add_column(sa.Column("comment_points", sa.String(), server_default="", nullable=False))
    with op.batch_alter_table("score") as table:
        table.drop_constraint(table.f("ck_score_points_on_scale"), type_="check")
        table.create_check_constraint(
            table.f("ck_score_points_numeric"), "points <> '' AND ltrim(points, '0123456789.') = ''"
        )
    with op.batch_alter_table("anchor") as table:
        table.drop_constraint(table.f("ck_anchor_points_on_scale"), type_="check")
        table.create_check_constraint(table.f("ck_anchor_points_not_negative"), "points >= 0")


def downgrade() -> None:
    """Refuses to go back over points that do not lie on 0–10."""
    with op.batch_alter_table("anchor") as table:
        table.drop_constraint(table.f("ck_anchor_points_not_negative"), type_="check")
        table.create_check_constraint(table.f("ck_anchor_points_on_scale"), "points BETWEEN 0 AND 10")
    with op.batch_alter_table("score") as table:
        table.drop_constraint(table.f("ck_score_points_numeric"), type_="check")
        table.create_check_constraint(
            table.f("ck_score_points_on_scale"),
            "points IN ('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10')",
        )
    with op.batch_alter_table("criterion") as table:
        for column in ("comment_points", "comment_when", "bands", "step", "highest", "lowest"):
            table.drop_column(column)
