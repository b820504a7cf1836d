"""sealed results, and from where events came

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("seal",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("tally_id", sa.Uuid(), nullable=False),
    sa.Column("says", sa.String(length=64), nullable=False),
    sa.Column("file", sa.String(length=64), nullable=False),
    sa.Column("sealed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("sealed_by_id", sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_seal_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["sealed_by_id"], ["person.id"], name=op.f("fk_seal_sealed_by_id_person")),
    sa.ForeignKeyConstraint(["tally_id"], ["tally.id"], name=op.f("fk_seal_tally_id_tally")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
    sa.UniqueConstraint("cycle_id", "version", name=op.f("uq_seal_cycle_id_version"))
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        for name in ("address", "device", "salt", "origin"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        for name in ("origin", "salt", "device", "address"):
            batch_op.drop_column(name)
    op.drop_table("seal")
