"""the people of a disqualified entry answer once, and two organisers decide on it

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("disqualification_reply",
    sa.Column("disqualification_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_disqualification_reply_by_id_person")),
    sa.ForeignKeyConstraint(["disqualification_id"], ["disqualification.id"], name=op.f("fk_disqualification_reply_disqualification_id_disqualification")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_disqualification_reply_entry_id_entry")),
    sa.PrimaryKeyConstraint("disqualification_id", name=op.f("pk_disqualification_reply"))
    )
    with op.batch_alter_table("disqualification_reply") as table:
        table.create_index(table.f("ix_disqualification_reply_entry_id"), ["entry_id"], unique=False)
    op.create_table("reply_decision",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("disqualification_id", sa.Uuid(), nullable=False),
    sa.Column("lifts", sa.Boolean(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
    sa.Column("decided_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("decided_by_id", sa.Uuid(), nullable=True),
    sa.Column("confirmed", sa.Boolean(), nullable=True),
    sa.CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (confirmed IS NULL)", name=op.f("ck_reply_decision_decided_whole")),
    sa.CheckConstraint("confirmed IS NULL OR NOT confirmed OR decided_by_id <> proposed_by_id", name=op.f("ck_reply_decision_two_people")),
    sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_reply_decision_decided_by_id_person")),
    sa.ForeignKeyConstraint(["disqualification_id"], ["disqualification_reply.disqualification_id"], name=op.f("fk_reply_decision_disqualification_id_disqualification_reply")),
    sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_reply_decision_proposed_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_decision"))
    )
    with op.batch_alter_table("reply_decision") as table:
        table.create_index(table.f("ix_reply_decision_disqualification_id"), ["disqualification_id"], unique=False)


def downgrade() -> None:
    op.drop_table("reply_decision")
    op.drop_table("disqualification_reply")
