"""Doing a job: take it, do its items, show a sign of life, and end it in the right state."""

import threading
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.errors import Refusal
from awards.kit.i18n import Message, msg, nmsg
from awards.kit.job_kinds import JobKind, Work, kind_of
from awards.kit.jobs import Job, JobItem, JobState, kept
from awards.kit.logs import log


@dataclass(frozen=True)
class Pace:
    """How often a worker shows that it lives, and when others take it for dead."""

    heartbeat: timedelta = timedelta(seconds=3)
    stale: timedelta = timedelta(seconds=15)
    sweep: timedelta = timedelta(seconds=5)


PACE = Pace()


def abandoned_jobs(session: Session, at: datetime, *, pace: Pace = PACE) -> list[uuid.UUID]:
    """Jobs that wait, or whose worker shows no sign of life: the longest waiting first."""
    return list(session.exec(select(Job.id).where(_free(at, pace)).order_by(col(Job.asked_at))))


def shows_no_life(job: Job, at: datetime, *, pace: Pace = PACE) -> bool:
    """It runs, but its worker is taken for dead: it waits for one that takes it over."""
    return (
        job.state is JobState.RUNNING and job.heartbeat_at is not None and job.heartbeat_at < at - pace.stale
    )


def run_job(
    work: Work, job_id: uuid.UUID, *, pace: Pace = PACE, stopping: Callable[[], bool] = lambda: False
) -> JobState | None:
    """Do what is not yet done of a job; None if it is not there to be taken.

    Once `stopping` says so, the items in hand are finished and the job waits for the next worker.
    """
    job = _take(work, job_id, pace)
    if job is None:
        return None
    with _heartbeat(work, job, pace) as lost:
        if kind := kind_of(job):
            _do_items(work, job, kind, lambda: lost.is_set() or stopping())
        else:
            job.problem = kept(
                msg("This version of the product does not know this kind of work: %(kind)s", kind=job.kind)
            )
    return None if lost.is_set() else _end(work, job, stopped=stopping())


def _free(at: datetime, pace: Pace) -> Any:
    dead = sa.and_(col(Job.state) == JobState.RUNNING, col(Job.heartbeat_at) < at - pace.stale)
    return sa.or_(col(Job.state) == JobState.QUEUED, dead)


def _take(work: Work, job_id: uuid.UUID, pace: Pace) -> Job | None:
    now = work.clock()
    with work.db.write() as session:
        taken = session.connection().execute(
            sa.update(Job)
            .where(col(Job.id) == job_id, _free(now, pace))
            .values(state=JobState.RUNNING, heartbeat_at=now, problem="")
        )
        return session.get(Job, job_id) if taken.rowcount else None


@contextmanager
def _heartbeat(work: Work, job: Job, pace: Pace) -> Iterator[threading.Event]:
    """Show life until the block ends; the event is set when another worker has taken the job over."""
    over, lost = threading.Event(), threading.Event()

    def beat() -> None:
        while not over.wait(pace.heartbeat.total_seconds()):
            now = work.clock()
            try:
                with work.db.write() as session:
                    mine = sa.update(Job).where(_mine(job)).values(heartbeat_at=now)
                    if not session.connection().execute(mine).rowcount:
                        lost.set()
                        return
                job.heartbeat_at = now
            except Exception as error:  # noqa: BLE001 - a database that is busy for a moment must not end the job
                log.warning("heartbeat missed", job=str(job.id), error=repr(error))

    thread = threading.Thread(target=beat, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield lost
    finally:
        over.set()
        thread.join()


def _mine(job: Job) -> Any:
    """Still this worker's: nobody else has written a sign of life since."""
    return sa.and_(
        col(Job.id) == job.id, col(Job.state) == JobState.RUNNING, col(Job.heartbeat_at) == job.heartbeat_at
    )


def _do_items(work: Work, job: Job, kind: JobKind, stopping: Callable[[], bool]) -> None:
    with work.db.read() as session:
        left = list(
            session.exec(
                select(JobItem)
                .where(JobItem.job_id == job.id, col(JobItem.done_at).is_(None))
                .order_by(col(JobItem.position))
            )
        )
    for start in range(0, len(left), kind.at_once):
        if stopping() or _cancelled(work, job):
            return
        items = left[start : start + kind.at_once]
        _record(work, job, items, _problems(work, job, kind, items))


def _cancelled(work: Work, job: Job) -> bool:
    with work.db.read() as session:
        return bool(session.exec(select(Job.cancel_requested).where(Job.id == job.id)).one())


def _problems(work: Work, job: Job, kind: JobKind, items: Sequence[JobItem]) -> dict[uuid.UUID, Message]:
    """Do `items`; what could not be done, and why. One that fails does not keep back those beside it."""
    try:
        kind.do(work, job, [item.payload for item in items])
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the items' problem and not the worker's
        if len(items) > 1:
            return {key: why for item in items for key, why in _problems(work, job, kind, [item]).items()}
        if isinstance(error, Refusal):
            return {items[0].id: error.message}
        log.exception(
            "item failed", job=str(job.id), kind=job.kind, position=items[0].position, exc_info=error
        )
        return {
            items[0].id: msg(
                "An error that was not foreseen: %(kind)s. It is in the server's log.",
                kind=type(error).__name__,
            )
        }
    return {}


def _record(work: Work, job: Job, items: Sequence[JobItem], problems: dict[uuid.UUID, Message]) -> None:
    now = work.clock()
    with work.db.write() as session:
        connection = session.connection()
        done = [item.id for item in items if item.id not in problems]
        if done:
            connection.execute(
                sa.update(JobItem).where(col(JobItem.id).in_(done)).values(done_at=now, problem="")
            )
        for item_id, reason in problems.items():
            connection.execute(
                sa.update(JobItem).where(col(JobItem.id) == item_id).values(problem=kept(reason))
            )
        connection.execute(sa.update(Job).where(col(Job.id) == job.id).values(done=_done_count(job)))


def _done_count(job: Job) -> Any:
    return (
        sa.select(sa.func.count())
        .select_from(JobItem)
        .where(col(JobItem.job_id) == job.id, col(JobItem.done_at).is_not(None))
        .scalar_subquery()
    )


def _end(work: Work, job: Job, *, stopped: bool) -> JobState | None:
    now = work.clock()
    with work.db.write() as session:
        current = session.exec(select(Job).where(_mine(job))).first()
        if current is None:
            return None
        left = current.total - current.done
        failed = session.scalar(
            sa.select(sa.func.count()).where(col(JobItem.job_id) == job.id, col(JobItem.problem) != "")
        )
        if job.problem or failed:
            current.problem = job.problem or kept(
                nmsg("%(n)s item could not be done.", "%(n)s items could not be done.", failed or 0)
            )
        if left == 0 and not job.problem:
            current.state = JobState.DONE
        elif current.cancel_requested:
            current.state = JobState.CANCELLED
        elif stopped and not job.problem and left > (failed or 0):
            current.state = JobState.QUEUED
        else:
            current.state = JobState.FAILED
        if current.state is not JobState.QUEUED:
            current.ended_at = now
            detail = {"state": current.state.value, "done": current.done, "of": current.total}
            audit.record(session, "job.ended", job.id, by=None, at=now, detail=detail)
        session.add(current)
        return current.state
