"""Entries whose sheets differ by more than the cycle allows, and what was done about it."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class DiscrepancyRule(SQLModel, table=True):
    """How far apart two sheets of one entry may lie in a cycle; a cycle without a row has no such rule."""

    __tablename__ = "discrepancy_rule"
    __table_args__ = (sa.CheckConstraint("points BETWEEN 1 AND 99", name="points"),)

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    points: int
    """Out of 100."""
    set_at: datetime = time_field()
    set_by_id: uuid.UUID = ref("person.id", index=False)


class Settlement(StrEnum):
    """How a reconciliation ended."""

    AGREED = "agreed"
    """After rescoring no two sheets are further apart than the rule allows."""
    STANDS = "stands"
    """The chair determined that the sheets stand."""
    EXTRA_JUDGE = "extra_judge"
    """Another judge read the entry."""


class Reconciliation(SQLModel, table=True):
    """One entry of a round whose sheets differ too much."""

    __table_args__ = (
        sa.UniqueConstraint("round_id", "entry_id"),
        sa.CheckConstraint("(settled_at IS NULL) = (settlement IS NULL)", name="settled_whole"),
    )

    id: uuid.UUID = id_field()
    round_id: uuid.UUID = ref("round.id", index=False)
    entry_id: uuid.UUID = ref("entry.id")
    threshold: int
    """As the rule was when it was opened."""
    criteria: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """The keys of the criteria on which the sheets lie apart."""
    opened_at: datetime = time_field()
    extra_assignment_id: uuid.UUID | None = ref("assignment.id", nullable=True, index=False)
    extra_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    settled_at: datetime | None = time_field(nullable=True)
    settled_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """None where the sheets themselves settled it."""
    settlement: Settlement | None = enum_field(Settlement, nullable=True)
    determination: str = text_field()
    """Why the sheets stand, in the chair's words."""


class ReconciliationPart(SQLModel, table=True):
    """A judge who is asked: their sheet lies too far from another one."""

    __tablename__ = "reconciliation_part"
    __table_args__ = (
        sa.CheckConstraint(
            "answered_at IS NOT NULL OR rescored_receipt_id IS NULL", name="rescored_when_answered"
        ),
    )

    assignment_id: uuid.UUID = Field(foreign_key="assignment.id", primary_key=True)
    reconciliation_id: uuid.UUID = ref("reconciliation.id")
    receipt_id: uuid.UUID = Field(foreign_key="lodgement_receipt.id")
    """Of the sheet as it was."""
    reason: str = text_field()
    answered_at: datetime | None = time_field(nullable=True)
    rescored_receipt_id: uuid.UUID | None = Field(
        default=None, foreign_key="lodgement_receipt.id", nullable=True
    )
    """Of the sheet as the judge changed it; none where it stands."""


class PendingOpening(SQLModel, table=True):
    """Why somebody consented to open results while sheets were still being reconciled."""

    __tablename__ = "pending_opening"

    round_id: uuid.UUID = Field(foreign_key="round.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True)
    reason: str = text_field()
    pending: int
    at: datetime = time_field()
