"""what partners say, and which questions are indicators

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

import awards.kit.db

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Partners were taken at the entrant's word until now: those that are named stay partners.
    with op.batch_alter_table("entry_partner") as table:
        table.add_column(sa.Column("state", sa.Enum("waiting", "confirmed", "declined", name="partnerstate", native_enum=False, create_constraint=True, length=32), nullable=False, server_default="confirmed"))
        table.add_column(sa.Column("named_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("answered_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("answered_by_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key(table.f("fk_entry_partner_answered_by_id_person"), "person", ["answered_by_id"], ["id"])
    with op.batch_alter_table("entry_partner") as table:
        table.alter_column("state", server_default=None)
        table.alter_column("reason", server_default=None)
    with op.batch_alter_table("question") as table:
        table.add_column(sa.Column("indicator", sa.Enum("maturity", "channels", "transactions", "beneficiaries", "time_saved", name="indicator", native_enum=False, create_constraint=True, length=32), nullable=True))
        table.create_unique_constraint(table.f("uq_question_category_id_indicator"), ["category_id", "indicator"])
    # Cycles that were made from the product's own questions named them so.
    question = sa.table("question", sa.column("key"), sa.column("indicator"))
    for key in ("maturity", "channels", "transactions"):
        op.execute(sa.update(question).where(question.c.key == key).values(indicator=key))


def downgrade() -> None:
    with op.batch_alter_table("question") as table:
        table.drop_constraint(table.f("uq_question_category_id_indicator"), type_="unique")
        table.drop_constraint(table.f("ck_question_indicator"), type_="check")
        table.drop_column("indicator")
    with op.batch_alter_table("entry_partner") as table:
        table.drop_constraint(table.f("fk_entry_partner_answered_by_id_person"), type_="foreignkey")
        table.drop_constraint(table.f("ck_entry_partner_partnerstate"), type_="check")
        table.drop_column("reason")
        table.drop_column("answered_by_id")
        table.drop_column("answered_at")
        table.drop_column("named_at")
        table.drop_column("state")
