"""The page of a cycle's reports, and who may fetch which document."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
from sqlmodel import delete, update

from awards.cycles.models import Cycle
from awards.kit.files import FileStore
from awards.people.models import Role
from judging.rounds.models import ResultsOpening
from reports.results import operations
from reports.results.models import ResultReport
from reports.results.queries import results_of
from tests.pages import form_token
from tests.reports.published import CERTIFICATES as ALL
from tests.reports.published import Published, counted_cycle

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def report(db, settings, clock, published: Published) -> ResultReport:
    files = FileStore(settings.files_dir)
    digest, document_digest = files.put(b"%PDF-1.7 the report"), files.put(b'{"format": "some"}')
    with db.write() as session:
        tally = results_of(session, published.cycle_id).tally_id
        made = ResultReport(
            cycle_id=published.cycle_id,
            tally_id=tally,
            language="ar",
            digest=digest,
            document_digest=document_digest,
            made_at=clock(),
            made_by_id=published.organisers[0].id,
        )
        session.add(made)
    return made


def test_organisers_and_auditors_fetch_the_report_and_nobody_else(
    client, make, published, report, sign_in
) -> None:
    path = f"/cycles/3/reports/{report.id}"
    for person, status in (
        (published.organisers[0], 200),
        (published.auditor, 200),
        (published.entrant, 403),
        (make.person(Role.JUDGE), 403),
    ):
        sign_in(client, person)
        assert client.get(path).status_code == status
    sign_in(client, published.auditor)
    answer = client.get(path)
    assert answer.content == b"%PDF-1.7 the report"
    assert answer.headers["content-type"] == "application/pdf"
    client.cookies.delete("session")
    assert client.get(path, follow_redirects=False).status_code == 303


def test_a_report_is_not_found_under_another_cycle(
    client, make, db, clock, published, report, sign_in
) -> None:
    counted_cycle(db, make, clock, number=4, entries=1)
    sign_in(client, published.auditor)
    assert client.get(f"/cycles/4/reports/{report.id}").status_code == 404
    assert client.get(f"/cycles/3/reports/{report.id}").status_code == 200


def test_the_page_offers_what_there_is(client, published, report, sign_in) -> None:
    sign_in(client, published.organisers[0])
    client.get("/language/en")
    page = client.get("/cycles/3/reports").text
    assert f"/cycles/3/reports/{report.id}" in page
    assert "not ready yet" in page
    assert "/cycles/3/results.json" in page
    assert "/cycles/3/results/G2C/page.pdf?lang=ar" in page
    assert f"Issue {ALL} certificates" in page


def test_an_auditor_sees_the_page_without_the_buttons(client, published, report, sign_in) -> None:
    sign_in(client, published.auditor)
    page = client.get("/cycles/3/reports").text
    assert 'action="/cycles/3/reports"' not in page
    assert 'action="/cycles/3/certificates"' not in page


def test_asking_for_the_report_leads_to_its_job(client, published, sign_in) -> None:
    sign_in(client, published.organisers[0])
    token = form_token(client, "/cycles/3/reports")
    answer = client.post("/cycles/3/reports", data={"_csrf_token": token}, follow_redirects=False)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/jobs/")


def test_the_page_of_a_category_comes_in_the_language_asked_for(client, published, sign_in) -> None:
    sign_in(client, published.organisers[0])
    answer = client.get("/cycles/3/results/PAR/page.pdf?lang=en")
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF-")
    assert 'filename="results-3-PAR-en.pdf"' in answer.headers["content-disposition"]
    assert client.get("/cycles/3/results/XYZ/page.pdf").status_code == 404


def test_the_results_for_machines_come_only_after_publication(client, decided, sign_in) -> None:
    sign_in(client, decided.organisers[0])
    assert client.get("/cycles/3/results.json").status_code == 404
    page = client.get("/cycles/3/reports").text
    assert "results.json" not in page
    assert 'action="/cycles/3/certificates"' not in page


def test_the_results_for_machines_come_with_the_first_report(client, published, sign_in) -> None:
    sign_in(client, published.auditor)
    client.get("/language/en")
    page = client.get("/cycles/3/reports").text
    assert "comes with the next report" in page
    assert 'href="/cycles/3/results.json"' not in page
    assert client.get("/cycles/3/results.json").status_code == 404


def test_the_file_for_machines_is_the_one_that_every_report_holds(
    client, db, settings, published, sign_in, monkeypatch
) -> None:
    """Whatever is renamed after the first report: its digest is printed on paper."""
    held = []
    monkeypatch.setattr(
        operations, "report_pdf", lambda *_, document, **__: held.append(document) or b"%PDF-1.7"
    )
    files, by = FileStore(settings.files_dir), published.organisers[0].id
    for lang in ("ar", "en"):
        made = operations.make_report(db, files, published.cycle_id, lang, by=by, at=AT)
        with db.write() as session:
            session.exec(update(Cycle).values(name_en="Renamed"))
    sign_in(client, published.auditor)
    answer = client.get("/cycles/3/results.json")
    assert held == [answer.content] * 2
    assert hashlib.sha256(answer.content).hexdigest() == made.document_digest
    assert "attachment" in answer.headers["content-disposition"]
    document = json.loads(answer.content)
    assert document["format"] == "tahkim/results/1"
    assert document["cycle"]["name"]["en"] != "Renamed"
    assert len(document["categories"]) == 7


def test_before_the_results_are_opened_there_is_nothing_to_report(client, make, db, clock, sign_in) -> None:
    found = counted_cycle(db, make, clock, number=3, entries=1)
    with db.write() as session:
        session.exec(delete(ResultsOpening))
    sign_in(client, found.organisers[0])
    client.get("/language/en")
    assert "Nothing to report yet" in client.get("/cycles/3/reports").text
    assert client.get("/cycles/3/results/G2C/page.pdf").status_code == 409
    token = form_token(client, "/cycles/3/reports")
    assert client.post("/cycles/3/reports", data={"_csrf_token": token}).status_code == 409
