"""Organisers invite, send again and withdraw; nobody else does."""

import pytest
from sqlmodel import select

from awards.directory.models import AgencyDomain
from awards.invitations.lapsing import tell_of_lapsed
from awards.invitations.letters import INVITED, LAPSED
from awards.invitations.models import Invitation
from awards.invitations.rules import WORKS_FOR
from awards.kit.audit import AuditEvent
from awards.kit.mail.letters import in_language
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from tests.letters import letters_to, link_to
from tests.pages import form_token
from tests.statements import statements

ONE = {"email": "Laila@example.org", "role": "judge", "lang": "en", "name_en": "Laila Omar"}


@pytest.fixture
def organiser(client, make, sign_in):
    person = make.person(Role.ORGANISER, name_en="Huda")
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


def invite(client, where="", **fields):
    data = {"_csrf_token": form_token(client, "/invitations"), **fields}
    return client.post(f"/invitations{where}", data=data, follow_redirects=False)


def all_of(db, table):
    with db.read() as session:
        return session.exec(select(table)).all()


def test_a_judge_is_invited_by_a_letter_in_both_languages(client, organiser, db, settings):
    assert invite(client, **ONE).headers["location"] == "/invitations"
    ((kind, letter),) = letters_to(db, settings, "laila@example.org")
    assert kind == INVITED
    assert letter.paragraphs[0].text == "%(by)s invites you to judge entries to the award."
    page = client.get("/invitations").text
    for shown in ("An invitation goes to laila@example.org.", "Laila Omar", "Huda", "Waits to be accepted"):
        assert shown in page
    assert {e.action for e in all_of(db, AuditEvent)} >= {"invitation.sent"}
    assert "Invitation of laila@example.org" in client.get("/audit?action=invitation.sent").text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "laila"}, "Enter an e-mail address"),
        ({"role": "entrant"}, "Choose the agency"),
        ({"role": ""}, "This field is needed"),
        ({"email": "taken@example.org"}, "holds the role already"),
        ({"email": "taken@example.org", "role": "organiser"}, "cannot judge"),
    ],
)
def test_what_is_wrong_is_said_at_inviting_already_and_what_was_typed_stays(
    client, organiser, make, db, fields, said
):
    make.person(Role.JUDGE, email="taken@example.org")
    answer = invite(client, **{**ONE, **fields})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{fields.get("email", ONE["email"])}"' in answer.text
    assert all_of(db, Invitation) == []


def test_a_list_is_invited_whole_or_not_at_all(client, organiser, make, db):
    make.person(Role.AUDITOR, email="auditor@example.org")
    typed = "one@example.org\nauditor@example.org\nnobody\nONE@example.org"
    answer = invite(client, "/several", role="judge", lang="ar", addresses=typed)
    assert answer.status_code == 422
    for said in (
        "3 lines must be put right",
        "Line 2",
        "cannot judge",
        "Line 3",
        "Line 4",
        "in line 1 already",
    ):
        assert said in answer.text
    assert typed in answer.text
    assert all_of(db, Invitation) == all_of(db, Mail) == []
    answer = invite(client, "/several", role="judge", lang="ar", addresses="one@example.org\ntwo@example.org")
    assert answer.status_code == 303
    assert sorted(mail.address for mail in all_of(db, Mail)) == ["one@example.org", "two@example.org"]


@pytest.mark.parametrize("typed", ["", " \n ", "\n".join(f"p{n}@example.org" for n in range(201))])
def test_a_list_that_is_empty_or_too_long_invites_nobody(client, organiser, db, typed):
    assert invite(client, "/several", role="judge", lang="ar", addresses=typed).status_code == 422
    assert all_of(db, Invitation) == []


def test_an_open_invitation_is_sent_again_and_not_made_twice(client, organiser, db, settings, clock, sign_in):
    invite(client, **ONE)
    (invitation,) = all_of(db, Invitation)
    first = link_to(db, settings, invitation.email, INVITED)
    assert "send that invitation again" in invite(client, **ONE).text
    clock.forward(seconds=WORKS_FOR.total_seconds())
    assert client.get(first).status_code == 410
    sign_in(client, organiser)
    assert invite(client, f"/{invitation.id}/resending").status_code == 303
    assert len(all_of(db, Mail)) == 2
    assert link_to(db, settings, invitation.email, INVITED) == first
    assert client.get(first).status_code == 200


