"""Anybody verifies a certificate by its code; organisers issue and revoke; entrants fetch their own."""

import pytest
from sqlmodel import select

from awards.directory.models import MembershipKind
from awards.directory.operations import add_member
from awards.entries.models import Entry
from awards.kit.files import FileStore
from awards.kit.jobs import Job
from awards.people.models import Role
from reports.certificates.models import Certificate, CertificateKind
from reports.certificates.operations import issue_certificates
from tests.pages import form_token
from tests.reports.published import CERTIFICATES as ALL
from tests.reports.published import Published
from tests.statements import statements


@pytest.fixture
def certificates(
    db, settings, clock, published: Published, monkeypatch
) -> dict[CertificateKind, Certificate]:
    """One of each kind, of the best entry of the first category."""
    monkeypatch.setattr(
        "reports.certificates.batch.render_certificates",
        lambda wordings, write, **_: [write(w, b"%PDF-1.7 " + w.code.encode()) for w in wordings],
    )
    assert published.document is not None
    entry = published.document.categories[0].entries[0].entry_id
    issue_certificates(
        db,
        FileStore(settings.files_dir),
        published.cycle_id,
        base_url=settings.base_url,
        by=None,
        at=clock(),
        only={(entry, kind) for kind in CertificateKind},
    )
    with db.read() as session:
        return {c.kind: c for c in session.exec(select(Certificate))}


@pytest.fixture
def winner(certificates) -> Certificate:
    return certificates[CertificateKind.WINNER]


def test_a_valid_certificate_says_what_the_paper_says_in_both_languages(client, winner: Certificate) -> None:
    answer = client.get(f"/verify/{winner.code}")
    assert answer.status_code == 200
    assert "This certificate is valid" in answer.text
    assert "هذه الشهادة صحيحة" in answer.text
    for field in ("recipients_ar", "recipients_en"):
        assert winner.wording[field][0] in answer.text
    for field in ("place_ar", "place_en", "category_ar", "category_en", "issued_hijri_ar"):
        assert winner.wording[field] in answer.text
    assert winner.digest in answer.text
    assert "Revoke" not in answer.text


def test_the_form_leads_to_the_answer_however_the_code_is_typed(client, winner: Certificate) -> None:
    answer = client.get(
        "/verify", params={"code": f" {winner.code.lower().replace('-', ' ')} "}, follow_redirects=False
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/verify/{winner.code}"
    assert client.get("/verify").status_code == 200


def test_an_unknown_code_is_not_found_and_nonsense_runs_no_script(client, winner: Certificate, db) -> None:
    unknown = client.get("/verify/ENJ-3-AAAA-BBBB")
    nonsense = client.get("/verify/%3Cscript%3Ealert(1)")
    assert unknown.status_code == nonsense.status_code == 404
    assert "There is no certificate with this code" in unknown.text
    assert "<script>alert" not in nonsense.text


def test_an_answer_costs_one_look_up_whether_the_code_is_known_or_not(
    client, winner: Certificate, db
) -> None:
    def asked(code: str) -> int:
        with statements(db.reader) as seen:
            client.get(f"/verify/{code}")
        return len(seen)

    assert asked(winner.code) == asked("ENJ-3-AAAA-BBBB") == 1


def test_the_pdf_is_fetched_by_its_code_and_by_nothing_else(client, winner: Certificate) -> None:
    answer = client.get(f"/certificates/{winner.code}.pdf")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.content == b"%PDF-1.7 " + winner.code.encode()
    for path in (winner.code, f"{winner.code}.exe", "ENJ-3-AAAA-BBBB.pdf", ".pdf", f"{winner.digest}.pdf"):
        assert client.get(f"/certificates/{path}").status_code == 404, path


def test_a_revoked_certificate_is_shown_as_revoked_and_no_longer_given_out(
    client, winner, published, sign_in
) -> None:
    sign_in(client, published.organisers[0])
    page = client.get(f"/verify/{winner.code}").text
    assert f"/certificates/{winner.code}/revocation" in page
    token = form_token(client, f"/verify/{winner.code}")
    path = f"/certificates/{winner.code}/revocation"
    said = {"_csrf_token": token, "reason": "أُصدرت خطأ باسم <b> آخر", "confirmed": "true"}
    for wrong in ({"reason": " "}, {"reason": "خطأ"}, {"confirmed": ""}):
        refused = client.post(path, data={**said, **wrong})
        assert refused.status_code in (409, 422), wrong
        assert 'class="error-summary"' in refused.text
    answer = client.post(path, data=said, follow_redirects=False)
    assert answer.status_code == 303
    client.cookies.delete("session")
    page = client.get(f"/verify/{winner.code}")
    assert page.status_code == 200
    assert "This certificate is revoked" in page.text
    assert "أُصدرت خطأ باسم &lt;b&gt; آخر" in page.text
    assert "This certificate is valid" not in page.text
    assert client.get(f"/certificates/{winner.code}.pdf").status_code == 404


def test_only_an_organiser_revokes(client, winner, published, sign_in) -> None:
    path = f"/certificates/{winner.code}/revocation"
    for person in (published.auditor, published.entrant):
        sign_in(client, person)
        token = form_token(client, "/")
        assert client.post(path, data={"_csrf_token": token, "reason": "because"}).status_code == 403


def test_an_entrant_finds_the_certificates_of_an_own_entry_only(
    client, make, winner, published, sign_in, db, clock
) -> None:
    path = f"/entries/{winner.entry_id}/certificates"
    sign_in(client, make.person(Role.ENTRANT))
    assert client.get(path).status_code == 404
    with db.write() as session:
        agency = session.get_one(Entry, winner.entry_id).agency_id
        add_member(session, agency, published.entrant.id, MembershipKind.EDITOR, by=None, at=clock())
    sign_in(client, published.entrant)
    page = client.get(path)
    assert page.status_code == 200
    assert f"/certificates/{winner.code}.pdf" in page.text
    assert "شهادة فوز" in page.text


def test_issuing_is_a_job_that_the_organiser_is_led_to(client, published, sign_in, db) -> None:
    sign_in(client, published.organisers[0])
    token = form_token(client, "/cycles/3/reports")
    answer = client.post("/cycles/3/certificates", data={"_csrf_token": token}, follow_redirects=False)
    assert answer.status_code == 303
    with db.read() as session:
        job = session.exec(select(Job)).one()
    assert answer.headers["location"] == f"/jobs/{job.id}"
    assert (job.kind, job.total) == ("certificates.issue", ALL)
    assert f"/jobs/{job.id}" in client.get("/cycles/3/reports").text


def test_an_auditor_does_not_issue(client, published, sign_in) -> None:
    sign_in(client, published.auditor)
    token = form_token(client, "/cycles/3/reports")
    assert client.post("/cycles/3/certificates", data={"_csrf_token": token}).status_code == 403


@pytest.mark.parametrize("path", ["/verify?code=4-0008-x", "/verify/4-0008-x"])
def test_what_cannot_be_a_code_is_kept_and_a_code_is_described(client, path) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'value="4-0008-x"' in answer.text
    assert "This is not the code of a certificate" in answer.text
    assert "ENJ-2-7KQM-4WZP" in answer.text
    assert "There is no certificate with this code" not in answer.text
