"""The people of an agency: who may enter for it, and the organiser's page that says so."""

import pytest
from sqlmodel import select

from awards.directory.models import Agency, Membership, MembershipKind
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from tests.pages import form_token
from tests.statements import statements

PAGE = "/agencies/maps/people"


@pytest.fixture
def owner(make):
    return make.person(Role.ENTRANT, name_en="Omar")


@pytest.fixture
def agency(client, make, owner, sign_in) -> Agency:
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return make.agency(owner, code="maps", name_en="Board of Maps")


def post(client, path="", **fields):
    data = {"_csrf_token": form_token(client, PAGE), **fields}
    return client.post(PAGE + path, data=data, follow_redirects=False)


def test_the_page_leads_to_inviting_somebody_for_this_agency(client, agency):
    assert 'href="/invitations/new?agency=maps"' in client.get(PAGE).text
    form = client.get("/invitations/new?agency=maps").text
    assert f'<option value="{agency.id}" selected>' in form
    assert 'name="role" value="entrant" checked' in form


def test_whoever_is_removed_no_longer_enters_for_the_agency(client, agency, owner, db):
    post(client, f"/{owner.id}/removal")
    assert "Nobody enters for this agency yet" in client.get(PAGE).text
    with db.read() as session:
        assert not session.exec(select(Membership)).all()
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "agency.member_removed"))
    assert event.detail == {"person": str(owner.id)}


def test_the_last_owner_of_an_agency_with_editors_is_removed_once_there_is_another_one(
    client, agency, owner, make
):
    editor = make.person(Role.ENTRANT)
    make._save(
        Membership(agency_id=agency.id, person_id=editor.id, kind=MembershipKind.EDITOR, since=make.now)
    )
    refused = post(client, f"/{owner.id}/removal")
    assert refused.status_code == 409
    assert "always has an owner" in refused.text
    assert post(client, f"/{editor.id}/part", kind="owner").status_code == 303
    assert post(client, f"/{owner.id}/removal").status_code == 303


def test_an_account_is_disabled_and_enabled_again(client, agency, owner):
    post(client, f"/{owner.id}/disabling")
    assert "Disabled on" in client.get(PAGE).text
    post(client, f"/{owner.id}/enabling")
    assert "Disabled on" not in client.get(PAGE).text


@pytest.mark.parametrize("what", ["removal", "disabling", "enabling", "part"])
def test_nothing_is_done_to_somebody_who_does_not_enter_for_the_agency(client, agency, make, what):
    assert post(client, f"/{make.person(Role.ENTRANT).id}/{what}", kind="owner").status_code == 404


def test_the_account_of_a_judge_is_not_offered_to_be_disabled(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    judge = make.person(Role.JUDGE)
    make.agency(judge, code="maps")
    page = client.get(PAGE).text
    assert f"{judge.id}/removal" in page
    assert f"{judge.id}/disabling" not in page
    assert post(client, f"/{judge.id}/disabling").status_code == 409


def test_auditors_look_and_entrants_and_judges_do_not(client, agency, owner, make, sign_in):
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get(PAGE)
    assert "Omar" in page.text
    assert "<form" not in page.text.split('<main id="main"')[1]
    for what in ("removal", "part", "disabling", "enabling"):
        assert post(client, f"/{owner.id}/{what}", kind="editor").status_code == 403
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
