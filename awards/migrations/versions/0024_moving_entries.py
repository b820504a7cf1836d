"""an entry moves to another category with its entrant's consent

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("entry_move",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("from_id", sa.Uuid(), nullable=False),
    sa.Column("to_id", sa.Uuid(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
    sa.Column("outcome", sa.Enum("consented", "declined", "taken_back", name="moveoutcome", native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column("word", sa.Text(), nullable=False),
    sa.Column("decided_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("decided_by_id", sa.Uuid(), nullable=True),
    sa.Column("former_id", sa.Uuid(), nullable=True),
    sa.Column("submission_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (outcome IS NULL)", name=op.f("ck_entry_move_decided_whole")),
    sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_entry_move_decided_by_id_person")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_move_entry_id_entry")),
    sa.ForeignKeyConstraint(["former_id"], ["submission.id"], name=op.f("fk_entry_move_former_id_submission")),
    sa.ForeignKeyConstraint(["from_id"], ["category.id"], name=op.f("fk_entry_move_from_id_category")),
    sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_entry_move_proposed_by_id_person")),
    sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_entry_move_submission_id_submission")),
    sa.ForeignKeyConstraint(["to_id"], ["category.id"], name=op.f("fk_entry_move_to_id_category")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_entry_move"))
    )
    with op.batch_alter_table("entry_move") as table:
        table.create_index(table.f("ix_entry_move_entry_id"), ["entry_id"], unique=False)
        table.create_index(table.f("ix_entry_move_submission_id"), ["submission_id"], unique=False)


def downgrade() -> None:
    op.drop_table("entry_move")
