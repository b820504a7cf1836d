"""appeals of entrants

Revision ID: 0040
Revises: 0039
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Nothing refers to certificates: SQLite may write their table anew.
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f("uq_certificate_entry_id_kind"), type_="unique")
        table.create_unique_constraint(op.f("uq_certificate_entry_id_kind_place"), ["entry_id", "kind", "place"])
    op.create_table("appeal_rule",
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("waits", sa.Boolean(), nullable=False),
    sa.Column("shows", sa.Enum("nothing", "placed", "rank", name="standing", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("set_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("set_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_appeal_rule_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_appeal_rule_set_by_id_person")),
    sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_appeal_rule"))
    )
    op.create_table("appeal",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("ground", sa.Enum("procedure", "conflict", "counting", "misread", "other", name="ground", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("filed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("filed_by_id", sa.Uuid(), nullable=False),
    sa.Column("withdrawn_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
    sa.Column("ruler_id", sa.Uuid(), nullable=True),
    sa.Column("assigned_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("assigned_by_id", sa.Uuid(), nullable=True),
    sa.Column("sent_back", sa.Text(), nullable=False),
    sa.Column("closed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("(assigned_at IS NULL) = (ruler_id IS NULL)", name=op.f("ck_appeal_assigned_pair")),
    sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name=op.f("ck_appeal_withdrawn_pair")),
    sa.CheckConstraint("ruler_id <> assigned_by_id", name=op.f("ck_appeal_assigned_by_another")),
    sa.CheckConstraint("withdrawn_at IS NULL OR closed_at IS NOT NULL", name=op.f("ck_appeal_withdrawn_is_closed")),
    sa.ForeignKeyConstraint(["assigned_by_id"], ["person.id"], name=op.f("fk_appeal_assigned_by_id_person")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_appeal_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_appeal_entry_id_entry")),
    sa.ForeignKeyConstraint(["filed_by_id"], ["person.id"], name=op.f("fk_appeal_filed_by_id_person")),
    sa.ForeignKeyConstraint(["ruler_id"], ["person.id"], name=op.f("fk_appeal_ruler_id_person")),
    sa.ForeignKeyConstraint(["withdrawn_by_id"], ["person.id"], name=op.f("fk_appeal_withdrawn_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    sa.UniqueConstraint("cycle_id", "number", name=op.f("uq_appeal_cycle_id_number")),
    sa.UniqueConstraint("entry_id", name=op.f("uq_appeal_entry_id"))
    )
    op.create_table("appeal_notice",
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("tally_id", sa.Uuid(), nullable=False),
    sa.Column("opens_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("ends_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("proposed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
    sa.Column("told", sa.Integer(), nullable=False),
    sa.Column("told_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("told_by_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("(told_at IS NULL) = (told_by_id IS NULL)", name=op.f("ck_appeal_notice_told_pair")),
    sa.CheckConstraint("opens_at < ends_at", name=op.f("ck_appeal_notice_window")),
    sa.CheckConstraint("told_by_id <> proposed_by_id", name=op.f("ck_appeal_notice_two_people")),
    sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_appeal_notice_proposed_by_id_person")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_appeal_notice_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["tally_id"], ["tally.id"], name=op.f("fk_appeal_notice_tally_id_tally")),
    sa.ForeignKeyConstraint(["told_by_id"], ["person.id"], name=op.f("fk_appeal_notice_told_by_id_person")),
    sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_appeal_notice"))
    )
    op.create_table("appeal_correction",
    sa.Column("appeal_id", sa.Uuid(), nullable=False),
    sa.Column("before_id", sa.Uuid(), nullable=False),
    sa.Column("after_id", sa.Uuid(), nullable=False),
    sa.Column("made_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("made_by_id", sa.Uuid(), nullable=False),
    sa.Column("after_publication", sa.Boolean(), nullable=False),
    sa.Column("places", sa.JSON(), nullable=False),
    sa.Column("proposed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
    sa.Column("approved_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("approved_by_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_appeal_correction_approved_pair")),
    sa.CheckConstraint("approved_by_id <> proposed_by_id", name=op.f("ck_appeal_correction_two_people")),
    sa.ForeignKeyConstraint(["after_id"], ["tally.id"], name=op.f("fk_appeal_correction_after_id_tally")),
    sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_correction_appeal_id_appeal")),
    sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_appeal_correction_approved_by_id_person")),
    sa.ForeignKeyConstraint(["before_id"], ["tally.id"], name=op.f("fk_appeal_correction_before_id_tally")),
    sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_appeal_correction_made_by_id_person")),
    sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_appeal_correction_proposed_by_id_person")),
    sa.PrimaryKeyConstraint("appeal_id", name=op.f("pk_appeal_correction"))
    )
    op.create_table("appeal_ruling",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("appeal_id", sa.Uuid(), nullable=False),
    sa.Column("outcome", sa.Enum("inadmissible", "rejected", "partly_upheld", "upheld", name="outcome", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("reasons_ar", sa.Text(), nullable=False),
    sa.Column("reasons_en", sa.Text(), nullable=False),
    sa.Column("set_aside", sa.JSON(), nullable=False),
    sa.Column("changes_place", sa.Boolean(), nullable=False),
    sa.Column("ruled_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("ruled_by_id", sa.Uuid(), nullable=False),
    sa.Column("agreed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_appeal_ruling_agreed_pair")),
    sa.CheckConstraint("agreed_by_id <> ruled_by_id", name=op.f("ck_appeal_ruling_two_people")),
    sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_appeal_ruling_agreed_by_id_person")),
    sa.ForeignKeyConstraint(["appeal_id"], ["appeal.id"], name=op.f("fk_appeal_ruling_appeal_id_appeal")),
    sa.ForeignKeyConstraint(["ruled_by_id"], ["person.id"], name=op.f("fk_appeal_ruling_ruled_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_ruling")),
    sa.UniqueConstraint("appeal_id", name=op.f("uq_appeal_ruling_appeal_id"))
    )


def downgrade() -> None:
    with op.batch_alter_table("certificate") as table:
        table.drop_constraint(op.f("uq_certificate_entry_id_kind_place"), type_="unique")
        table.create_unique_constraint(op.f("uq_certificate_entry_id_kind"), ["entry_id", "kind"])
    op.drop_table("appeal_ruling")
    op.drop_table("appeal_correction")
    op.drop_table("appeal_notice")
    op.drop_table("appeal")
    op.drop_table("appeal_rule")
