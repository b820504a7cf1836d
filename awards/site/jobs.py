"""The page of a job: how far it is, what went wrong, cancel and resume."""

import uuid
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import Session, select

from awards.cycles.models import Cycle
from awards.kit.errors import NotFound
from awards.kit.i18n import Message, msg
from awards.kit.job_kinds import kind_of
from awards.kit.job_runs import shows_no_life
from awards.kit.jobs import (
    OPEN,
    RESUMABLE,
    Job,
    JobState,
    cancel_job,
    problems_of,
    resume_job,
    unkept,
    work_before,
)
from awards.kit.pages import page, see
from awards.people.given import GivenClock, GivenDb, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Person

STATES: dict[JobState, tuple[Message, str]] = {
    JobState.QUEUED: (msg("Waiting"), "wait"),
    JobState.RUNNING: (msg("Running"), "info"),
    JobState.DONE: (msg("Done"), "good"),
    JobState.FAILED: (msg("Ended with problems"), "bad"),
    JobState.CANCELLED: (msg("Cancelled"), ""),
}
"""What a state is called, and the tone of its badge."""

REFRESH_SECONDS = 4
"""Without JavaScript the page of a job under way loads itself again."""


@get("/jobs/{job_id:uuid}", name="jobs.show", guards=[overseers], sync_to_thread=True)
def show(
    request: Request[Any, Any, Any],
    job_id: FromPath[uuid.UUID],
    viewer: GivenViewer,
    db: GivenDb,
    clock: GivenClock,
) -> Response[str]:
    with db.read() as session:
        job = session.get(Job, job_id)
        if job is None:
            raise NotFound
        problems = problems_of(session, job_id)
        before = work_before(session, job) if job.state is JobState.QUEUED else []
        cycle = _cycle_of(session, job)
        asked_by = session.get(Person, job.asked_by_id) if job.asked_by_id else None
    may_change = viewer.organises
    return page(
        request,
        "awards/site/job.html",
        job=job,
        label=_label(job),
        before=[(other, _label(other)) for other in before],
        no_life=shows_no_life(job, clock()),
        state=STATES[job.state],
        problem=unkept(job.problem),
        problems=problems,
        cycle=cycle,
        asked_by=asked_by,
        under_way=job.state in OPEN,
        may_cancel=may_change and job.state in OPEN and not job.cancel_requested,
        may_resume=may_change and job.state in RESUMABLE and job.done < job.total,
        refresh=REFRESH_SECONDS,
    )


@post("/jobs/{job_id:uuid}/cancellation", name="jobs.cancel", guards=[organisers], sync_to_thread=True)
def cancel(job_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    with db.write() as session:
        cancel_job(session, job_id, by=viewer.person_id, at=clock())
    return see(f"/jobs/{job_id}", notice=msg("The work stops after the items in hand. What is done stays."))


@post("/jobs/{job_id:uuid}/resumption", name="jobs.resume", guards=[organisers], sync_to_thread=True)
def resume(job_id: FromPath[uuid.UUID], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """What is done stays; items that failed are tried again."""
    with db.write() as session:
        resume_job(session, job_id, by=viewer.person_id, at=clock())
    return see(f"/jobs/{job_id}", notice=msg("The work goes on with what is left."))


def _label(job: Job) -> Message:
    kind = kind_of(job)
    return kind.label if kind else msg("Work of another version")


def _cycle_of(session: Session, job: Job) -> Cycle | None:
    """The cycle that the job is about, for the way back."""
    try:
        subject = uuid.UUID(job.subject_id)
    except ValueError:
        return None
    return session.exec(select(Cycle).where(Cycle.id == subject)).first()


handlers = [show, cancel, resume]
