"""What becomes of submitted entries before they are judged."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Admission(SQLModel, table=True):
    """An organiser has read this submission of the entry and lets it be judged. One of an older submission counts no more."""

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    submission_id: uuid.UUID = ref("submission.id", index=False)
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)


class NotADuplicate(SQLModel, table=True):
    """An organiser has compared two entries that look alike, and says why they are two."""

    __tablename__ = "not_a_duplicate"

    first_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    """The smaller id of the two."""
    second_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    reason: str = text_field()
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)


class Clarification(SQLModel, table=True):
    """What an organiser asks about a submitted entry, and what its people answer, once. No judge reads either."""

    __table_args__ = (
        sa.CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_pair"),
    )

    id: uuid.UUID = id_field()
    entry_id: uuid.UUID = ref("entry.id")
    question: str = text_field()
    asked_at: datetime = time_field()
    asked_by_id: uuid.UUID = ref("person.id", index=False)
    answer: str = text_field()
    answered_at: datetime | None = time_field(nullable=True)
    answered_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    closed_at: datetime | None = time_field(nullable=True)
    """The organisers went on without an answer."""
