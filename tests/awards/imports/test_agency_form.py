"""One agency is added or corrected in a form, by the rules of the list."""

import pytest
from sqlmodel import select

from awards.directory.queries import directory
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from tests.pages import form_token

MOH = {
    "code": "moh",
    "name_ar": "وزارة الصحة",
    "name_en": "Ministry of Health",
    "domain": "moh.example\nhealth.example",
}


@pytest.fixture
def page(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return client


def post(page, path, **fields):
    data = {"_csrf_token": form_token(page, "/agencies/new"), **fields}
    return page.post(path, data=data, follow_redirects=False)


def agency(db, code):
    with db.read() as session:
        return next(one for one in directory(session) if one.code == code)


def test_an_agency_is_added_once_and_corrected_and_an_empty_field_is_empty(page, db):
    assert post(page, "/agencies/new", **MOH, sector="health").status_code == 303
    assert agency(db, "moh").domains == ("health.example", "moh.example")
    again = post(page, "/agencies/new", **MOH)
    assert again.status_code == 422
    assert 'id="code-error"' in again.text
    assert "moh.example" in page.get("/agencies/moh/editing").text
    assert (
        post(page, "/agencies/moh/editing", **{**MOH, "domain": "", "name_en": "Health"}).status_code == 303
    )
    assert (agency(db, "moh").name_en, agency(db, "moh").domains) == ("Health", ())
    with db.read() as session:
        last = session.exec(
            select(AuditEvent)
            .where(AuditEvent.action == "directory.imported")
            .order_by(AuditEvent.at.desc(), AuditEvent.sequence.desc())
        ).first()
    assert last.detail["changes"]["moh"]["domains"]["new"] == ""


def test_what_is_wrong_stands_beside_its_box_and_nothing_is_saved(page, db, make):
    other = make.agency()
    with db.read() as session:
        (taken,) = next(one.domains for one in directory(session) if one.code == other.code)
    refused = post(page, "/agencies/new", **{**MOH, "domain": taken})
    assert refused.status_code == 422
    assert 'id="domain-error"' in refused.text
    assert 'id="name_ar-error"' in post(page, "/agencies/new", **{**MOH, "name_ar": ""}).text
    with db.read() as session:
        assert [one.code for one in directory(session)] == [other.code]
    assert page.get("/agencies/none/editing").status_code == 404


def test_a_name_in_arabic_has_arabic_letters(page, db):
    refused = post(page, "/agencies/new", **{**MOH, "name_ar": "Ministry of Health"})
    assert refused.status_code == 422
    assert 'id="name_ar-error"' in refused.text
    with db.read() as session:
        assert not directory(session)
