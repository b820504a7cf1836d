"""The people of an agency: who may enter for it, and the organiser's page that says so."""

import re

import pytest
from sqlmodel import select

from awards.directory.models import Agency, Membership
from awards.kit.audit import AuditEvent
from awards.people.models import Person, Role, RoleGrant
from tests.pages import form_token
from tests.statements import statements

PAGE = "/agencies/maps/people"
NEW = {"email": "Laila@example.org", "name_ar": "ليلى", "name_en": "Laila Omar"}


@pytest.fixture
def agency(client, make, sign_in) -> Agency:
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return make.agency(code="maps", name_en="Board of Maps")


def post(client, path="", **fields):
    data = {"_csrf_token": form_token(client, PAGE), **fields}
    return client.post(PAGE + path, data=data, follow_redirects=False)


def test_somebody_new_gets_a_password_that_is_shown_once_and_may_enter_for_the_agency(client, agency, make):
    cycle = make.cycle()
    make.category(cycle, "G2C")
    answer = post(client, **NEW)
    (password,) = re.findall(r'<code class="secret ltr">([^<]+)</code>', answer.text)
    page = client.get(PAGE).text
    assert "Laila Omar" in page
    assert password not in page
    client.cookies.delete("session")
    data = {"_csrf_token": form_token(client, "/sign-in"), "email": NEW["email"], "password": password}
    assert client.post("/sign-in", data=data, follow_redirects=False).status_code == 303
    assert "Board of Maps" in client.get("/entries/new?category=G2C").text


def test_somebody_known_keeps_name_and_password_and_gets_the_role(client, agency, make, db):
    known = make.person(Role.JUDGE, email="known@example.org")
    answer = post(client, email="Known@example.org", name_en="Other")
    assert answer.headers["location"] == PAGE
    with db.read() as session:
        after = session.get(Person, known.id)
        roles = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == known.id)).all()
    assert (after.name_en, after.password_hash) == (known.name_en, known.password_hash)
    assert set(roles) == {Role.JUDGE, Role.ENTRANT}


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "laila"}, "Enter an e-mail address"),
        ({"email": "laila@example.org", "name_ar": "ليلى"}, "Nobody has this e-mail address yet"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, agency, fields, said):
    answer = post(client, **fields)
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields["email"]}"' in answer.text


def test_whoever_is_removed_no_longer_enters_for_the_agency(client, agency, make, db):
    post(client, **NEW)
    with db.read() as session:
        person_id = session.exec(select(Membership.person_id)).one()
    post(client, f"/{person_id}/removal")
    assert "Nobody enters for this agency yet" in client.get(PAGE).text
    with db.read() as session:
        assert not session.exec(select(Membership)).all()
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "agency.member_removed"))
    assert event.detail == {"person": str(person_id)}


def test_an_account_is_disabled_and_enabled_again(client, agency, make, db):
    person = make.person(Role.ENTRANT)
    post(client, email=person.email)
    post(client, f"/{person.id}/disabling")
    assert "Disabled on" in client.get(PAGE).text
    post(client, f"/{person.id}/enabling")
    assert "Disabled on" not in client.get(PAGE).text


@pytest.mark.parametrize("what", ["removal", "disabling", "enabling"])
def test_nothing_is_done_to_somebody_who_does_not_enter_for_the_agency(client, agency, make, what):
    assert post(client, f"/{make.person(Role.ENTRANT).id}/{what}").status_code == 404


def test_the_account_of_a_judge_is_not_offered_to_be_disabled(client, agency, make):
    judge = make.person(Role.JUDGE)
    post(client, email=judge.email)
    page = client.get(PAGE).text
    assert f"{judge.id}/removal" in page
    assert f"{judge.id}/disabling" not in page
    assert post(client, f"/{judge.id}/disabling").status_code == 409


def test_auditors_look_and_entrants_and_judges_do_not(client, agency, make, sign_in):
    post(client, **NEW)
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get(PAGE)
    assert "Laila Omar" in page.text
    assert "<form" not in page.text.split('<main id="main"')[1]
    assert post(client, **NEW).status_code == 403
    for role in (Role.JUDGE, Role.ENTRANT):
        sign_in(client, make.person(role))
        assert client.get(PAGE).status_code == 403


def test_the_directory_says_how_many_people_an_agency_has_in_as_many_statements(client, agency, make, db):
    with statements(db.reader) as before:
        client.get("/agencies")
    for _ in range(3):
        make.agency(make.person(Role.ENTRANT), make.person(Role.ENTRANT))
    with statements(db.reader) as after:
        page = client.get("/agencies").text
    assert len(after) == len(before)
    assert page.count(">2<span") == 3
