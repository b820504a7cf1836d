"""What becomes of submitted entries before they are judged."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


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


class Ground(StrEnum):
    """Why an entry is disqualified; the reason says the rest."""

    NOT_ELIGIBLE = "not_eligible"
    DUPLICATE = "duplicate"
    UNTRUE = "untrue"
    TERMS = "terms"
    OTHER = "other"


class Disqualification(SQLModel, table=True):
    """One organiser's wish to disqualify an entry, until another one confirms it or somebody drops it."""

    __table_args__ = (
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (confirmed IS NULL)",
            name="decided_whole",
        ),
    )

    id: uuid.UUID = id_field()
    entry_id: uuid.UUID = ref("entry.id")
    ground: Ground = enum_field(Ground)
    reason: str = text_field()
    """The entrant reads it once it is confirmed."""
    proposed_at: datetime = time_field()
    proposed_by_id: uuid.UUID = ref("person.id", index=False)
    decided_at: datetime | None = time_field(nullable=True)
    decided_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    confirmed: bool | None = None
    """False: it was dropped."""
