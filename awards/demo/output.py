"""The published cycle's documents as files: `results.json`, `results.pdf`, `certificates/*.pdf`, `sealed.zip`."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from sqlmodel import select

from awards.cycles.models import Cycle
from awards.demo.calendar import at_work
from awards.kit.db import Database
from awards.kit.files import FileStore, write_durably
from awards.settings import Settings
from judging.sealing.operations import last_seal
from reports.certificates.models import Certificate
from reports.certificates.operations import issue_certificates
from reports.certificates.queries import earned
from reports.results.operations import make_report


def write_outputs(
    db: Database,
    files: FileStore,
    cycle: Cycle,
    settings: Settings,
    folder: Path,
    bar: Callable[[str, int], Callable[[], None]],
    *,
    by: uuid.UUID,
) -> None:
    """Issue the certificates of a published cycle, and put them and the reports into `folder`."""
    # After the last day of appeals: a certificate of a place that falls would have to be revoked.
    at = at_work(cycle.publishes_at + timedelta(days=20))
    advance = bar(f"Cycle {cycle.number}: result report", 1)
    report = make_report(db, files, cycle.id, "ar", by=by, at=at)
    write_durably(folder / "results.pdf", files.get(report.digest))
    if report.document_digest:
        write_durably(folder / "results.json", files.get(report.document_digest))
    advance()
    with db.read() as session:
        total = len(earned(session, cycle.id).deserved)
    drawn = bar(f"Cycle {cycle.number}: certificates", total)
    issue_certificates(
        db,
        files,
        cycle.id,
        base_url=settings.base_url,
        by=by,
        at=at,
        on_done=lambda _: drawn(),
    )
    with db.read() as session:
        seal = last_seal(session, cycle.id)
        issued = session.exec(select(Certificate).where(Certificate.cycle_id == cycle.id)).all()
    for certificate in issued:
        write_durably(folder / "certificates" / f"{certificate.code}.pdf", files.get(certificate.digest))
    if seal is not None:
        write_durably(folder / "sealed.zip", files.get(seal.file))
