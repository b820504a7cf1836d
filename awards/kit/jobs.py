"""Long work outside the request: jobs and their items.

The tables are the truth; the queue only wakes a worker. A job is a list of items, each done in its own
transaction and safe to do twice, so that a killed worker's job goes on where it stopped.
"""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Job(SQLModel, table=True):
    id: uuid.UUID = id_field()
    kind: str
    """Names the function that does an item: `certificates.issue`."""
    subject_id: str = Field(index=True)
    """What the job is about, e.g. a cycle's id; opaque here."""
    state: JobState = enum_field(JobState, default=JobState.QUEUED)
    total: int = 0
    done: int = 0
    problem: str = ""
    cancel_requested: bool = False
    asked_at: datetime = time_field()
    asked_by_id: uuid.UUID | None = Field(default=None)
    heartbeat_at: datetime | None = time_field(nullable=True)
    ended_at: datetime | None = time_field(nullable=True)


class JobItem(SQLModel, table=True):
    __tablename__ = "job_item"
    __table_args__ = (sa.UniqueConstraint("job_id", "position"),)

    id: uuid.UUID = id_field()
    job_id: uuid.UUID = ref("job.id", index=False)
    position: int
    payload: dict[str, Any] = Field(sa_type=sa.JSON)
    done_at: datetime | None = time_field(nullable=True)
    problem: str = ""
