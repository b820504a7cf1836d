"""help desk, enquiries, guidance and events

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("canned_answer",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("name_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("name_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("text_ar", sa.Text(), nullable=False),
    sa.Column("text_en", sa.Text(), nullable=False),
    sa.Column("changed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("changed_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_canned_answer_changed_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_canned_answer"))
    )
    op.create_table("ticket",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("number", sa.Integer(), nullable=False),
    sa.Column("asked_by_id", sa.Uuid(), nullable=False),
    sa.Column("asked_as", sa.Enum("entrant", "judge", "organiser", "auditor", name="asked_as", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("category_id", sa.Uuid(), nullable=True),
    sa.Column("entry_id", sa.Uuid(), nullable=True),
    sa.Column("code", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("lang", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("state", sa.Enum("open", "waiting_asker", "waiting_entrant", "answered", "closed", name="ticketstate", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("owner_id", sa.Uuid(), nullable=True),
    sa.Column("asked_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("due_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("written_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["asked_by_id"], ["person.id"], name=op.f("fk_ticket_asked_by_id_person")),
    sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_ticket_category_id_category")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_ticket_entry_id_entry")),
    sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_ticket_owner_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket")),
    sa.UniqueConstraint("number", name=op.f("uq_ticket_number"))
    )
    with op.batch_alter_table("ticket") as table:
        table.create_index(table.f("ix_ticket_asked_by_id"), ["asked_by_id"], unique=False)
        table.create_index(table.f("ix_ticket_entry_id"), ["entry_id"], unique=False)
        table.create_index(table.f("ix_ticket_owner_id"), ["owner_id"], unique=False)
        table.create_index("ix_ticket_state_due_at", ["state", "due_at"], unique=False)

    op.create_table("enquiry",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("ticket_id", sa.Uuid(), nullable=False),
    sa.Column("assignment_id", sa.Uuid(), nullable=False),
    sa.Column("entry_id", sa.Uuid(), nullable=False),
    sa.Column("question", sa.Text(), nullable=False),
    sa.Column("released_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("released_by_id", sa.Uuid(), nullable=True),
    sa.Column("answer", sa.Text(), nullable=False),
    sa.Column("answered_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("answered_by_id", sa.Uuid(), nullable=True),
    sa.Column("approved", sa.Text(), nullable=False),
    sa.Column("approved_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("approved_by_id", sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(["answered_by_id"], ["person.id"], name=op.f("fk_enquiry_answered_by_id_person")),
    sa.ForeignKeyConstraint(["approved_by_id"], ["person.id"], name=op.f("fk_enquiry_approved_by_id_person")),
    sa.ForeignKeyConstraint(["assignment_id"], ["assignment.id"], name=op.f("fk_enquiry_assignment_id_assignment")),
    sa.ForeignKeyConstraint(["entry_id"], ["entry.id"], name=op.f("fk_enquiry_entry_id_entry")),
    sa.ForeignKeyConstraint(["released_by_id"], ["person.id"], name=op.f("fk_enquiry_released_by_id_person")),
    sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_enquiry_ticket_id_ticket")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    sa.UniqueConstraint("ticket_id", name=op.f("uq_enquiry_ticket_id"))
    )
    with op.batch_alter_table("enquiry") as table:
        table.create_index(table.f("ix_enquiry_assignment_id"), ["assignment_id"], unique=False)
        table.create_index(table.f("ix_enquiry_entry_id"), ["entry_id"], unique=False)

    op.create_table("faq_item",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("ticket_id", sa.Uuid(), nullable=True),
    sa.Column("question_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("question_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("answer_ar", sa.Text(), nullable=False),
    sa.Column("answer_en", sa.Text(), nullable=False),
    sa.Column("published_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("changed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("changed_by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_faq_item_changed_by_id_person")),
    sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_faq_item_ticket_id_ticket")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_faq_item"))
    )
    op.create_table("ticket_message",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("ticket_id", sa.Uuid(), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("author_id", sa.Uuid(), nullable=False),
    sa.Column("by_office", sa.Boolean(), nullable=False),
    sa.Column("text", sa.Text(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_ticket_message_author_id_person")),
    sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"], name=op.f("fk_ticket_message_ticket_id_ticket")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_message")),
    sa.UniqueConstraint("ticket_id", "position", name=op.f("uq_ticket_message_ticket_id_position"))
    )


def downgrade() -> None:
    op.drop_table("ticket_message")
    op.drop_table("faq_item")
    with op.batch_alter_table("enquiry") as table:
        table.drop_index(table.f("ix_enquiry_entry_id"))
        table.drop_index(table.f("ix_enquiry_assignment_id"))

    op.drop_table("enquiry")
    with op.batch_alter_table("ticket") as table:
        table.drop_index("ix_ticket_state_due_at")
        table.drop_index(table.f("ix_ticket_owner_id"))
        table.drop_index(table.f("ix_ticket_entry_id"))
        table.drop_index(table.f("ix_ticket_asked_by_id"))

    op.drop_table("ticket")
    op.drop_table("canned_answer")
