"""translations are kept beside the originals

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("translation",
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("field", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("language", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("original_hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("made_by", sa.Enum("entrant", "organisers", name="maker", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("made_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("made_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_translation_entry_id_entry")),
    sa.ForeignKeyConstraint(["made_by_id"], ["person.id"], name=op.f("fk_translation_made_by_id_person")),
    sa.PrimaryKeyConstraint("entry_id", "field", "language", "original_hash", name=op.f("pk_translation")),
    )
    for name in ("entry", "blind_copy"):
        with op.batch_alter_table(name) as table:
            table.add_column(sa.Column("translation_version", sa.Integer(), server_default="0", nullable=False))


def downgrade() -> None:
    for name in ("blind_copy", "entry"):
        with op.batch_alter_table(name) as table:
            table.drop_column("translation_version")
    op.drop_table("translation")
