"""who is writing in an entry, and the services that it names

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("entry_presence",
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("person_id", sa.Uuid(), nullable=False),
    sa.Column("place", sa.Enum("summary", "answers", "attachments", "services", "check", name="place", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("seen_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("unsaved", sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_presence_entry_id_entry")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_entry_presence_person_id_person")),
    sa.PrimaryKeyConstraint("entry_id", "person_id", "place", name=op.f("pk_entry_presence")),
    )
    op.create_table("entry_service",
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("service_id", sa.Uuid(), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_entry_service_entry_id_entry")),
    sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_entry_service_service_id_service")),
    sa.PrimaryKeyConstraint("entry_id", "service_id", name=op.f("pk_entry_service")),
    )


def downgrade() -> None:
    op.drop_table("entry_service")
    op.drop_table("entry_presence")
