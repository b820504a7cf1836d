"""Appeals: the cycle's rule, what entrants were told, what they file, and how it is ruled on."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field


class Standing(StrEnum):
    """What entrants read of how their entry stands among the others, beside its own totals."""

    NOTHING = "nothing"
    PLACED = "placed"
    """Whether it has a place, and which."""
    RANK = "rank"
    """Its rank, and among how many."""


class Ground(StrEnum):
    """What an appeal rests on."""

    PROCEDURE = "procedure"
    CONFLICT = "conflict"
    COUNTING = "counting"
    MISREAD = "misread"
    OTHER = "other"


class Outcome(StrEnum):
    """How an appeal is ruled on."""

    INADMISSIBLE = "inadmissible"
    REJECTED = "rejected"
    PARTLY_UPHELD = "partly_upheld"
    UPHELD = "upheld"


UPHOLDING = frozenset({Outcome.PARTLY_UPHELD, Outcome.UPHELD})


class AppealRule(SQLModel, table=True):
    """What a cycle says of appeals, chosen before its judging opens. Without a row the defaults hold."""

    __tablename__ = "appeal_rule"

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    waits: bool = False
    """Publication waits until the window is over and every appeal is closed."""
    shows: Standing = enum_field(Standing, default=Standing.PLACED)
    set_at: datetime = time_field()
    set_by_id: uuid.UUID = ref("person.id", index=False)


class AppealNotice(SQLModel, table=True):
    """Entrants are told how their entries did, and when appeals are taken: what they were told holds.

    One organiser proposes it, and nobody is told before a second one agrees.
    """

    __tablename__ = "appeal_notice"
    __table_args__ = (
        sa.CheckConstraint("opens_at < ends_at", name="window"),
        sa.CheckConstraint("(told_at IS NULL) = (told_by_id IS NULL)", name="told_pair"),
        sa.CheckConstraint("told_by_id <> proposed_by_id", name="two_people"),
    )

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    tally_id: uuid.UUID = ref("tally.id", index=False)
    """The count whose totals they were told."""
    opens_at: datetime = time_field()
    ends_at: datetime = time_field()
    proposed_at: datetime = time_field()
    proposed_by_id: uuid.UUID = ref("person.id", index=False)
    told: int = 0
    """How many persons were written to."""
    told_at: datetime | None = time_field(nullable=True)
    told_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class Appeal(SQLModel, table=True):
    """One appeal, at most one for each entry, numbered within its cycle.

    It is open until it is withdrawn, ruled on without a change, or the correction that it led to is made.
    """

    __table_args__ = (
        sa.UniqueConstraint("cycle_id", "number"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_pair"),
        sa.CheckConstraint("(assigned_at IS NULL) = (ruler_id IS NULL)", name="assigned_pair"),
        sa.CheckConstraint("ruler_id <> assigned_by_id", name="assigned_by_another"),
        sa.CheckConstraint("withdrawn_at IS NULL OR closed_at IS NOT NULL", name="withdrawn_is_closed"),
    )

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id", index=False)
    entry_id: uuid.UUID = Field(foreign_key="entry.id", unique=True)
    number: int
    ground: Ground = enum_field(Ground)
    text: str = text_field()
    """In the language of whoever wrote it."""
    filed_at: datetime = time_field()
    filed_by_id: uuid.UUID = ref("person.id", index=False)
    withdrawn_at: datetime | None = time_field(nullable=True)
    withdrawn_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    ruler_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """Who rules on it: somebody without a part in the decision."""
    assigned_at: datetime | None = time_field(nullable=True)
    assigned_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    sent_back: str = text_field()
    """What a second person held against the last ruling, for whoever rules anew."""
    closed_at: datetime | None = time_field(nullable=True)


class AppealRuling(SQLModel, table=True):
    """What was ruled on an appeal, with the reasons that its entrant reads in both languages.

    Where it changes who has a place it does not stand before a second person, also without a part, agrees.
    """

    __tablename__ = "appeal_ruling"
    __table_args__ = (
        sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_pair"),
        sa.CheckConstraint("agreed_by_id <> ruled_by_id", name="two_people"),
    )

    id: uuid.UUID = id_field()
    appeal_id: uuid.UUID = Field(foreign_key="appeal.id", unique=True)
    outcome: Outcome = enum_field(Outcome)
    reasons_ar: str = text_field()
    reasons_en: str = text_field()
    set_aside: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Ids of the scorecards that count no longer once the ruling stands."""
    changes_place: bool
    """Whether by the count without those sheets other entries would have places: it takes a second person."""
    ruled_at: datetime = time_field()
    ruled_by_id: uuid.UUID = ref("person.id", index=False)
    agreed_at: datetime | None = time_field(nullable=True)
    agreed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class AppealCorrection(SQLModel, table=True):
    """The results were counted again after an appeal: the version before, and the one after."""

    __tablename__ = "appeal_correction"
    __table_args__ = (
        sa.CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved_pair"),
        sa.CheckConstraint("approved_by_id <> proposed_by_id", name="two_people"),
    )

    appeal_id: uuid.UUID = Field(foreign_key="appeal.id", primary_key=True)
    before_id: uuid.UUID = ref("tally.id", index=False)
    after_id: uuid.UUID = ref("tally.id", index=False)
    made_at: datetime = time_field()
    made_by_id: uuid.UUID = ref("person.id", index=False)
    after_publication: bool = False
    """The results were public: what was published stays until the corrected places are approved."""
    places: list[dict[str, object]] = Field(default_factory=list, sa_type=sa.JSON)
    """The places as they are to be corrected, while they wait for a second person; see `amending.py`."""
    proposed_at: datetime | None = time_field(nullable=True)
    proposed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    approved_at: datetime | None = time_field(nullable=True)
    approved_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
