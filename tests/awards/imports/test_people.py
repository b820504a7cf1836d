"""People come in as a list: new ones are invited, parts are changed, and no agency is left without an owner."""

import pytest
from sqlmodel import col, select

from awards.directory.models import Membership, MembershipKind
from awards.directory.queries import members_of
from awards.imports.letters import JOINED
from awards.imports.models import TableKind
from awards.invitations.letters import INVITED
from awards.invitations.models import Invitation
from awards.people.models import Person, Role, RoleGrant
from tests.factories import PASSWORD
from tests.letters import letters_to, link_to
from tests.pages import form_token

PEOPLE = TableKind.PEOPLE
NOURA = {
    "email": "noura@maps.example",
    "name_ar": "نورة",
    "name_en": "Noura",
    "agency": "maps",
    "part": "owner",
}
SALEM = {
    "email": "salem@maps.example",
    "name_ar": "سالم",
    "name_en": "Salem",
    "agency": "MAPS",
    "part": "محرر",
}


@pytest.fixture
def maps(make):
    return make.agency(code="maps")


def parts(db, agency):
    with db.read() as session:
        return {member.email: member.kind.value for member in members_of(session, agency.id)}


def join(make, agency, person, kind):
    make._save(Membership(agency_id=agency.id, person_id=person.id, kind=kind, since=make.now))


def test_new_people_are_invited_by_letter_and_the_same_list_again_changes_nothing(
    desk, table, db, settings, maps
):
    people = table(SALEM, NOURA)
    assert desk.bring_in(PEOPLE, people) == (2, 0, 0)
    assert parts(db, maps) == {"noura@maps.example": "owner", "salem@maps.example": "editor"}
    assert [kind for kind, _ in letters_to(db, settings, NOURA["email"])] == [INVITED]
    assert desk.bring_in(PEOPLE, people) == (0, 0, 2)
    with db.read() as session:
        invited = session.exec(select(Invitation).order_by(col(Invitation.email))).all()
    assert [(i.email, i.kind, i.role) for i in invited] == [
        ("noura@maps.example", MembershipKind.OWNER, Role.ENTRANT),
        ("salem@maps.example", MembershipKind.EDITOR, Role.ENTRANT),
    ]


def test_whoever_was_brought_in_chooses_a_password_by_the_link_and_stays_what_they_are(
    desk, table, db, settings, maps, client
):
    desk.bring_in(PEOPLE, table(NOURA))
    link = link_to(db, settings, NOURA["email"], INVITED).removeprefix(settings.base_url)
    form = {
        "name_ar": "نورة العلي",
        "name_en": "Noura Al-Ali",
        "new_password": PASSWORD,
        "repeated_password": PASSWORD,
    }
    answer = client.post(link, data={**form, "_csrf_token": form_token(client, link)}, follow_redirects=False)
    assert answer.status_code == 303
    assert parts(db, maps) == {"noura@maps.example": "owner"}
    seen = desk.preview(PEOPLE, table(NOURA))
    assert (seen.new, seen.changed, seen.unchanged) == (0, 0, 1), "they keep the name that they chose"


def test_a_name_is_corrected_until_the_person_has_an_account(desk, table, db, maps):
    desk.bring_in(PEOPLE, table(NOURA))
    assert desk.bring_in(PEOPLE, table({**NOURA, "name_en": "Nora"})) == (0, 1, 0)
    with db.read() as session:
        assert session.exec(select(Person.name_en).where(Person.email == NOURA["email"])).one() == "Nora"


def test_whoever_has_an_account_is_told_that_they_joined(desk, table, db, settings, make, maps):
    person = make.person(Role.ENTRANT, email=NOURA["email"])
    assert desk.bring_in(PEOPLE, table({**NOURA, "name_ar": "", "name_en": ""})) == (1, 0, 0)
    assert [kind for kind, _ in letters_to(db, settings, person.email)] == [JOINED]
    assert parts(db, maps) == {person.email: "owner"}


def test_parts_are_exchanged_without_a_moment_in_which_nobody_is_an_owner(desk, table, db, make, maps):
    first, second = (
        make.person(Role.ENTRANT, email="a@maps.example"),
        make.person(Role.ENTRANT, email="b@maps.example"),
    )
    join(make, maps, first, MembershipKind.OWNER)
    join(make, maps, second, MembershipKind.EDITOR)
    rows = table(
        {**NOURA, "email": first.email, "part": "editor"}, {**NOURA, "email": second.email, "part": "owner"}
    )
    assert desk.bring_in(PEOPLE, rows) == (0, 2, 0)
    assert parts(db, maps) == {first.email: "editor", second.email: "owner"}


def test_one_person_in_two_agencies_gets_one_invitation(desk, table, db, make, maps):
    other = make.agency(code="other")
    assert desk.bring_in(PEOPLE, table(NOURA, {**NOURA, "agency": "other"})) == (2, 0, 0)
    assert (parts(db, maps), parts(db, other)) == ({NOURA["email"]: "owner"},) * 2
    with db.read() as session:
        assert len(session.exec(select(Invitation)).all()) == 1


def test_an_individual_is_invited_without_an_agency(desk, table, db, settings, client, maps):
    alone = {**NOURA, "email": "alone@example.org", "agency": "", "part": ""}
    assert desk.bring_in(PEOPLE, table(alone)) == (1, 0, 0)
    assert desk.bring_in(PEOPLE, table(alone)) == (0, 0, 1)
    with db.read() as session:
        held = session.exec(
            select(RoleGrant.role)
            .join(Person, col(Person.id) == col(RoleGrant.person_id))
            .where(Person.email == alone["email"])
        )
        assert list(held) == [Role.ENTRANT]
    client.cookies.set("language", "en")
    link = link_to(db, settings, alone["email"], INVITED).removeprefix(settings.base_url)
    assert "enter the award as an individual" in client.get(link).text
    found = desk.problems(
        PEOPLE, table({**alone, "part": "owner"}, {**alone, "email": "b@example.org", "agency": "maps"})
    )
    assert [(row, text[:18]) for row, text in found] == [(2, "Name the agency, o"), (3, "This cell must not")]


def test_every_row_says_what_is_wrong_in_it(desk, table, db, make, maps):
    gone = make.person(Role.ENTRANT, email="gone@maps.example")
    with db.write() as session:
        session.get_one(Person, gone.id).disabled_at = make.now
    owner = make.person(Role.ENTRANT, email="owner@other.example")
    join(make, make.agency(code="other"), owner, MembershipKind.OWNER)
    make.agency(code="third")
    found = desk.problems(
        PEOPLE,
        table(
            NOURA,
            NOURA,
            {**NOURA, "name_en": "Nora", "agency": "other"},
            {**SALEM, "email": "nobody"},
            {**SALEM, "agency": "none", "part": "boss"},
            {**SALEM, "email": "new@maps.example", "name_ar": "", "name_en": ""},
            {**SALEM, "email": gone.email},
            {**SALEM, "email": owner.email, "agency": "other", "part": "editor"},
            {**SALEM, "email": "x@third.example", "agency": "third"},
        ),
    )
    assert [(row, text[:18]) for row, text in found] == [
        (3, "This stands in row"),
        (4, "In row 2 this addr"),
        (5, "Enter an e-mail ad"),
        (6, "No agency of the d"),
        (6, "“boss” is not poss"),
        (7, "Nobody has this e-"),
        (7, "Nobody has this e-"),
        (8, "The account with t"),
        (9, "Testing Authority "),
        (10, "Testing Authority "),
    ]
