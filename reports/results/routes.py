"""The reports of a cycle: the result report, a page for each category, the results for machines, certificates."""

import uuid
from typing import Any

from litestar import MediaType, Request, Response, Router, get, post
from litestar.params import FromPath
from litestar.response import Redirect
from sqlmodel import col, select

from awards.cycles.queries import categories_of, cycle_by_number
from awards.kit.errors import NotFound
from awards.kit.forms import read_filter
from awards.kit.i18n import LANGUAGES, as_lang
from awards.kit.jobs import last_job
from awards.kit.pages import language_of, page, see
from awards.people.given import GivenClock, GivenDb, GivenFiles, GivenViewer
from awards.people.guards import organisers, overseers
from awards.people.models import Role
from judging.deliberations.queries import last_decided_at, publication_of
from judging.tally.outlook import outlook_of
from judging.tally.queries import head_of
from reports.answers import pdf_answer
from reports.certificates.jobs import ISSUE
from reports.certificates.queries import certificates_of_cycle, missing
from reports.certificates.routes import CertificateFilter
from reports.results.age import why_outdated
from reports.results.jobs import REPORT, ask_for_reports
from reports.results.models import ResultReport
from reports.results.queries import document_digest_of, results_of
from reports.results.render import category_page_pdf


@get("/cycles/{number:int}/reports", name="reports.overview", guards=[overseers], sync_to_thread=True)
def overview(
    request: Request[Any, Any, Any], number: FromPath[int], viewer: GivenViewer, db: GivenDb
) -> Response[str]:
    with db.read() as session:
        cycle = cycle_by_number(session, number)
        head = head_of(session, number)
        made = session.exec(
            select(ResultReport)
            .where(ResultReport.cycle_id == cycle.id)
            .order_by(col(ResultReport.made_at).desc())
        ).all()
        categories = categories_of(session, cycle.id)
        published = publication_of(session, cycle.id)
        document_digest = document_digest_of(session, cycle.id)
        certificates = certificates_of_cycle(session, cycle.id)
        lacking = len(missing(session, cycle.id)) if published else 0
        report_job, issue_job = (last_job(session, kind, cycle.id) for kind in (REPORT, ISSUE))
        decided_at = last_decided_at(session, cycle.id)
    reports = [(lang, next((r for r in made if r.language == lang), None)) for lang in LANGUAGES]
    asked = read_filter(CertificateFilter, request).values or CertificateFilter()
    return page(
        request,
        "reports/results/reports.html",
        cycle=cycle,
        results_open=head.results_open,
        published=published,
        document_digest=document_digest,
        reports=reports,
        outdated=why_outdated(
            [report for _, report in reports if report],
            tally_id=head.tally_id,
            decided_at=decided_at,
            published_at=published.published_at if published else None,
        ),
        categories=categories,
        certificates=[c for c in certificates if c.matches(**dict(asked))],
        issued=len(certificates),
        asked=asked,
        lacking=lacking,
        report_job=report_job,
        issue_job=issue_job,
        may_make=viewer.role == Role.ORGANISER,
    )


@post("/cycles/{number:int}/reports", name="reports.make", guards=[organisers], sync_to_thread=True)
def make(number: FromPath[int], viewer: GivenViewer, db: GivenDb, clock: GivenClock) -> Redirect:
    """Ask for the report in both languages, and lead to the job that makes it."""
    with db.write() as session:
        cycle = cycle_by_number(session, number)
        job = ask_for_reports(session, cycle.id, number, by=viewer.person_id, at=clock())
    return see(f"/jobs/{job.id}")


@get(
    "/cycles/{number:int}/reports/{report_id:uuid}",
    name="reports.download",
    guards=[overseers],
    sync_to_thread=True,
)
def download(
    number: FromPath[int], report_id: FromPath[uuid.UUID], db: GivenDb, files: GivenFiles
) -> Response[bytes]:
    """A report as it was made, however the results have been corrected since."""
    with db.read() as session:
        report = session.get(ResultReport, report_id)
        if report is None or report.cycle_id != cycle_by_number(session, number).id:
            raise NotFound
    return pdf_answer(files.get(report.digest), f"results-{number}-{report.language}")


@get(
    "/cycles/{number:int}/results/{code:str}/page.pdf",
    name="reports.category_page",
    guards=[overseers],
    sync_to_thread=True,
)
def category_page(
    request: Request[Any, Any, Any],
    number: FromPath[int],
    code: FromPath[str],
    db: GivenDb,
    clock: GivenClock,
) -> Response[bytes]:
    """`?lang=` asks for another language than the reader's."""
    with db.read() as session:
        results = results_of(session, cycle_by_number(session, number).id)
        outlook = outlook_of(session, results.document.round_id) if results.closing else None
    category = results.category(code)
    if category is None:
        raise NotFound
    asked = request.query_params.get("lang")
    lang = as_lang(asked) if asked else language_of(request)
    return pdf_answer(
        category_page_pdf(
            results,
            category,
            lang,
            missing=outlook.missing_in(code) if outlook else None,
            at=clock(),
        ),
        f"results-{number}-{code}-{lang}",
    )


@get("/cycles/{number:int}/results.json", name="reports.document", guards=[overseers], sync_to_thread=True)
def document(number: FromPath[int], db: GivenDb, files: GivenFiles) -> Response[bytes]:
    """The file whose SHA-256 the reports print. Raises NotFound until the first of them is made after publication."""
    with db.read() as session:
        digest = document_digest_of(session, cycle_by_number(session, number).id)
    if digest is None:
        raise NotFound
    headers = {"content-disposition": f'attachment; filename="results-{number}.json"'}
    return Response(files.get(digest), media_type=MediaType.JSON, headers=headers)


router = Router("/", route_handlers=[overview, make, download, category_page, document])
