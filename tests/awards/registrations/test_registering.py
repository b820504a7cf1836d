"""People join by themselves: with an address of their agency, or as individuals."""

import pytest
from sqlmodel import select

from awards.directory.models import AgencyDomain, Membership, MembershipKind
from awards.kit.audit import AuditEvent
from awards.kit.mail.outbox import Mail
from awards.people.models import Person, Role
from awards.people.operations import SIGN_INS_KEPT, disable_person
from awards.people.queries import roles_of
from awards.registrations.lapsing import forget_unconfirmed
from awards.registrations.letters import APPROVED, CONFIRM, KNOWN, REFUSED, REQUESTED, WAITING
from awards.registrations.models import Registration
from awards.registrations.rules import ASKED_PER_HOUR, LINKS_PER_HOUR, WORKS_FOR
from tests.factories import PASSWORD
from tests.letters import letters_to, link_to
from tests.pages import form_token

EMAIL = "laila@mail.maps.example"
NAMES = {"name_ar": "ليلى", "name_en": "Laila Omar"}
PASSWORDS = {"new_password": PASSWORD, "repeated_password": PASSWORD}


@pytest.fixture
def agency(client, make):
    client.cookies.set("language", "en")
    agency = make.agency(name_en="Board of Maps")
    make._save(AgencyDomain(agency_id=agency.id, domain="maps.example"))
    return agency


@pytest.fixture
def owner(make, agency):
    person = make.person(Role.ENTRANT, email="omar@maps.example")
    make._save(
        Membership(agency_id=agency.id, person_id=person.id, kind=MembershipKind.OWNER, since=make.now)
    )
    return person


def post(client, path, page="/register", **fields):
    data = {"_csrf_token": form_token(client, page), **fields}
    return client.post(path, data=data, follow_redirects=False)


def register(client, email=EMAIL, entrant="agency", **fields):
    return post(client, "/register", email=email, entrant=entrant, **NAMES, **fields)


def confirm(client, db, settings, email=EMAIL, **fields):
    path = link_to(db, settings, email, CONFIRM)
    return post(client, path, **{**NAMES, **PASSWORDS, **fields})


def signs_in(client, email=EMAIL):
    client.cookies.delete("session")
    return post(client, "/sign-in", "/sign-in", email=email, password=PASSWORD).status_code == 303


def kinds(db, settings, email):
    return [kind for kind, _ in letters_to(db, settings, email)]


def test_the_first_person_of_an_agency_is_its_owner_once_the_address_is_confirmed(
    client, db, settings, agency
):
    assert "We have written to" in register(client, EMAIL.upper()).text
    assert not signs_in(client)
    page = client.get(link_to(db, settings, EMAIL, CONFIRM)).text
    assert "Board of Maps" in page
    assert confirm(client, db, settings).headers["location"] == "/sign-in"
    assert signs_in(client)
    assert 'action="/agency/people/invitations"' in client.get("/agency/people").text
    with db.read() as session:
        (member,) = session.exec(select(Membership))
        (registration,) = session.exec(select(Registration))
        actions = set(session.exec(select(AuditEvent.action)))
    assert member.kind is MembershipKind.OWNER
    assert registration.password_hash is None
    assert {"registration.asked", "registration.confirmed", "agency.member_added"} <= actions


def test_an_individual_enters_without_an_agency_and_waits_for_nobody(client, db, settings, agency, owner):
    register(client, entrant="individual")
    assert confirm(client, db, settings).headers["location"] == "/sign-in"
    assert signs_in(client)
    assert client.get("/entries").status_code == 200
    assert client.get("/agency/people").status_code == 404
    with db.read() as session:
        person = session.exec(select(Person).where(Person.email == EMAIL)).one()
        assert roles_of(session, person.id) == {Role.ENTRANT}


def test_an_address_outside_the_directory_is_told_whom_to_ask_and_keeps_what_was_typed(client, db, agency):
    answer = register(client, "laila@notmaps.example")
    assert answer.status_code == 422
    assert "ask the organisers" in answer.text
    assert 'value="laila@notmaps.example"' in answer.text
    assert 'value="Laila Omar"' in answer.text
    with db.read() as session:
        assert not session.exec(select(Mail)).all()


