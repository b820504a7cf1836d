"""Scorecards: one judge on one entry."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field
from judging.rubrics.scale import NUMERIC


class Scorecard(SQLModel, table=True):
    """A draft until it is lodged; then it is locked."""

    __table_args__ = (sa.CheckConstraint("(lodged_at IS NULL) = (lodged_by_id IS NULL)", name="lodged_pair"),)

    id: uuid.UUID = id_field()
    assignment_id: uuid.UUID = Field(foreign_key="assignment.id", unique=True)
    rubric_id: uuid.UUID = ref("rubric.id", index=False)
    version: int = 1
    """Raised by every save; a save that names an older one is refused with 409 and both texts."""
    total: str | None = None
    """The weighted total out of 100 as an exact fraction, `"121/2"`; none while nothing is scored."""
    scored: int = 0
    """How many criteria have an answer: points, or a reason for having none."""
    strengths: str = text_field()
    improvements: str = text_field()
    confidential: str = text_field()
    updated_at: datetime = time_field()
    lodged_at: datetime | None = time_field(nullable=True)
    lodged_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class Score(SQLModel, table=True):
    """Points for one criterion, or why there are none."""

    __table_args__ = (
        sa.CheckConstraint("points IS NULL OR not_scored IS NULL", name="points_or_reason"),
        sa.CheckConstraint(NUMERIC, name="points_numeric"),
    )

    scorecard_id: uuid.UUID = Field(foreign_key="scorecard.id", primary_key=True)
    criterion_id: uuid.UUID = Field(foreign_key="criterion.id", primary_key=True)
    points: str | None = None
    """Decimal text on the scale of the criterion."""
    not_scored: str | None = None
    """A `NotScored` value, e.g. `abstained`."""
    comment: str = text_field()


class NotApplicable(SQLModel, table=True):
    """A criterion that organisers granted not to apply to an entry. Taken back, it is deleted; the audit log keeps both."""

    __tablename__ = "not_applicable"

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    criterion_id: uuid.UUID = Field(foreign_key="criterion.id", primary_key=True)
    reason_ar: str = text_field()
    """What the entrant claims. It may name them: judges never read it."""
    reason_en: str = text_field()
    granted_at: datetime = time_field()
    granted_by_id: uuid.UUID = ref("person.id", index=False)


class LodgementReceipt(SQLModel, table=True):
    """Proof of what was lodged: a salted digest of the canonical sheet."""

    __tablename__ = "lodgement_receipt"

    id: uuid.UUID = id_field()
    scorecard_id: uuid.UUID = ref("scorecard.id")
    salt: str
    digest: str
    sheet: dict[str, Any] = Field(sa_type=sa.JSON)
    """The sheet as it was lodged."""
    at: datetime = time_field()
