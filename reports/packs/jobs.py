"""The packs of all judges of a round as a job: an item for each judge, a file for each pack."""

import shutil
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.files import write_durably
from awards.kit.i18n import as_lang, msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.jobs import OPEN, Job, JobState, Payload, enqueue_job, last_job, open_job
from awards.settings import Settings
from reports.packs.queries import pack_of_seat, seats_of
from reports.packs.render import pack_pdf

MAKE = "packs.make"
KEPT_DAYS = 14
"""Packs name judges and hold all that they read: what was printed or forgotten need not lie here."""


@job_kind(MAKE, label=msg("Making the packs of judges for paper"))
def make(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
    """The packs of these judges, `{"judge": id, "seat": number}` each, as they stand now.

    Whoever may read nothing now, or has stepped aside from everything, has none. Packs of earlier jobs are deleted.
    """
    folder = _folder(work.settings, job)
    for earlier in folder.parent.glob("*"):
        if earlier != folder:
            shutil.rmtree(earlier, ignore_errors=True)
    for payload in payloads:
        seat, at = uuid.UUID(payload["judge"]), work.clock()
        with work.db.rows() as connection:
            found = pack_of_seat(connection, seat, at=at)
        path = folder / f"seat-{payload['seat']:02}.pdf"
        if found is None:
            path.unlink(missing_ok=True)
            continue
        pack, lang = found
        write_durably(path, pack_pdf(pack, work.files, as_lang(lang), at=at))
        with work.db.write() as session:
            detail = {"entries": len(pack.entries), "language": lang}
            audit.record(session, "judge.pack_made", seat, by=job.asked_by_id, at=at, detail=detail)


def ask_for_packs(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Job:
    """A job that makes the packs of the opened round; the one that is under way, if there is one.

    Raises RuleBroken while no judge may read.
    """
    if job := open_job(session, MAKE, cycle_id):
        return job
    seats = seats_of(session.connection(), cycle_id)
    if not seats:
        raise RuleBroken(msg("Packs can be made once a round is open and judges have entries in it."))
    items = [{"judge": str(seat), "seat": number} for seat, number in seats]
    return enqueue_job(session, MAKE, cycle_id, items, by=by, at=at)


def packs_made(session: Session, settings: Settings, cycle_id: uuid.UUID) -> list[Path]:
    """The packs of the last job, by seat; none before it is done."""
    job = last_job(session, MAKE, cycle_id)
    if job is None or job.state is not JobState.DONE:
        return []
    return sorted(_folder(settings, job).glob("*.pdf"))


def packs_kept(settings: Settings, cycle_id: uuid.UUID) -> int:
    """How many packs of the cycle lie here, those of a job included that did not end."""
    return sum(1 for _ in _of_cycle(settings, str(cycle_id)).glob("*/*.pdf"))


def discard_packs(
    session: Session, settings: Settings, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Delete what was made. Raises RuleBroken while packs are being made, or where there is none."""
    if open_job(session, MAKE, cycle_id):
        raise RuleBroken(msg("Packs are being made. Wait for it, or cancel the work."))
    kept = packs_kept(settings, cycle_id)
    if not kept:
        raise RuleBroken(msg("There is no pack to delete."))
    audit.record(session, "packs.discarded", cycle_id, by=by, at=at, detail={"packs": kept})
    shutil.rmtree(_of_cycle(settings, str(cycle_id)))


def discard_old_packs(session: Session, settings: Settings, *, at: datetime) -> int:
    """Delete what was made `KEPT_DAYS` ago and longer and was forgotten; how many packs. The audit log has each cycle."""
    ordered = select(Job).where(Job.kind == MAKE).order_by(col(Job.asked_at))
    last = {job.subject_id: job for job in session.exec(ordered)}
    deleted = 0
    for cycle_id, job in last.items():
        folder = _of_cycle(settings, cycle_id)
        kept = sum(1 for _ in folder.glob("*/*.pdf"))
        if job.state in OPEN or at - (job.ended_at or job.asked_at) < timedelta(days=KEPT_DAYS) or not kept:
            continue
        detail = {"packs": kept, "days": KEPT_DAYS}
        audit.record(session, "packs.discarded", uuid.UUID(cycle_id), by=None, at=at, detail=detail)
        shutil.rmtree(folder)
        deleted += kept
    return deleted


def _folder(settings: Settings, job: Job) -> Path:
    return _of_cycle(settings, job.subject_id) / str(job.id)


def _of_cycle(settings: Settings, cycle_id: str) -> Path:
    """Apart from the store of files, which is kept for good."""
    return settings.data_dir / "packs" / cycle_id