def test_a_domain_that_agencies_share_lets_one_choose_among_these(client, db, settings, make, agency):
    branch = make.agency(name_en="Atlas Office", parent_id=agency.id)
    make.agency(name_en="Board of Stamps")
    with db.write() as session:
        session.delete(session.exec(select(AgencyDomain).where(AgencyDomain.agency_id == branch.id)).one())
    answer = register(client)
    assert answer.status_code == 422
    assert "Atlas Office" in answer.text
    assert "Board of Maps" in answer.text
    assert "Board of Stamps" not in answer.text
    assert register(client, agency=str(make.agency().id)).status_code == 422
    assert register(client, agency=str(branch.id)).status_code == 200
    confirm(client, db, settings)
    with db.read() as session:
        assert session.exec(select(Membership.agency_id)).one() == branch.id


def test_an_owner_lets_somebody_in_who_becomes_an_editor(client, db, settings, sign_in, agency, owner):
    register(client)
    assert "waits for approval" in confirm(client, db, settings).text
    assert not signs_in(client)
    assert kinds(db, settings, owner.email) == [REQUESTED]
    sign_in(client, owner)
    page = client.get("/agency/people").text
    with db.read() as session:
        (registration,) = session.exec(select(Registration))
    assert f'href="/registrations/{registration.id}"' in page
    one = f"/registrations/{registration.id}"
    assert f'href="{one}"' in client.get("/entries").text
    assert post(client, f"{one}/approval", one).headers["location"] == "/agency/people"
    assert post(client, f"{one}/approval", one).status_code == 409
    assert kinds(db, settings, EMAIL) == [CONFIRM, APPROVED]
    assert signs_in(client)
    assert "Only an owner decides" in client.get("/agency/people").text


def test_whoever_waits_is_told_so_at_the_sign_in_and_behind_the_used_link(
    client, db, settings, agency, owner
):
    register(client)
    path = link_to(db, settings, EMAIL, CONFIRM)
    confirm(client, db, settings)
    answer = post(client, "/sign-in", "/sign-in", email=EMAIL, password=PASSWORD)
    assert "Your registration waits" in answer.text
    answer = post(client, "/sign-in", "/sign-in", email=EMAIL, password="something else")
    assert "Your registration waits" not in answer.text
    again = client.get(path)
    assert again.status_code == 200
    assert "Your registration waits for approval" in again.text
    assert client.get(path[:-4] + "0000").status_code == 410


def test_a_refusal_needs_a_reason_and_leaves_no_account(client, db, settings, sign_in, agency, owner):
    register(client)
    confirm(client, db, settings)
    with db.read() as session:
        (registration,) = session.exec(select(Registration))
    one = f"/registrations/{registration.id}"
    sign_in(client, owner)
    assert post(client, f"{one}/refusal", one, reason=" ").status_code == 422
    assert post(client, f"{one}/refusal", one, reason="You left us.").status_code == 303
    kind, letter = letters_to(db, settings, EMAIL)[-1]
    assert kind == REFUSED
    assert "You left us." in letter.paragraphs
    with db.read() as session:
        assert session.exec(select(Registration.password_hash)).one() is None
        assert not session.exec(select(Person).where(Person.email == EMAIL)).all()
    assert not signs_in(client)
    register(client)
    assert kinds(db, settings, EMAIL)[-1] == CONFIRM, "they may register once more"


def test_organisers_decide_only_where_no_owner_can(client, db, settings, make, sign_in, agency, owner, clock):
    organiser = make.person(Role.ORGANISER)
    register(client)
    confirm(client, db, settings)
    with db.read() as session:
        (registration,) = session.exec(select(Registration))
    one = f"/registrations/{registration.id}"
    sign_in(client, organiser)
    assert "registered for an agency where no owner" not in client.get("/desk/organiser").text
    assert "/approval" not in client.get(one).text
    assert post(client, f"{one}/approval", one).status_code == 409
    with db.write() as session:
        disable_person(session, owner.id, by=None, at=clock())
    assert "registered for an agency where no owner" in client.get("/desk/organiser").text
    assert "Organisers" in client.get("/registrations").text
    assert post(client, f"{one}/approval", one).headers["location"] == "/registrations"


def test_organisers_are_told_where_no_owner_can_decide(client, db, settings, make, agency, owner, clock):
    organiser = make.person(Role.ORGANISER)
    with db.write() as session:
        disable_person(session, owner.id, by=None, at=clock())
    register(client)
    assert "waits for approval" in confirm(client, db, settings).text
    assert kinds(db, settings, organiser.email) == [REQUESTED]
    assert kinds(db, settings, owner.email) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUDGE, Role.ENTRANT])
