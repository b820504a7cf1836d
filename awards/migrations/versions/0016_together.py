"""services of agencies, who is writing in an entry

Revision ID: 0016
Revises: 0013
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0016"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("service",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("agency_id", sa.Uuid(), nullable=False),
    sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("aliases", sa.JSON(), nullable=False),
    sa.Column("operating_since", sa.Date(), nullable=True),
    sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("active", sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_service_agency_id_agency")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
    sa.UniqueConstraint("agency_id", "code", name=op.f("uq_service_agency_id_code")),
    )


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


def downgrade() -> None:
    op.drop_table("entry_presence")
    op.drop_table("service")
