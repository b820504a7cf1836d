"""Long work outside the request: jobs and their items.

The tables are the truth; the queue only wakes a worker. A job is a list of items, done a few at a time and each
safe to do twice, so that a killed worker's job goes on where it stopped.
"""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from awards.kit import audit
from awards.kit.db import enum_field, id_field, new_id, ref, time_field
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Message, msg
from awards.kit.queue import wake

Payload = Mapping[str, Any]
"""What one item is about, in plain JSON."""


class JobState(StrEnum):
    """How far a job is. A cancelled or failed one can be resumed: what is done stays done."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    """Gone through to the end, and some items could not be done."""
    CANCELLED = "cancelled"


OPEN = (JobState.QUEUED, JobState.RUNNING)
RESUMABLE = (JobState.FAILED, JobState.CANCELLED)


class Job(SQLModel, table=True):
    """Work that is asked for within a transaction and done after it, item by item."""

    id: uuid.UUID = id_field()
    kind: str
    """Names the function that does an item: `certificates.issue`."""
    subject_id: str = Field(index=True)
    """What the job is about, e.g. a cycle's id; opaque here."""
    state: JobState = enum_field(JobState, default=JobState.QUEUED)
    total: int = 0
    done: int = 0
    problem: str = ""
    """A `Message`, as `kept` writes it."""
    cancel_requested: bool = False
    asked_at: datetime = time_field()
    asked_by_id: uuid.UUID | None = Field(default=None)
    heartbeat_at: datetime | None = time_field(nullable=True)
    ended_at: datetime | None = time_field(nullable=True)


class JobItem(SQLModel, table=True):
    """One piece of a job. `payload` is what its function is given."""

    __tablename__ = "job_item"
    __table_args__ = (sa.UniqueConstraint("job_id", "position"),)

    id: uuid.UUID = id_field()
    job_id: uuid.UUID = ref("job.id", index=False)
    position: int
    payload: dict[str, Any] = Field(sa_type=sa.JSON)
    done_at: datetime | None = time_field(nullable=True)
    problem: str = ""
    """A `Message`, as `kept` writes it."""


def kept(message: Message) -> str:
    """A message as text for a column; `unkept` reads it back."""
    return json.dumps([message.text, message.params, message.plural], default=str, ensure_ascii=False)


def unkept(text: str) -> Message | None:
    """The message that `kept` wrote; None for empty text."""
    if not text:
        return None
    sentence, params, plural = json.loads(text)
    return Message(sentence, params, plural)


def enqueue_job(
    session: Session,
    kind: str,
    subject: uuid.UUID | str,
    items: Sequence[Payload],
    *,
    by: uuid.UUID | None,
    at: datetime,
) -> Job:
    """Write down a job and its items, and wake a worker once they are committed."""
    job = Job(kind=kind, subject_id=str(subject), total=len(items), asked_at=at, asked_by_id=by)
    session.add(job)
    session.flush()
    if items:
        rows = [
            {"id": new_id(), "job_id": job.id, "position": position, "payload": dict(payload), "problem": ""}
            for position, payload in enumerate(items, start=1)
        ]
        session.connection().execute(sa.insert(JobItem), rows)
    detail = {"kind": kind, "about": job.subject_id, "items": len(items)}
    audit.record(session, "job.asked", job.id, by=by, at=at, detail=detail)
    wake(session, job.id)
    return job


def open_job(session: Session, kind: str, subject: uuid.UUID | str) -> Job | None:
    """The job of this kind about `subject` that waits or runs now."""
    return session.exec(
        select(Job).where(Job.kind == kind, Job.subject_id == str(subject), col(Job.state).in_(OPEN)).limit(1)
    ).first()


def last_job(session: Session, kind: str, subject: uuid.UUID | str) -> Job | None:
    """The one asked for last, in whatever state; None where there never was one."""
    mine = select(Job).where(Job.kind == kind, Job.subject_id == str(subject))
    return session.exec(mine.order_by(col(Job.asked_at).desc()).limit(1)).first()


def work_before(session: Session, job: Job) -> list[Job]:
    """What a waiting job waits for: work that runs, and then what was asked for earlier. One worker does all of it."""
    runs = col(Job.state) == JobState.RUNNING
    earlier = sa.and_(col(Job.state) == JobState.QUEUED, col(Job.asked_at) < job.asked_at)
    found = select(Job).where(Job.id != job.id, sa.or_(runs, earlier))
    return list(session.exec(found.order_by(runs.desc(), col(Job.asked_at))))


def cancel_job(session: Session, job_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Ask a job to stop: at once if it waits, after the items in hand if it runs. What is done stays done."""
    job = _job(session, job_id)
    if job.state not in OPEN:
        raise RuleBroken(msg("This work has already ended."))
    if job.state is JobState.QUEUED:
        job.state, job.ended_at = JobState.CANCELLED, at
    job.cancel_requested = True
    session.add(job)
    audit.record(session, "job.cancel_asked", job_id, by=by, at=at, detail={"done": job.done})


def resume_job(session: Session, job_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Go on with the items that are not done."""
    job = _job(session, job_id)
    if job.state not in RESUMABLE:
        raise RuleBroken(msg("Only work that was cancelled or has failed can be resumed."))
    job.state, job.cancel_requested, job.problem, job.ended_at = JobState.QUEUED, False, "", None
    session.add(job)
    session.flush()
    undone = sa.update(JobItem).where(col(JobItem.job_id) == job_id, col(JobItem.done_at).is_(None))
    session.connection().execute(undone.values(problem=""))
    audit.record(session, "job.resumed", job_id, by=by, at=at, detail={"done": job.done})
    wake(session, job_id)


def problems_of(session: Session, job_id: uuid.UUID, *, limit: int = 20) -> list[tuple[int, Message]]:
    """The first items that could not be done: position and reason."""
    found = session.exec(
        select(JobItem.position, JobItem.problem)
        .where(JobItem.job_id == job_id, JobItem.problem != "")
        .order_by(col(JobItem.position))
        .limit(limit)
    )
    return [(position, reason) for position, text in found if (reason := unkept(text))]


def _job(session: Session, job_id: uuid.UUID) -> Job:
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound
    return job
