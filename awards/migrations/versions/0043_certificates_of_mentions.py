"""a special mention has a certificate of its own

Revision ID: 0043
Revises: 0042
"""

from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

_KIND = "ck_certificate_certificatekind"


def upgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f(_KIND), type_="check")
        table.create_check_constraint(op.f(_KIND), "kind IN ('participation', 'winner', 'special_mention')")


def downgrade() -> None:
    op.execute("DELETE FROM certificate WHERE kind = 'special_mention'")
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f(_KIND), type_="check")
        table.create_check_constraint(op.f(_KIND), "kind IN ('participation', 'winner')")
