"""An invitation is accepted by its mailbox, once, and by nobody else."""

import pytest
from sqlmodel import select

from awards.directory.models import MembershipKind
from awards.directory.queries import people_of
from awards.invitations.letters import INVITED
from awards.invitations.models import Invitation
from awards.invitations.operations import Guest, invite
from awards.invitations.rules import WORKS_FOR, Post
from awards.kit.audit import AuditEvent
from awards.people.models import Person, Role, RoleGrant
from awards.people.operations import disable_person, grant_role
from awards.people.queries import roles_of
from tests.factories import PASSWORD
from tests.letters import link_to
from tests.pages import form_token

EMAIL = "laila@example.org"
NAMES = {"name_ar": "ليلى", "name_en": "Laila Omar"}
PASSWORDS = {"new_password": PASSWORD, "repeated_password": PASSWORD}


@pytest.fixture
def organiser(make):
    return make.person(Role.ORGANISER, name_en="Huda")


@pytest.fixture
def invited(db, settings, organiser, clock, client):
    client.cookies.set("language", "en")

    def send(role=Role.JUDGE, agency=None, kind=None, email=EMAIL):
        with db.write() as session:
            post = Post(role, agency.id if agency else None, kind)
            invite(session, Guest(email), post, lang="en", by=organiser.id, at=clock())
        return link_to(db, settings, email, INVITED)

    return send


def answer(client, path, **fields):
    data = {"_csrf_token": form_token(client, "/sign-in"), **fields}
    return client.post(path, data=data, follow_redirects=False)


def test_somebody_new_sees_who_invites_to_what_and_chooses_names_and_password(
    client, db, make, invited, organiser
):
    agency = make.agency(name_en="Board of Maps")
    path = invited(Role.ENTRANT, agency, MembershipKind.EDITOR)
    page = client.get(path).text
    for shown in ("Huda", "Board of Maps", "Editor", EMAIL):
        assert shown in page
    assert answer(client, path, **NAMES, **PASSWORDS).headers["location"] == "/sign-in"
    with db.read() as session:
        person = session.exec(select(Person).where(Person.email == EMAIL)).one()
        (part,) = people_of(session, agency.id)
        (grant,) = session.exec(select(RoleGrant).where(RoleGrant.person_id == person.id))
        actors = {e.action: e.actor_id for e in session.exec(select(AuditEvent))}
    assert (part.person_id, part.kind) == (person.id, MembershipKind.OWNER), "the first one is the owner"
    assert grant.granted_by_id == organiser.id
    assert actors["invitation.accepted"] == person.id
    signed_in = answer(client, "/sign-in", email=EMAIL, password=PASSWORD)
    assert signed_in.headers["location"] == "/desk"
    assert "Board of Maps" in client.get("/agency/people").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"new_password": "short", "repeated_password": "short"}, "at least 12"),
        ({"repeated_password": "something else"}, "differ"),
        ({"name_en": ""}, "This field is needed"),
    ],
)
def test_what_is_wrong_is_said_and_the_link_still_works(client, invited, fields, said):
    path = invited()
    refused = answer(client, path, **{**NAMES, **PASSWORDS, **fields})
    assert refused.status_code == 422
    assert said in refused.text
    assert PASSWORD not in refused.text
    assert answer(client, path, **NAMES, **PASSWORDS).status_code == 303


def test_whoever_has_an_account_signs_in_and_accepts_with_one_button(client, db, make, invited, sign_in):
    person = make.person(Role.ENTRANT, email=EMAIL)
    path = invited()
    page = client.get(path).text
    assert f"/sign-in?next={path}" in page
    assert 'name="new_password"' not in page
    assert answer(client, path).headers["location"].startswith("/sign-in?next=")
    assert answer(client, path, **NAMES, **PASSWORDS).headers["location"].startswith("/sign-in")
    sign_in(client, person)
    assert answer(client, path).headers["location"] == "/desk"
    assert client.get("/scorecards").status_code == 200, "they act in the new role"
    with db.read() as session:
        after = session.get_one(Person, person.id)
        assert roles_of(session, person.id) == {Role.ENTRANT, Role.JUDGE}
    assert (after.name_en, after.password_hash) == (person.name_en, person.password_hash)


def test_somebody_else_who_is_signed_in_cannot_accept(client, db, make, invited, sign_in):
    make.person(Role.ENTRANT, email=EMAIL)
    for path in (invited(), invited(email="new@example.org")):
        sign_in(client, make.person(Role.ENTRANT))
        assert "sign out" in client.get(path).text
        assert answer(client, path, **NAMES, **PASSWORDS).status_code == 409
    with db.read() as session:
        assert not session.exec(select(Invitation).where(Invitation.accepted_at.is_not(None))).all()


def test_used_expired_unknown_and_disabled_all_answer_alike(client, db, make, invited, clock):
    used = invited()
    answer(client, used, **NAMES, **PASSWORDS)
    client.get("/sign-in")  # where the notice is read
    make_disabled = make.person(Role.ENTRANT, email="gone@example.org")
    disabled = invited(email="gone@example.org")
    with db.write() as session:
        disable_person(session, make_disabled.id, by=None, at=clock())
    right = invited(email="c@example.org")
    wrong = right[:-1] + ("y" if right.endswith("x") else "x")
    late = invited(email="d@example.org")
    told = {client.get(path).text.split("<main")[1] for path in (used, disabled, wrong)}
    clock.forward(seconds=WORKS_FOR.total_seconds())
    for path in (used, disabled, wrong, late):
        assert client.get(path).status_code == 410
        assert answer(client, path, **NAMES, **PASSWORDS).status_code == 410
    assert len(told) == 1
    assert "send the invitation again" in told.pop()


def test_a_rule_that_came_to_hold_meanwhile_refuses_in_words(client, db, make, invited, sign_in, clock):
    person = make.person(Role.ENTRANT, email=EMAIL)
    path = invited()
    with db.write() as session:
        grant_role(session, person.id, Role.AUDITOR, by=None, at=clock())
    sign_in(client, person)
    refused = answer(client, path)
    assert refused.status_code == 409
    assert "cannot judge" in refused.text


def test_the_secret_of_another_invitation_opens_nothing(client, invited):
    mine, theirs = invited(), invited(email="b@example.org")
    assert client.get(theirs.rpartition("/")[0] + "/" + mine.rpartition("/")[2]).status_code == 410
