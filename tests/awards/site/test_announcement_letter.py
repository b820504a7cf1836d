"""The letter that tells the owners of agencies of an announced cycle: shown first, and sent once."""

from sqlmodel import select

from awards.directory.models import Membership, MembershipKind
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from tests.pages import form_token

AT = "/cycles/5/announcement/letter"


def test_owners_of_agencies_are_told_once_and_the_award_s_own_office_is_not(client, make, db, sign_in):
    office, owner, editor = (make.person(Role.ENTRANT) for _ in range(3))
    make.cycle(5, organiser_agency_id=make.agency(office).id)
    agency = make.agency(owner, editor)
    with db.write() as session:
        for member in session.exec(select(Membership).where(Membership.agency_id == agency.id)):
            member.kind = MembershipKind.OWNER if member.person_id == owner.id else MembershipKind.EDITOR
            session.add(member)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    assert "Send it to 1 person" in client.get(AT).text
    token = form_token(client, "/cycles/5")
    assert client.post(AT, data={"_csrf_token": token}, follow_redirects=False).status_code == 303
    assert client.post(AT, data={"_csrf_token": token}, follow_redirects=False).status_code == 409
    assert "It has gone out to 1 person" in client.get(AT).text
    with db.read() as session:
        assert [m.address for m in session.exec(select(Mail).where(Mail.kind == "cycles.announced"))] == [
            owner.email
        ]


def test_nobody_is_told_of_a_cycle_that_is_not_announced(client, make, sign_in):
    make.cycle(5, announced=False)
    sign_in(client, make.person(Role.ORGANISER))
    assert client.get(AT).status_code == 404
