"""The calibration of a cycle. Nothing of it enters a sheet, a tally or an export."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Calibration(SQLModel, table=True):
    """A cycle's calibration, from its opening on."""

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", unique=True)
    opened_at: datetime = time_field()
    opened_by_id: uuid.UUID = ref("person.id", index=False)
    ends_at: datetime = time_field()
    """Until then judges hand in."""
    closed_at: datetime | None = time_field(nullable=True)
    """From then on the spread is shown."""
    closed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    voices: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Ids of the judges who may talk, shuffled when it closed: the first is called A, the second B."""


class CalibrationEntry(SQLModel, table=True):
    """An anchor: an entry that every judge of its panel scores who has no conflict with it."""

    __tablename__ = "calibration_entry"
    __table_args__ = (sa.UniqueConstraint("calibration_id", "entry_id"),)

    id: uuid.UUID = id_field()
    calibration_id: uuid.UUID = ref("calibration.id", index=False)
    entry_id: uuid.UUID = ref("entry.id")
    rubric_id: uuid.UUID = ref("rubric.id", index=False)
    """The one that held when calibration opened: everybody scores by the same."""
    code: str = Field(unique=True)
    """What all judges call it."""


class CalibrationSheet(SQLModel, table=True):
    """What one judge gave an anchor. It never counts."""

    __tablename__ = "calibration_sheet"

    calibration_entry_id: uuid.UUID = Field(foreign_key="calibration_entry.id", primary_key=True)
    judge_id: uuid.UUID = Field(foreign_key="judge.id", primary_key=True)
    marks: dict[str, Any] = Field(sa_type=sa.JSON)
    """Criterion key → `{"chosen": points or "abstained", "comment"}`."""
    handed_in_at: datetime = time_field()


class CalibrationPost(SQLModel, table=True):
    """What a judge says on an anchor once the spread is shown."""

    __tablename__ = "calibration_post"

    id: uuid.UUID = id_field()
    calibration_entry_id: uuid.UUID = ref("calibration_entry.id")
    judge_id: uuid.UUID = ref("judge.id", index=False)
    text: str = text_field()
    at: datetime = time_field()
