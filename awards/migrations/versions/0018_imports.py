"""files that are read and shown before they are brought in, chairs of panels, and invitations to be one

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

    op.create_table("panel_officer",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("category_id", sa.Uuid(), nullable=False),
    sa.Column("judge_id", sa.Uuid(), nullable=False),
    sa.Column("office", sa.Enum("chair", "deputy", name="office", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("since", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("named_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_panel_officer_category_id_category")),
    sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_panel_officer_judge_id_judge")),
    sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_panel_officer_named_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_officer")),
    sa.UniqueConstraint("category_id", "judge_id", name=op.f("uq_panel_officer_category_id_judge_id")),
    sa.UniqueConstraint("category_id", "office", name=op.f("uq_panel_officer_category_id_office"))
    )
    with op.batch_alter_table("panel_officer") as table:
        table.create_index(table.f("ix_panel_officer_judge_id"), ["judge_id"], unique=False)

    with op.batch_alter_table("invitation") as table:
        table.add_column(sa.Column("panel_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
        table.add_column(sa.Column("panel_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))
    with op.batch_alter_table("invitation") as table:
        table.alter_column("panel_ar", server_default=None)
        table.alter_column("panel_en", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.drop_column("panel_en")
        table.drop_column("panel_ar")
    op.drop_table("panel_officer")
    op.drop_table("imported_entry")
    op.drop_table("table_import")
