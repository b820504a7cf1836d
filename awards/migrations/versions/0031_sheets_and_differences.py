"""sheets are reopened, recognition asked, differences reconciled

Revision ID: 0031
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0031"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("recognition",
    sa.Column("assignment_id", sa.Uuid(), nullable=False),
    sa.Column("answer", sa.Enum("no", "guessed", "knew", "skipped", name="recognised", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_recognition_assignment_id_assignment")),
    sa.PrimaryKeyConstraint("assignment_id", name=op.f("pk_recognition"))
    )
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
    op.drop_table("recognition")
