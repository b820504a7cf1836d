"""files that are read and shown before they are brought in

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("table_import",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("kind", sa.Enum("agencies", "people", "services", "entries", name="tablekind", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=True),
    sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("sheet", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("digest", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("content", sa.LargeBinary(), nullable=True),
    sa.Column("preview", sa.JSON(), nullable=False),
    sa.Column("read_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("read_by_id", sa.Uuid(), nullable=False),
    sa.Column("expires_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("done_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_table_import_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["read_by_id"], ["person.id"], name=op.f("fk_table_import_read_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_table_import"))
    )
    with op.batch_alter_table("table_import") as table:
        table.create_index(table.f("ix_table_import_cycle_id"), ["cycle_id"], unique=False)

    op.create_table("imported_entry",
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_imported_entry_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_imported_entry_entry_id_entry")),
    sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_imported_entry")),
    sa.UniqueConstraint("cycle_id", "key", name=op.f("uq_imported_entry_cycle_id_key"))
    )


def downgrade() -> None:
    op.drop_table("imported_entry")
    op.drop_table("table_import")
