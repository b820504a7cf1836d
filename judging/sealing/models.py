"""Seals: the files of sealed results, by version."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, time_field


class Seal(SQLModel, table=True):
    """One sealing of a cycle's results, never edited; a later one names it as the one that it replaces."""

    __table_args__ = (sa.UniqueConstraint("cycle_id", "version"),)

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id", index=False)
    version: int
    tally_id: uuid.UUID = ref("tally.id", index=False)
    says: str = Field(max_length=64)
    """SHA-256 over what the file says of rubrics, sheets, results and decisions: as long as they stand, so does the seal."""
    file: str = Field(max_length=64)
    """SHA-256 of the file, by which it lies among the files."""
    sealed_at: datetime = time_field()
    sealed_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """None where it was sealed at the server, by `tahkim seal-export`."""
