"""pages of attached files, blindness checks

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("file_reading",
    sa.Column("digest", sa.String(length=64), nullable=False),
    sa.Column("count", sa.Integer(), nullable=False),
    sa.Column("pages", sa.JSON(), nullable=False),
    sa.Column("read_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint("digest", name=op.f("pk_file_reading"))
    )
    op.create_table("blindness_check",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("begun_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("begun_by_id", sa.Uuid(), nullable=True),
    sa.Column("judges", sa.Integer(), nullable=False),
    sa.Column("judges_read", sa.Integer(), nullable=False),
    sa.Column("pages", sa.Integer(), nullable=False),
    sa.Column("findings", sa.JSON(), nullable=False),
    sa.Column("finished_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("record", sa.Text(), nullable=False),
    sa.Column("public_key", sa.String(), nullable=False),
    sa.Column("signature", sa.String(), nullable=False),
    sa.ForeignKeyConstraint(["begun_by_id"], ["person.id"], name=op.f("fk_blindness_check_begun_by_id_person")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_blindness_check_cycle_id_cycle")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_blindness_check"))
    )
    with op.batch_alter_table("blindness_check") as table:
        table.create_index(table.f("ix_blindness_check_cycle_id"), ["cycle_id"], unique=False)
    op.create_table("blindness_acceptance",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("mark", sa.String(length=64), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("proposed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
    sa.Column("agreed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
    sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name=op.f("ck_blindness_acceptance_agreed_whole")),
    sa.CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> proposed_by_id", name=op.f("ck_blindness_acceptance_two_people")),
    sa.ForeignKeyConstraint(["agreed_by_id"], ["person.id"], name=op.f("fk_blindness_acceptance_agreed_by_id_person")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_blindness_acceptance_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["proposed_by_id"], ["person.id"], name=op.f("fk_blindness_acceptance_proposed_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_blindness_acceptance")),
    sa.UniqueConstraint("cycle_id", "mark", name=op.f("uq_blindness_acceptance_cycle_id_mark"))
    )


def downgrade() -> None:
    op.drop_table("blindness_acceptance")
    op.drop_table("blindness_check")
    op.drop_table("file_reading")
