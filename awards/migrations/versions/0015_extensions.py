"""more time to enter, the dates that people plan by, and the zone of a cycle

Revision ID: 0015
Revises: 0013
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0015"
down_revision = "0013"
branch_labels = None
depends_on = None

# Columns are not added in a batch: that would write the table anew on SQLite, and every other table refers to it.
_PLANS = (
    "screening_ends_at",
    "declarations_end_at",
    "blinding_ends_at",
    "assignment_ends_at",
    "final_panel_at",
    "decision_at",
    "embargo_at",
    "ceremony_at",
    "appeals_end_at",
)


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
    for name in _PLANS:
        op.add_column("cycle", sa.Column(name, awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "cycle", sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="Asia/Riyadh")
    )


def downgrade() -> None:
    for name in ("zone", *_PLANS):
        op.drop_column("cycle", name)
    op.drop_table("extension")
