"""Blindness checks, what they found, and what two organisers said of it."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class BlindnessCheck(SQLModel, table=True):
    """One search through all that the judges of a cycle can read.

    `findings` is `[{"mark", "entry", "address", "lang", "before", "found", "after", "kind"}]`: `mark` names the finding,
    the same in every check that makes it; `entry` is the entry's number. Once it is finished, `record` is the signed text.
    """

    __tablename__ = "blindness_check"

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    begun_at: datetime = time_field()
    begun_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    judges: int
    """Whose pages are to be read."""
    readers: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Ids of these judges: whoever joins the jury later was not read for."""
    judges_read: int = 0
    pages: int = 0
    """Answers that were read: pages, files, pictures, letters."""
    findings: list[dict[str, Any]] = Field(default_factory=list, sa_type=sa.JSON)
    finished_at: datetime | None = time_field(nullable=True)
    record: str = text_field(default="")
    public_key: str = ""
    signature: str = ""


class BlindnessAcceptance(SQLModel, table=True):
    """That a finding is innocent: said by one organiser with a reason, and agreed to by another."""

    __tablename__ = "blindness_acceptance"
    __table_args__ = (
        sa.UniqueConstraint("cycle_id", "mark"),
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_whole"),
        sa.CheckConstraint("agreed_by_id IS NULL OR agreed_by_id <> proposed_by_id", name="two_people"),
    )

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id", index=False)
    mark: str = Field(max_length=64)
    reason: str = text_field()
    proposed_at: datetime = time_field()
    proposed_by_id: uuid.UUID = ref("person.id", index=False)
    agreed_at: datetime | None = time_field(nullable=True)
    agreed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
