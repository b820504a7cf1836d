"""password links, changes of address, and sessions that their owner knows again

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("email_change",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("person_id", sa.Uuid(), nullable=False),
    sa.Column("old_email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("new_email", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("asked_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("expires_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("old_confirmed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("new_confirmed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("ended_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_email_change_person_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_email_change"))
    )
    with op.batch_alter_table("email_change") as table:
        table.create_index(op.f("ix_email_change_person_id"), ["person_id"], unique=False)

    op.create_table("password_reset",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("person_id", sa.Uuid(), nullable=True),
    sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("asked_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("expires_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("used_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_password_reset_person_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset"))
    )
    with op.batch_alter_table("password_reset") as table:
        table.create_index("ix_password_reset_address_asked_at", ["address", "asked_at"], unique=False)
        table.create_index(op.f("ix_password_reset_person_id"), ["person_id"], unique=False)

    with op.batch_alter_table("person") as table:
        table.add_column(sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="ar"))

    with op.batch_alter_table("sign_in_session") as table:
        table.add_column(sa.Column("address", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("browser", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))



def downgrade() -> None:
    with op.batch_alter_table("sign_in_session") as table:
        table.drop_column("browser")
        table.drop_column("address")

    with op.batch_alter_table("person") as table:
        table.drop_column("lang")

    op.drop_table("password_reset")
    op.drop_table("email_change")
