"""Tallies: stored results of a round, by version, never edited."""

import uuid
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, time_field


class Tally(SQLModel, table=True):
    """One version of a round's results. A correction is another version; the highest counts."""

    __table_args__ = (sa.UniqueConstraint("round_id", "version"),)

    id: uuid.UUID = id_field()
    round_id: uuid.UUID = ref("round.id", index=False)
    version: int
    method: str
    document: dict[str, Any] = Field(sa_type=sa.JSON)
    """Per category the ranked entries, and the sheets they come from; see `judging/tally/document.py`."""
    reason: str = ""
    """Why this version replaces the one before; empty for the first."""
    computed_at: datetime = time_field()
    computed_by_id: uuid.UUID = ref("person.id", index=False)
