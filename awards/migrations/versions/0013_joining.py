"""invitations, registrations, and the agency for which an entrant acts

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("invitation",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("role", sa.Enum("entrant", "judge", "organiser", "auditor", name="role", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("agency_id", sa.Uuid(), nullable=True),
    sa.Column("kind", sa.Enum("owner", "editor", name="kind", native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("invited_by_id", sa.Uuid(), nullable=False),
    sa.Column("invited_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("expires_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("withdrawn_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("accepted_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("person_id", sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_invitation_agency_id_agency")),
    sa.ForeignKeyConstraint(["invited_by_id"], ["person.id"], name=op.f("fk_invitation_invited_by_id_person")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_invitation_person_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation"))
    )
    with op.batch_alter_table("invitation") as table:
        table.create_index(table.f("ix_invitation_agency_id"), ["agency_id"], unique=False)
        table.create_index(table.f("ix_invitation_email"), ["email"], unique=False)
        table.create_index(table.f("ix_invitation_person_id"), ["person_id"], unique=False)

    op.create_table("registration",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("agency_id", sa.Uuid(), nullable=True),
    sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("asked_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("expires_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("confirmed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("password_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
    sa.Column("decided_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("decided_by_id", sa.Uuid(), nullable=True),
    sa.Column("outcome", sa.Enum("approved", "refused", name="outcome", native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("person_id", sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(["agency_id"], ["agency.id"], name=op.f("fk_registration_agency_id_agency")),
    sa.ForeignKeyConstraint(["decided_by_id"], ["person.id"], name=op.f("fk_registration_decided_by_id_person")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_registration_person_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_registration"))
    )
    with op.batch_alter_table("registration") as table:
        table.create_index("ix_registration_address_asked_at", ["address", "asked_at"], unique=False)
        table.create_index(table.f("ix_registration_agency_id"), ["agency_id"], unique=False)
        table.create_index(table.f("ix_registration_email"), ["email"], unique=False)
        table.create_index(table.f("ix_registration_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("sign_in_session") as table:
        table.add_column(sa.Column("agency_id", sa.Uuid(), nullable=True))



def downgrade() -> None:
    with op.batch_alter_table("sign_in_session") as table:
        table.drop_column("agency_id")

    op.drop_table("registration")
    op.drop_table("invitation")