def test_nobody_else_decides_and_other_agencies_learn_nothing(
    client, db, settings, make, sign_in, agency, owner, role
):
    register(client)
    confirm(client, db, settings)
    with db.read() as session:
        (registration,) = session.exec(select(Registration))
    one = f"/registrations/{registration.id}"
    other = make.person(role)
    if role is Role.ENTRANT:
        make.agency(other)
    sign_in(client, other)
    sees = {Role.AUDITOR: 200, Role.JUDGE: 403, Role.ENTRANT: 404}[role]
    assert client.get(one).status_code == sees
    assert "/approval" not in client.get(one).text
    assert client.get("/registrations").status_code == (200 if role is Role.AUDITOR else 403)
    refused = 404 if role is Role.ENTRANT else 403
    assert post(client, f"{one}/approval", "/account").status_code == refused
    assert post(client, f"{one}/refusal", "/account", reason="No.").status_code == refused


def test_an_editor_reads_who_waits_and_does_not_decide(client, db, settings, make, sign_in, agency, owner):
    editor = make.person(Role.ENTRANT)
    make._save(
        Membership(agency_id=agency.id, person_id=editor.id, kind=MembershipKind.EDITOR, since=make.now)
    )
    register(client)
    confirm(client, db, settings)
    with db.read() as session:
        (registration,) = session.exec(select(Registration))
    sign_in(client, editor)
    assert "/approval" not in client.get(f"/registrations/{registration.id}").text
    assert post(client, f"/registrations/{registration.id}/approval", "/account").status_code == 409


def test_nobody_learns_whether_an_address_has_an_account_or_an_agency_has_people(
    client, db, settings, make, agency, owner
):
    said = [
        register(client, email).text.replace(email, "")
        for email in (EMAIL, owner.email, f"someone@{make.agency().code}.example")
    ]
    assert len(set(said)) == 1
    assert kinds(db, settings, owner.email) == [KNOWN]
    with db.read() as session:
        assert not session.exec(select(Registration).where(Registration.confirmed_at.is_not(None))).all()


def test_who_waits_already_is_told_so_by_mail(client, db, settings, agency, owner):
    register(client)
    confirm(client, db, settings)
    register(client)
    assert kinds(db, settings, EMAIL) == [CONFIRM, WAITING]


def test_the_link_works_once_for_a_day_and_no_longer_once_the_address_has_an_account(
    client, db, settings, make, agency, clock
):
    register(client)
    path = link_to(db, settings, EMAIL, CONFIRM)
    assert client.get(path[:-1] + "x").status_code == 410
    clock.forward(seconds=WORKS_FOR.total_seconds() - 1)
    assert client.get(path).status_code == 200
    clock.forward(seconds=1)
    assert client.get(path).status_code == 410
    register(client)
    path = link_to(db, settings, EMAIL, CONFIRM)
    assert confirm(client, db, settings).status_code == 303
    gone = post(client, path, **NAMES, **PASSWORDS)
    assert gone.status_code == client.get(path).status_code == 410
    assert 'href="/register"' in gone.text


def test_a_password_that_will_not_do_is_refused_and_the_link_still_works(client, db, settings, agency):
    register(client)
    refused = confirm(client, db, settings, repeated_password="something else")
    assert refused.status_code == 422
    assert "differ" in refused.text
    assert confirm(client, db, settings).status_code == 303


def test_no_mailbox_and_no_server_is_flooded(client, db, agency):
    for _ in range(LINKS_PER_HOUR + 2):
        assert register(client).status_code == 200
    with db.read() as session:
        assert len(session.exec(select(Mail)).all()) == LINKS_PER_HOUR
    for n in range(ASKED_PER_HOUR):
        last = register(client, f"p{n}@maps.example")
    assert last.status_code == 429
    assert "an hour" in last.text
    with db.read() as session:
        assert len(session.exec(select(Registration)).all()) == ASKED_PER_HOUR


def test_the_page_of_signing_in_leads_to_registering(client, agency):
    assert 'href="/register"' in client.get("/sign-in").text


def test_registrations_that_nobody_confirmed_are_forgotten_and_all_others_kept(
    client, db, settings, make, clock, agency
):
    register(client, "never@maps.example")
    register(client)
    confirm(client, db, settings)
    register(client, "waits@maps.example")
    confirm(client, db, settings, "waits@maps.example")

    def swept() -> list[str]:
        with db.write() as session:
            forget_unconfirmed(session, at=clock())
        with db.read() as session:
            return sorted(session.exec(select(Registration.email)))

    clock.forward(days=SIGN_INS_KEPT.days)
    register(client, "lately@maps.example")
    assert "never@maps.example" in swept()
    clock.forward(days=1, minutes=1)
    assert swept() == ["laila@mail.maps.example", "lately@maps.example", "waits@maps.example"]
    with db.read() as session:
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "registrations.swept"))
    assert event.detail == {"registrations": 1}
