"""a cycle may have a final panel, a panel reserves; judges sign a pledge

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("round") as table:
        table.add_column(sa.Column("pools", sa.Boolean(), nullable=False, server_default=sa.true()))
        table.add_column(sa.Column("shows_scoring", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("closes_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("round") as table:
        table.alter_column("pools", server_default=None)
        table.alter_column("shows_scoring", server_default=None)
    op.create_table("final_plan",
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("finalists", sa.Integer(), nullable=False),
    sa.Column("sheets_per_entry", sa.Integer(), nullable=False),
    sa.Column("max_load", sa.Integer(), nullable=False),
    sa.Column("min_sheets", sa.Integer(), nullable=False),
    sa.Column("pools", sa.Boolean(), nullable=False),
    sa.Column("shows_scoring", sa.Boolean(), nullable=False),
    sa.Column("set_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("set_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_final_plan_cycle_id_cycle")),
    sa.ForeignKeyConstraint(["set_by_id"], ["person.id"], name=op.f("fk_final_plan_set_by_id_person")),
    sa.PrimaryKeyConstraint("cycle_id", name=op.f("pk_final_plan"))
    )
    op.create_table("finalist",
    sa.Column("round_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_finalist_entry_id_entry")),
    sa.ForeignKeyConstraint(["round_id"], ["round.id"], name=op.f("fk_finalist_round_id_round")),
    sa.PrimaryKeyConstraint("round_id", "entry_id", name=op.f("pk_finalist"))
    )
    # Whoever sits on a jury by now was asked for no pledge.
    with op.batch_alter_table("judge") as table:
        table.add_column(sa.Column("pledge_asked", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("pledged_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
    with op.batch_alter_table("judge") as table:
        table.alter_column("pledge_asked", server_default=None)
    op.create_table("panel_reserve",
    sa.Column("category_id", sa.Uuid(), nullable=False),
    sa.Column("judge_id", sa.Uuid(), nullable=False),
    sa.Column("since", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("named_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_panel_reserve_category_id_category")),
    sa.ForeignKeyConstraint(["judge_id"], ["judge.id"], name=op.f("fk_panel_reserve_judge_id_judge")),
    sa.ForeignKeyConstraint(["named_by_id"], ["person.id"], name=op.f("fk_panel_reserve_named_by_id_person")),
    sa.PrimaryKeyConstraint("category_id", "judge_id", name=op.f("pk_panel_reserve"))
    )


def downgrade() -> None:
    op.drop_table("panel_reserve")
    with op.batch_alter_table("judge") as table:
        table.drop_column("pledged_at")
        table.drop_column("pledge_asked")
    op.drop_table("finalist")
    op.drop_table("final_plan")
    with op.batch_alter_table("round") as table:
        table.drop_column("closes_at")
        table.drop_column("shows_scoring")
        table.drop_column("pools")
