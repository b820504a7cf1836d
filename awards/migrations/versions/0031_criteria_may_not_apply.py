"""a criterion may not apply to an entry

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("criterion") as table:
        table.add_column(sa.Column("may_not_apply", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_table("not_applicable",
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("criterion_id", sa.Uuid(), nullable=False),
    sa.Column("reason_ar", sa.Text(), nullable=False),
    sa.Column("reason_en", sa.Text(), nullable=False),
    sa.Column("granted_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("granted_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["criterion_id"], ["criterion.id"], name=op.f("fk_not_applicable_criterion_id_criterion")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_not_applicable_entry_id_entry")),
    sa.ForeignKeyConstraint(["granted_by_id"], ["person.id"], name=op.f("fk_not_applicable_granted_by_id_person")),
    sa.PrimaryKeyConstraint("entry_id", "criterion_id", name=op.f("pk_not_applicable"))
    )


def downgrade() -> None:
    op.drop_table("not_applicable")
    with op.batch_alter_table("criterion") as table:
        table.drop_column("may_not_apply")
