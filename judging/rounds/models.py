"""Rounds of judging."""

import uuid
from datetime import datetime

from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, time_field


class Round(SQLModel, table=True):
    """One round of scoring: open until it is closed, secret until two people open its results."""

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    position: int = 1
    sheets_per_entry: int = 4
    max_load: int = 36
    min_sheets: int = 3
    """An entry with fewer lodged sheets is not ranked."""
    opened_at: datetime | None = time_field(nullable=True)
    """When judges may begin to score."""
    closed_at: datetime | None = time_field(nullable=True)
    closed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class ResultsOpening(SQLModel, table=True):
    """One person's consent to open the results of a closed round; two open them."""

    __tablename__ = "results_opening"

    round_id: uuid.UUID = Field(foreign_key="round.id", primary_key=True)
    person_id: uuid.UUID = Field(foreign_key="person.id", primary_key=True)
    at: datetime = time_field()
