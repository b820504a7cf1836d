"""A judge's own pack as a job: made in the background, and kept for that judge under all that it was made of."""

import hashlib
import shutil
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.files import write_durably
from awards.kit.i18n import Lang, as_lang, msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.jobs import OPEN, Job, Payload, enqueue_job, open_job
from awards.settings import Settings
from reports.packs.jobs import KEPT_DAYS
from reports.packs.queries import Pack, pack_of_seat
from reports.packs.render import pack_pdf

MAKE_OWN = "packs.make_own"


@job_kind(MAKE_OWN, label=msg("Making a judge’s own pack for paper"))
def make_own(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
    """The pack of one judge, `{"judge": id, "lang": …}`, as it stands now, in the place of their earlier one."""
    for payload in payloads:
        seat, lang, at = uuid.UUID(payload["judge"]), as_lang(payload["lang"]), work.clock()
        with work.db.rows() as connection:
            found = pack_of_seat(connection, seat, at=at)
        shutil.rmtree(_folder(work.settings, seat), ignore_errors=True)
        if found is None:
            continue
        pack, _ = found
        write_durably(_path(work.settings, pack, lang), pack_pdf(pack, work.files, lang, at=at))
        with work.db.write() as session:
            detail = {"entries": len(pack.entries), "language": lang}
            audit.record(session, "judge.pack_made", seat, by=job.asked_by_id, at=at, detail=detail)


def ask_for_own_pack(
    session: Session, judge_id: uuid.UUID, lang: Lang, *, by: uuid.UUID, at: datetime
) -> Job:
    """A job that makes the pack of this judge; the one that is under way, if there is one."""
    if job := open_job(session, MAKE_OWN, judge_id):
        return job
    return enqueue_job(session, MAKE_OWN, judge_id, [{"judge": str(judge_id), "lang": lang}], by=by, at=at)


def own_pack_made(settings: Settings, pack: Pack, lang: Lang) -> Path | None:
    """The file of exactly this pack; None where none was made, or one of anything else.

    So a pack is never given out once its judge stood aside from an entry in it, or a blind copy was changed.
    """
    path = _path(settings, pack, lang)
    return path if path.is_file() else None


def discard_old_own_packs(session: Session, settings: Settings, *, at: datetime) -> int:
    """Delete what was made `KEPT_DAYS` ago and longer; how many packs. The audit log has each judge."""
    last = {
        job.subject_id: job
        for job in session.exec(select(Job).where(Job.kind == MAKE_OWN).order_by(col(Job.asked_at)))
    }
    deleted = 0
    for judge_id, job in last.items():
        folder = _folder(settings, uuid.UUID(judge_id))
        if (
            job.state in OPEN
            or at - (job.ended_at or job.asked_at) < timedelta(days=KEPT_DAYS)
            or not folder.exists()
        ):
            continue
        detail = {"packs": 1, "days": KEPT_DAYS}
        audit.record(session, "judge.pack_discarded", uuid.UUID(judge_id), by=None, at=at, detail=detail)
        shutil.rmtree(folder)
        deleted += 1
    return deleted


def _path(settings: Settings, pack: Pack, lang: Lang) -> Path:
    """Named by all that it shows (docs/decisions/0010), but the day on its cover."""
    made_of = hashlib.sha256(repr((pack, lang)).encode()).hexdigest()
    return _folder(settings, pack.judge.judge_id) / f"{made_of}.pdf"


def _folder(settings: Settings, judge_id: uuid.UUID) -> Path:
    return settings.data_dir / "packs-own" / str(judge_id)
