"""Rounds of judging."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, text_field, time_field
from judging.rubrics.kinds import RoundKind


class Round(SQLModel, table=True):
    """One round of scoring: open until it is closed, secret until two people open its results."""

    __table_args__ = (sa.UniqueConstraint("cycle_id", "position"),)

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    kind: RoundKind = enum_field(RoundKind, default=RoundKind.SCORING)
    position: int = RoundKind.SCORING.position
    """Where the kind stands among the rounds of a cycle: rounds are put in order by it."""
    chosen: bool = False
    """Only entries that moved on to it from the round before are read in it; else every submitted entry."""
    sheets_per_entry: int = 4
    max_load: int = 36
    min_sheets: int = 3
    """An entry with fewer sheets that count is not ranked."""
    pools: bool = True
    """Whether the sheets of scoring count with those of this round; it says something of a final panel alone."""
    shows_before: bool = False
    """Whether judges of this round see what the round before came to, entry by entry."""
    pass_mark: str | None = None
    """Of a first reading: the mean from which on an entry moves on, out of 100; decimal text."""
    pass_best: int | None = None
    """Of a first reading: how many of a category move on at most, and with them whoever is tied for the last place."""
    closes_at: datetime | None = time_field(nullable=True)
    """When judges must have lodged, where that is before the end of the cycle's judging."""
    opened_at: datetime | None = time_field(nullable=True)
    """When judges may begin to score."""
    closed_at: datetime | None = time_field(nullable=True)
    closed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class FinalPlan(SQLModel, table=True):
    """A cycle has a final panel: its best entries are read once more. Frozen when the scoring round is opened.

    The round itself is made of it when the scoring round closes, with its finalists.
    """

    __tablename__ = "final_plan"

    cycle_id: uuid.UUID = Field(foreign_key="cycle.id", primary_key=True)
    finalists: int
    """How many of each category move on, and with them whoever is tied for the last place."""
    sheets_per_entry: int
    """More judges for each finalist."""
    max_load: int
    min_sheets: int
    pools: bool = True
    shows_scoring: bool = False
    set_at: datetime = time_field()
    set_by_id: uuid.UUID = ref("person.id", index=False)


class Finalist(SQLModel, table=True):
    """An entry that moved on to a round; an entry of the cycle without one is not read in it."""

    round_id: uuid.UUID = Field(foreign_key="round.id", primary_key=True)
    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)


class ResultsOpening(SQLModel, table=True):
    """One person's consent to open the results of a closed round; two open them."""

    __tablename__ = "results_opening"

    round_id: uuid.UUID = Field(foreign_key="round.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True)
    at: datetime = time_field()


class EarlyClosing(SQLModel, table=True):
    """One organiser's wish to close a round before its time, with the reason; a second one's agreement closes it."""

    __tablename__ = "early_closing"
    __table_args__ = (sa.CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_pair"),)

    id: uuid.UUID = id_field()
    round_id: uuid.UUID = Field(foreign_key="round.id", unique=True)
    reason: str = text_field()
    """In Arabic; what was asked for before both languages were is in either."""
    reason_en: str = text_field()
    missing: int
    """Sheets that are not lodged."""
    unranked: int
    """Entries that stay without a rank."""
    asked_at: datetime = time_field()
    asked_by_id: uuid.UUID = ref("person.id", index=False)
    agreed_at: datetime | None = time_field(nullable=True)
    agreed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
