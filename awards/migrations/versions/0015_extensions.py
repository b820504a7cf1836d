"""more time to enter

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "extension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cycle_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=True),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("closes_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("given_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("given_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("category_id IS NULL OR entry_id IS NULL", name=op.f("ck_extension_one_scope")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_extension_category_id_category")),
        sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_extension_cycle_id_cycle")),
        sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_extension_entry_id_entry")),
        sa.ForeignKeyConstraint(["given_by_id"], ["person.id"], name=op.f("fk_extension_given_by_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension") as table:
        table.create_index(table.f("ix_extension_category_id"), ["category_id"], unique=False)
        table.create_index(table.f("ix_extension_cycle_id"), ["cycle_id"], unique=False)
        table.create_index(table.f("ix_extension_entry_id"), ["entry_id"], unique=False)


def downgrade() -> None:
    op.drop_table("extension")
