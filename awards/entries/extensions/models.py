"""Extensions: who was given more time to enter, until when, why and by whom."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Extension(SQLModel, table=True):
    """More time for one category, one entry, or (with neither) for all. A row is never changed or taken back.

    What was given to all stands in the cycle's own closing; the row tells of it.
    """

    __table_args__ = (sa.CheckConstraint("category_id IS NULL OR entry_id IS NULL", name="one_scope"),)

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    category_id: uuid.UUID | None = ref("category.id", nullable=True)
    entry_id: uuid.UUID | None = ref("entry.id", nullable=True)
    closed_at: datetime = time_field()
    """The closing that held for them before."""
    closes_at: datetime = time_field()
    reason: str = text_field()
    """In one language or both; those who are given the time read it."""
    told: int = 0
    """How many persons were written to."""
    given_at: datetime = time_field()
    given_by_id: uuid.UUID = ref("person.id", index=False)
