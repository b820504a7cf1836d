"""the panels of categories deliberate

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("deliberation_room",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("category_id", sa.Uuid(), nullable=False),
    sa.Column("open_to_all", sa.Boolean(), nullable=False),
    sa.Column("opened_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("opened_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_deliberation_room_category_id_category")),
    sa.ForeignKeyConstraint(["opened_by_id"], ["person.id"], name=op.f("fk_deliberation_room_opened_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_deliberation_room")),
    sa.UniqueConstraint("category_id", name=op.f("uq_deliberation_room_category_id"))
    )
    op.create_table("room_item",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("room_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("code", sa.String(), nullable=False),
    sa.Column("minutes", sa.Text(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("minuted_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("minuted_by_id", sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_room_item_entry_id_entry")),
    sa.ForeignKeyConstraint(["minuted_by_id"], ["person.id"], name=op.f("fk_room_item_minuted_by_id_person")),
    sa.ForeignKeyConstraint(["room_id"], ["deliberation_room.id"], name=op.f("fk_room_item_room_id_deliberation_room")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_room_item")),
    sa.UniqueConstraint("room_id", "code", name=op.f("uq_room_item_room_id_code")),
    sa.UniqueConstraint("room_id", "entry_id", name=op.f("uq_room_item_room_id_entry_id"))
    )
    op.create_table("room_presence",
    sa.Column("item_id", sa.Uuid(), nullable=False),
    sa.Column("judge_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["item_id"], ["room_item.id"], name=op.f("fk_room_presence_item_id_room_item")),
    sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_room_presence_judge_id_judge")),
    sa.PrimaryKeyConstraint("item_id", "judge_id", name=op.f("pk_room_presence"))
    )


def downgrade() -> None:
    op.drop_table("room_presence")
    op.drop_table("room_item")
    op.drop_table("deliberation_room")
