"""Making the report of a cycle's results and keeping it."""

import uuid
from datetime import datetime

from awards.kit import audit
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.i18n import Lang
from reports.results.models import ResultReport
from reports.results.queries import results_of
from reports.results.render import report_pdf


def make_report(
    db: Database, files: FileStore, cycle_id: uuid.UUID, lang: Lang, *, by: uuid.UUID, at: datetime
) -> ResultReport:
    """The report as the results stand now; each report that is made stays. Raises NotYetOpened, DocumentFailed."""
    with db.read() as session:
        results = results_of(session, cycle_id)
    digest = files.put(report_pdf(results, lang, at=at))
    report = ResultReport(
        cycle_id=cycle_id, tally_id=results.tally_id, language=lang, digest=digest, made_at=at, made_by_id=by
    )
    with db.write() as session:
        session.add(report)
        session.flush()
        detail = {"language": lang, "digest": digest, "tally": results.version}
        audit.record(session, "report.made", cycle_id, by=by, at=at, detail=detail)
    return report
