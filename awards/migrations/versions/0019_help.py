"""help desk, enquiries, guidance and events

Revision ID: 0019
Revises: 0013
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0019"
down_revision = "0013"
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
    op.create_table("event",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("title_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("title_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("about_ar", sa.Text(), nullable=False),
    sa.Column("about_en", sa.Text(), nullable=False),
    sa.Column("place_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("place_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("link", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("starts_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("ends_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("capacity", sa.Integer(), nullable=True),
    sa.Column("sequence", sa.Integer(), nullable=False),
    sa.Column("changed_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("changed_by_id", sa.Uuid(), nullable=False),
    sa.Column("cancelled_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("capacity IS NULL OR capacity >= 1", name=op.f("ck_event_capacity")),
    sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_event_ends_after_start")),
    sa.ForeignKeyConstraint(["changed_by_id"], ["person.id"], name=op.f("fk_event_changed_by_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_event"))
    )
    op.create_table("event_registration",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("event_id", sa.Uuid(), nullable=False),
    sa.Column("person_id", sa.Uuid(), nullable=False),
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Column("registered_at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("left_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("reminded_at", awards.kit.db.UtcDateTime(timezone=True), nullable=True),
    sa.Column("attended", sa.Boolean(), nullable=True),
    sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_registration_event_id_event")),
    sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_registration_person_id_person")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_event_registration")),
    sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_event_registration_event_id_person_id"))
    )
    with op.batch_alter_table("event_registration") as table:
        table.create_index(table.f("ix_event_registration_person_id"), ["person_id"], unique=False)

    op.create_table("guide",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("cycle_id", sa.Uuid(), nullable=False),
    sa.Column("category_id", sa.Uuid(), nullable=True),
    sa.Column("kind", sa.Enum("guide", "model_answer", name="guidekind", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_guide_category_id_category")),
    sa.ForeignKeyConstraint(["cycle_id"], ["cycle.id"], name=op.f("fk_guide_cycle_id_cycle")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_guide"))
    )
    with op.batch_alter_table("guide") as table:
        table.create_index(table.f("ix_guide_cycle_id"), ["cycle_id"], unique=False)

    op.create_table("guide_version",
    sa.Column("id", sa.Uuid(), nullable=False),
    sa.Column("guide_id", sa.Uuid(), nullable=False),
    sa.Column("version", sa.Integer(), nullable=False),
    sa.Column("readers", sa.Enum("everybody", "members", "office", name="readers", native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column("title_ar", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("title_en", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
    sa.Column("text_ar", sa.Text(), nullable=False),
    sa.Column("text_en", sa.Text(), nullable=False),
    sa.Column("at", awards.kit.db.UtcDateTime(timezone=True), nullable=False),
    sa.Column("by_id", sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_guide_version_by_id_person")),
    sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name=op.f("fk_guide_version_guide_id_guide")),
    sa.PrimaryKeyConstraint("id", name=op.f("pk_guide_version")),
    sa.UniqueConstraint("guide_id", "version", name=op.f("uq_guide_version_guide_id_version"))
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
    op.drop_table("guide_version")
    with op.batch_alter_table("guide") as table:
        table.drop_index(table.f("ix_guide_cycle_id"))

    op.drop_table("guide")
    with op.batch_alter_table("event_registration") as table:
        table.drop_index(table.f("ix_event_registration_person_id"))

    op.drop_table("event_registration")
    op.drop_table("event")
    op.drop_table("canned_answer")
