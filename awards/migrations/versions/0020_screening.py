"""entries are screened before they are judged

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("admission",
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("submission_id", sa.Uuid(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_admission_by_id_person")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_admission_entry_id_entry")),
    sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name=op.f("fk_admission_submission_id_submission")),
    sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_admission"))
    )
    op.create_table("not_a_duplicate",
    sa.Column("first_id", sa.Uuid(), nullable=False),
    sa.Column("second_id", sa.Uuid(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_not_a_duplicate_by_id_person")),
    sa.ForeignKeyConstraint(["first_id"], ["entry.id"], name=op.f("fk_not_a_duplicate_first_id_entry")),
    sa.ForeignKeyConstraint(["second_id"], ["entry.id"], name=op.f("fk_not_a_duplicate_second_id_entry")),
    sa.PrimaryKeyConstraint("first_id", "second_id", name=op.f("pk_not_a_duplicate"))
    )
    op.create_table("clarification",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("question", sa.Text(), nullable=False),
    sa.Column("asked_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("asked_by_id", sa.Uuid(), nullable=False),
    sa.Column("answer", sa.Text(), nullable=False),
    sa.Column("answered_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("answered_by_id", sa.Uuid(), nullable=True),
    sa.Column("closed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_clarification_answered_pair")),
    sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_clarification_answered_by_id_person")),
    sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_clarification_asked_by_id_person")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_clarification_entry_id_entry")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_clarification"))
    )
    with op.batch_alter_table("clarification") as table:
        table.create_index(table.f("ix_clarification_entry_id"), ["entry_id"], unique=False)
    op.create_table("disqualification",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("ground", sa.Enum("not_eligible", "duplicate", "untrue", "terms", "other", name="ground", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
    sa.Column("decided_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("decided_by_id", sa.Uuid(), nullable=True),
    sa.Column("confirmed", sa.Boolean(), nullable=True),
    sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (confirmed IS NULL)", name=op.f("ck_disqualification_decided_whole")),
    sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_disqualification_decided_by_id_person")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_disqualification_entry_id_entry")),
    sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_disqualification_proposed_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_disqualification"))
    )
    with op.batch_alter_table("disqualification") as table:
        table.create_index(table.f("ix_disqualification_entry_id"), ["entry_id"], unique=False)


def downgrade() -> None:
    op.drop_table("disqualification")
    op.drop_table("clarification")
    op.drop_table("not_a_duplicate")
    op.drop_table("admission")
