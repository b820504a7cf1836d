"""sheets are reopened, recognition asked, differences reconciled

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("discrepancy_rule",
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("points", sa.Integer(), nullable=False),
    sa.Column("set_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("set_by_id", sa.Uuid(), nullable=False),
    sa.CheckConstraint("points BETWEEN 1 AND 99", name=op.f("ck_discrepancy_rule_points")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_discrepancy_rule_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_discrepancy_rule_set_by_id_person")),
    sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_discrepancy_rule"))
    )
    op.create_table("pending_opening",
    sa.Column("round_id", sa.Uuid(), nullable=False),
    sa.Column("person_id", sa.Uuid(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("pending", sa.Integer(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pending_opening_person_id_person")),
    sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_pending_opening_round_id_round")),
    sa.PrimaryKeyConstraint("round_id", "person_id", name=op.f("pk_pending_opening"))
    )
    op.create_table("recognition",
    sa.Column("assignment_id", sa.Uuid(), nullable=False),
    sa.Column("answer", sa.Enum("no", "guessed", "knew", "skipped", name="recognised", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_recognition_assignment_id_assignment")),
    sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_recognition"))
    )
    op.create_table("reconciliation",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("round_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("threshold", sa.Integer(), nullable=False),
    sa.Column("criteria", sa.JSON(), nullable=False),
    sa.Column("opened_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("extra_assignment_id", sa.Uuid(), nullable=True),
    sa.Column("extra_by_id", sa.Uuid(), nullable=True),
    sa.Column("settled_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("settled_by_id", sa.Uuid(), nullable=True),
    sa.Column("settlement", sa.Enum("agreed", "stands", "extra_judge", name="settlement", native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column("determination", sa.Text(), nullable=False),
    sa.CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name=op.f("ck_reconciliation_settled_whole")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_reconciliation_entry_id_entry")),
    sa.ForeignKeyConstraint(["extra_assignment_id"], ["assignment.id"], name=op.f("fk_reconciliation_extra_assignment_id_assignment")),
    sa.ForeignKeyConstraint(["extra_by_id"], ["person.id"], name=op.f("fk_reconciliation_extra_by_id_person")),
    sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_reconciliation_round_id_round")),
    sa.ForeignKeyConstraint(["settled_by_id"], ["person.id"], name=op.f("fk_reconciliation_settled_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reconciliation")),
    sa.UniqueConstraint("round_id", "entry_id", name=op.f("uq_reconciliation_round_id_entry_id"))
    )
    with op.batch_alter_table("reconciliation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reconciliation_entry_id"), ["entry_id"], unique=False)

    op.create_table("reconciliation_part",
    sa.Column("assignment_id", sa.Uuid(), nullable=False),
    sa.Column("reconciliation_id", sa.Uuid(), nullable=False),
    sa.Column("receipt_id", sa.Uuid(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("answered_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("rescored_receipt_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("answered_at IS NOT NULL OR rescored_receipt_id IS NULL", name=op.f("ck_reconciliation_part_rescored_when_answered")),
    sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_reconciliation_part_assignment_id_assignment")),
    sa.ForeignKeyConstraint(["receipt_id"], ["lodgement_receipt.id"], name=op.f("fk_reconciliation_part_receipt_id_lodgement_receipt")),
    sa.ForeignKeyConstraint(["reconciliation_id"], ["reconciliation.id"], name=op.f("fk_reconciliation_part_reconciliation_id_reconciliation")),
    sa.ForeignKeyConstraint(["rescored_receipt_id"], ["lodgement_receipt.id"], name=op.f("fk_reconciliation_part_rescored_receipt_id_lodgement_receipt")),
    sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_reconciliation_part"))
    )
    with op.batch_alter_table("reconciliation_part", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reconciliation_part_reconciliation_id"), ["reconciliation_id"], unique=False)

    op.create_table("reopening",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("scorecard_id", sa.Uuid(), nullable=False),
    sa.Column("receipt_id", sa.Uuid(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("asked_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("asked_by_id", sa.Uuid(), nullable=False),
    sa.Column("panel_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("panel_id", sa.Uuid(), nullable=True),
    sa.Column("office_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("office_id", sa.Uuid(), nullable=True),
    sa.Column("declined_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("declined_by_id", sa.Uuid(), nullable=True),
    sa.Column("refusal", sa.Text(), nullable=False),
    sa.Column("opened_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("restored_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(declined_at IS NULL) = (declined_by_id IS NULL)", name=op.f("ck_reopening_declined_pair")),
    sa.CheckConstraint("(office_at IS NULL) = (office_id IS NULL)", name=op.f("ck_reopening_office_pair")),
    sa.CheckConstraint("(panel_at IS NULL) = (panel_id IS NULL)", name=op.f("ck_reopening_panel_pair")),
    sa.CheckConstraint("opened_at IS NULL OR (panel_at IS NOT NULL AND office_at IS NOT NULL)", name=op.f("ck_reopening_agreed")),
    sa.CheckConstraint("opened_at IS NULL OR declined_at IS NULL", name=op.f("ck_reopening_one_end")),
    sa.CheckConstraint("panel_id <> office_id", name=op.f("ck_reopening_two_people")),
    sa.CheckConstraint("restored_at IS NULL OR opened_at IS NOT NULL", name=op.f("ck_reopening_restored_after_opening")),
    sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_reopening_asked_by_id_person")),
    sa.ForeignKeyConstraint(["declined_by_id"], ["person.id"], name=op.f("fk_reopening_declined_by_id_person")),
    sa.ForeignKeyConstraint(["office_id"], ["person.id"], name=op.f("fk_reopening_office_id_person")),
    sa.ForeignKeyConstraint(["panel_id"], ["person.id"], name=op.f("fk_reopening_panel_id_person")),
    sa.ForeignKeyConstraint(["receipt_id"], ["lodgement_receipt.id"], name=op.f("fk_reopening_receipt_id_lodgement_receipt")),
    sa.ForeignKeyConstraint(["scorecard_id"], ["scorecard.id"], name=op.f("fk_reopening_scorecard_id_scorecard")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening"))
    )
    with op.batch_alter_table("reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reopening_scorecard_id"), ["scorecard_id"], unique=False)



def downgrade() -> None:
    with op.batch_alter_table("reopening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reopening_scorecard_id"))

    op.drop_table("reopening")
    with op.batch_alter_table("reconciliation_part", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reconciliation_part_reconciliation_id"))

    op.drop_table("reconciliation_part")
    with op.batch_alter_table("reconciliation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reconciliation_entry_id"))

    op.drop_table("reconciliation")
    op.drop_table("recognition")
    op.drop_table("pending_opening")
    op.drop_table("discrepancy_rule")
