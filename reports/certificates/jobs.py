"""Issuing certificates as a job: an item for each certificate."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from awards.kit.job_kinds import Work, job_kind
from awards.kit.jobs import Job, Payload, enqueue_job, open_job
from reports.certificates.models import CertificateKind
from reports.certificates.operations import issue_certificates, require_published
from reports.certificates.queries import missing

ISSUE = "certificates.issue"
AT_ONCE = 64
"""Certificates drawn by one pair of processes; the job shows its progress and can be cancelled in between."""


@job_kind(ISSUE, label=msg("Issuing certificates"), at_once=AT_ONCE)
def issue(work: Work, job: Job, payloads: Sequence[Payload]) -> None:
    """One batch of items, `{"entry": id, "kind": …}` each."""
    issue_certificates(
        work.db,
        work.files,
        uuid.UUID(job.subject_id),
        base_url=work.settings.base_url,
        by=job.asked_by_id,
        at=work.clock(),
        only={(uuid.UUID(p["entry"]), CertificateKind(p["kind"])) for p in payloads},
    )


def ask_for_certificates(session: Session, cycle_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> Job:
    """A job that issues what is missing; the one that is already under way, if there is one.

    Raises RuleBroken before publication, or if nothing is missing.
    """
    require_published(session, cycle_id)
    if job := open_job(session, ISSUE, cycle_id):
        return job
    wanted = missing(session, cycle_id)
    if not wanted:
        raise RuleBroken(msg("Every certificate has been issued."))
    items = [{"entry": str(d.entry.entry_id), "kind": d.kind.value} for d in wanted]
    return enqueue_job(session, ISSUE, cycle_id, items, by=by, at=at)
