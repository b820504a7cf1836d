"""Making the report of a cycle's results and keeping it."""

import uuid
from datetime import datetime

from awards.kit import audit
from awards.kit.db import Database
from awards.kit.files import FileStore
from awards.kit.i18n import Lang
from reports.results.document import as_file, results_document
from reports.results.models import ResultReport
from reports.results.queries import document_digest_of, results_of
from reports.results.render import report_pdf


def make_report(
    db: Database, files: FileStore, cycle_id: uuid.UUID, lang: Lang, *, by: uuid.UUID, at: datetime
) -> ResultReport:
    """The report as the results stand now; each report that is made stays.

    The first one after publication makes the cycle's `results.json` for good, and later ones are over the same
    file. Raises NotYetOpened, DocumentFailed.
    """
    with db.read() as session:
        results = results_of(session, cycle_id)
        document_digest = document_digest_of(session, cycle_id)
    if document_digest is None and results.published_at is not None:
        document_digest = files.put(as_file(results_document(results)))
    document = files.get(document_digest) if document_digest else None
    digest = files.put(report_pdf(results, lang, document=document, at=at))
    report = ResultReport(
        cycle_id=cycle_id,
        tally_id=results.tally_id,
        language=lang,
        digest=digest,
        document_digest=document_digest,
        made_at=at,
        made_by_id=by,
    )
    with db.write() as session:
        session.add(report)
        session.flush()
        detail = {"language": lang, "digest": digest, "tally": results.version}
        audit.record(session, "report.made", cycle_id, by=by, at=at, detail=detail)
    return report
