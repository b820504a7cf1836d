"""Moving an entry to another category of its cycle."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class MoveOutcome(StrEnum):
    """What became of a proposal."""

    CONSENTED = "consented"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class EntryMove(SQLModel, table=True):
    """An organiser's proposal to move an entry, until its people answer or it is taken back. No judge reads it."""

    __tablename__ = "entry_move"
    __table_args__ = (
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL) AND (decided_at IS NULL) = (outcome IS NULL)",
            name="decided_whole",
        ),
    )

    id: uuid.UUID = id_field()
    entry_id: uuid.UUID = ref("entry.id")
    from_id: uuid.UUID = ref("category.id", index=False)
    to_id: uuid.UUID = ref("category.id", index=False)
    reason: str = text_field()
    proposed_at: datetime = time_field()
    proposed_by_id: uuid.UUID = ref("person.id", index=False)
    outcome: MoveOutcome | None = enum_field(MoveOutcome, nullable=True)
    word: str = text_field()
    """What the entry's people say with their answer; may be empty."""
    decided_at: datetime | None = time_field(nullable=True)
    decided_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    former_id: uuid.UUID | None = ref("submission.id", nullable=True, index=False)
    """What counted before; it stays as it was submitted."""
    submission_id: uuid.UUID | None = ref("submission.id", nullable=True)
    """What was made of it for the new category."""
