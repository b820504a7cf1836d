"""Making reports as a job: an item for each language."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from awards.kit.i18n import LANGUAGES, as_lang, msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.jobs import Job, Payload, enqueue_job, open_job
from judging.tally.queries import opened
from reports.results.models import ResultReport
from reports.results.operations import make_report

REPORT = "results.report"


@job_kind(REPORT, label=msg("Making the report of results"))
def report(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
    """Make the report in each language that was asked for; one made since then is not made again."""
    cycle_id = uuid.UUID(job.subject_id)
    for payload in payloads:
        lang = as_lang(payload["language"])
        with work.db.read() as session:
            made = session.exec(
                select(ResultReport.id).where(
                    ResultReport.cycle_id == cycle_id,
                    ResultReport.language == lang,
                    ResultReport.made_at >= job.asked_at,
                )
            ).first()
        if made is None and job.asked_by_id is not None:
            make_report(work.db, work.files, cycle_id, lang, by=job.asked_by_id, at=work.clock())


def ask_for_reports(
    session: Session, cycle_id: uuid.UUID, number: int, *, by: uuid.UUID, at: datetime
) -> Job:
    """A job that makes the report in both languages. Raises NotYetOpened."""
    opened(session, number)
    items = [{"language": lang} for lang in LANGUAGES]
    return open_job(session, REPORT, cycle_id) or enqueue_job(session, REPORT, cycle_id, items, by=by, at=at)
