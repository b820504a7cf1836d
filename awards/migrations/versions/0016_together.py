"""services of agencies

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "0016"
down_revision = "0015"
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


def downgrade() -> None:
    op.drop_table("service")
