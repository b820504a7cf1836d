"""panels vote on who should have the places of their category

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("room_motion",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("room_id", sa.Uuid(), nullable=False),
    sa.Column("place", sa.Integer(), nullable=False),
    sa.Column("outcome", sa.Enum("awarded", "shared", "withheld", name="outcome", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("citation_ar", sa.Text(), nullable=False),
    sa.Column("citation_en", sa.Text(), nullable=False),
    sa.Column("reason", sa.Text(), nullable=False),
    sa.Column("reason_en", sa.Text(), nullable=False),
    sa.Column("put_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("put_by_id", sa.Uuid(), nullable=False),
    sa.Column("closed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("closed_by_id", sa.Uuid(), nullable=True),
    sa.Column("taken_back", sa.Boolean(), nullable=False),
    sa.Column("aside", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["closed_by_id"], ["person.id"], name=op.f("fk_room_motion_closed_by_id_person")),
    sa.ForeignKeyConstraint(["put_by_id"], ["person.id"], name=op.f("fk_room_motion_put_by_id_person")),
    sa.ForeignKeyConstraint(["room_id"], ["deliberation_room.id"], name=op.f("fk_room_motion_room_id_deliberation_room")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_room_motion"))
    )
    with op.batch_alter_table("room_motion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_motion_room_id"), ["room_id"], unique=False)

    op.create_table("room_motion_item",
    sa.Column("motion_id", sa.Uuid(), nullable=False),
    sa.Column("item_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["item_id"], ["room_item.id"], name=op.f("fk_room_motion_item_item_id_room_item")),
    sa.ForeignKeyConstraint(["motion_id"], ["room_motion.id"], name=op.f("fk_room_motion_item_motion_id_room_motion")),
    sa.PrimaryKeyConstraint("motion_id", "item_id", name=op.f("pk_room_motion_item"))
    )
    op.create_table("room_vote",
    sa.Column("motion_id", sa.Uuid(), nullable=False),
    sa.Column("judge_id", sa.Uuid(), nullable=False),
    sa.Column("choice", sa.Enum("for", "against", "abstained", name="choice", native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column("cast_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_room_vote_judge_id_judge")),
    sa.ForeignKeyConstraint(["motion_id"], ["room_motion.id"], name=op.f("fk_room_vote_motion_id_room_motion")),
    sa.PrimaryKeyConstraint("motion_id", "judge_id", name=op.f("pk_room_vote"))
    )


def downgrade() -> None:
    op.drop_table("room_vote")
    op.drop_table("room_motion_item")
    with op.batch_alter_table("room_motion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_motion_room_id"))

    op.drop_table("room_motion")
