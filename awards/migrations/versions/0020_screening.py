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


def downgrade() -> None:
    op.drop_table("not_a_duplicate")
    op.drop_table("admission")