def test_whoever_invited_a_judge_is_told_once_that_nobody_accepted(client, organiser, db, settings, clock):
    invite(client, **ONE)
    invite(client, **{**ONE, "email": "auditor@example.org", "role": "auditor"})

    def told() -> int:
        tell_of_lapsed(db, at=clock())
        return [kind for kind, _ in letters_to(db, settings, organiser.email)].count(LAPSED)

    assert told() == 0
    clock.forward(days=WORKS_FOR.days)
    assert told() == 1
    clock.forward(days=1)
    assert told() == 1
    _, letter = letters_to(db, settings, organiser.email)[-1]
    assert letter.subject.params == {"address": "laila@example.org"}


def test_a_withdrawn_invitation_opens_nothing_and_is_not_sent_again(client, organiser, db, settings):
    invite(client, **ONE)
    (invitation,) = all_of(db, Invitation)
    assert invite(client, f"/{invitation.id}/withdrawal").status_code == 303
    assert client.get(link_to(db, settings, invitation.email, INVITED)).status_code == 410
    again = invite(client, f"/{invitation.id}/resending")
    assert again.status_code == 409
    assert "invite the person anew" in again.text
    assert invite(client, **ONE).status_code == 303


def test_the_list_is_narrowed_by_state_and_role(client, organiser, db, make):
    agency = make.agency(name_en="Board of Maps")
    invite(client, **ONE)
    invite(client, **{**ONE, "email": "b@example.org", "role": "auditor"})
    invite(
        client, **{**ONE, "email": "c@example.org", "role": "entrant"}, agency=str(agency.id), outside="true"
    )
    (last,) = [i for i in all_of(db, Invitation) if i.email == "b@example.org"]
    invite(client, f"/{last.id}/withdrawal")
    for query, emails in {
        "state=withdrawn": ["b@"],
        "state=open": ["laila@", "c@"],
        "role=entrant": ["c@"],
        "state=expired": [],
    }.items():
        page = client.get(f"/invitations?{query}").text
        assert [e for e in ("laila@", "b@", "c@") if f">{e}example.org" in page] == emails, query
    assert "Board of Maps" in client.get("/invitations").text
    assert client.get("/invitations?state=king").status_code == 200


def test_the_list_takes_as_many_statements_for_many_as_for_one(client, organiser, db):
    invite(client, **ONE)
    with statements(db.reader) as few:
        client.get("/invitations")
    for n in range(5):
        invite(client, **{**ONE, "email": f"p{n}@example.org"})
    with statements(db.reader) as many:
        client.get("/invitations")
    assert len(many) == len(few)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.JUDGE, Role.ENTRANT])
def test_nobody_but_an_organiser_invites(client, organiser, make, sign_in, db, role):
    invite(client, **ONE)
    (invitation,) = all_of(db, Invitation)
    sign_in(client, make.person(role))
    sees = role is Role.AUDITOR
    assert client.get("/invitations").status_code == (200 if sees else 403)
    assert client.get("/invitations/new").status_code == 403
    for where in ("", "/several", f"/{invitation.id}/resending", f"/{invitation.id}/withdrawal"):
        token = form_token(client, "/account")
        assert client.post(f"/invitations{where}", data={"_csrf_token": token, **ONE}).status_code == 403
    if sees:
        assert '<form method="post"' not in client.get("/invitations").text.split('<main id="main"')[1]


def test_an_address_outside_the_domains_of_the_agency_is_invited_only_on_a_second_word(
    client, make, db, sign_in
):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    agency = make.agency()
    with db.read() as session:
        domain = session.exec(select(AgencyDomain.domain)).one()
    fields = {**ONE, "role": "entrant", "agency": str(agency.id), "email": "one@elsewhere.example"}
    refused = invite(client, **fields)
    assert refused.status_code == 422
    assert domain in refused.text
    assert 'name="outside"' in refused.text
    assert invite(client, **fields, outside="true").status_code == 303
    assert invite(client, **{**fields, "email": f"two@{domain}"}).status_code == 303


def test_the_letter_names_the_award_and_its_office(client, make, db, settings, sign_in):
    office = make.agency(name_ar="هيئة الحكومة الرقمية", name_en="Digital Government Authority")
    make.cycle(3, organiser_agency_id=office.id)
    sign_in(client, make.person(Role.ORGANISER))
    assert invite(client, **ONE).status_code == 303
    [(_, letter)] = letters_to(db, settings, ONE["email"].lower())
    assert "Testing Award" in in_language(letter, "en").subject
    assert in_language(letter, "ar").paragraphs[0].startswith("تدعوكم هيئة الحكومة الرقمية إلى")
