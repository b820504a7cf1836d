"""the guidance library and events

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

import awards.kit.db

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
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


def downgrade() -> None:
    op.drop_table("guide_version")
    with op.batch_alter_table("guide") as table:
        table.drop_index(table.f("ix_guide_cycle_id"))

    op.drop_table("guide")
    with op.batch_alter_table("event_registration") as table:
        table.drop_index(table.f("ix_event_registration_person_id"))

    op.drop_table("event_registration")
    op.drop_table("event")
