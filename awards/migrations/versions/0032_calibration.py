"""calibration before scoring

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("calibration",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("opened_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("opened_by_id", sa.Uuid(), nullable=False),
    sa.Column("ends_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("closed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("closed_by_id", sa.Uuid(), nullable=True),
    sa.Column("voices", sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_calibration_closed_by_id_person")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_calibration_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_calibration_opened_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration")),
    sa.UniqueConstraint("cycle_id", name=op.f("uq_calibration_cycle_id"))
    )
    op.create_table("calibration_entry",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("calibration_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("rubric_id", sa.Uuid(), nullable=False),
    sa.Column("code", sa.String(), nullable=False),
    sa.ForeignKeyConstraint(["calibration_id"], ["calibration.id"], name=op.f("fk_calibration_entry_calibration_id_calibration")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_calibration_entry_entry_id_entry")),
    sa.ForeignKeyConstraint(["rubric_id"], ["rubric.id"], name=op.f("fk_calibration_entry_rubric_id_rubric")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_entry")),
    sa.UniqueConstraint("calibration_id", "entry_id", name=op.f("uq_calibration_entry_calibration_id_entry_id")),
    sa.UniqueConstraint("code", name=op.f("uq_calibration_entry_code"))
    )
    with op.batch_alter_table("calibration_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_entry_entry_id"), ["entry_id"], unique=False)

    op.create_table("calibration_post",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("calibration_entry_id", sa.Uuid(), nullable=False),
    sa.Column("judge_id", sa.Uuid(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["calibration_entry_id"], ["calibration_entry.id"], name=op.f("fk_calibration_post_calibration_entry_id_calibration_entry")),
    sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_calibration_post_judge_id_judge")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_calibration_post"))
    )
    with op.batch_alter_table("calibration_post", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calibration_post_calibration_entry_id"), ["calibration_entry_id"], unique=False)

    op.create_table("calibration_sheet",
    sa.Column("calibration_entry_id", sa.Uuid(), nullable=False),
    sa.Column("judge_id", sa.Uuid(), nullable=False),
    sa.Column("marks", sa.JSON(), nullable=False),
    sa.Column("handed_in_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["calibration_entry_id"], ["calibration_entry.id"], name=op.f("fk_calibration_sheet_calibration_entry_id_calibration_entry")),
    sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_calibration_sheet_judge_id_judge")),
    sa.PrimaryKeyConstraint("calibration_entry_id", "judge_id", name=op.f("pk_calibration_sheet"))
    )


def downgrade() -> None:
    op.drop_table("calibration_sheet")
    with op.batch_alter_table("calibration_post", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_post_calibration_entry_id"))

    op.drop_table("calibration_post")
    with op.batch_alter_table("calibration_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calibration_entry_entry_id"))

    op.drop_table("calibration_entry")
    op.drop_table("calibration")
