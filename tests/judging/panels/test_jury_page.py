"""The jury's pages."""

import pytest
from sqlmodel import select

from awards.invitations.letters import INVITED
from awards.people.models import Person, Role
from judging.deliberations.models import Publication
from judging.panels.models import Judge
from tests.factories import PASSWORD
from tests.letters import letters_to, link_to
from tests.pages import form_token

SEAT = {
    "email": "Laila@example.org",
    "name_ar": "ليلى",
    "name_en": "Laila Omar",
    "title_en": "Professor",
    "origin": "regional",
    "country": "BH",
    "reads": ["ar", "en"],
    "capacity": "20",
    "expertise": ["G2C"],
}


@pytest.fixture
def cycle(client, make, sign_in):
    cycle = make.cycle(7)
    make.category(cycle, "G2C")
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return cycle


def seat(client, **fields):
    data = {"_csrf_token": form_token(client, "/cycles/7/jury/new"), **SEAT, **fields}
    return client.post("/cycles/7/jury", data=data, follow_redirects=False)


def test_an_empty_jury_leads_to_the_first_seat(client, cycle) -> None:
    text = client.get("/cycles/7/jury").text
    assert "No judge has a seat yet" in text
    assert 'href="/cycles/7/jury/new"' in text


def test_a_new_judge_has_a_seat_at_once_and_chooses_a_password_by_the_invitation(
    client, cycle, db, settings
) -> None:
    assert seat(client).headers["location"] == "/cycles/7/jury"
    page = client.get("/cycles/7/jury").text
    assert "Laila Omar" in page
    assert "An invitation goes to laila@example.org." in page
    path = link_to(db, settings, "laila@example.org", INVITED)
    client.cookies.delete("session")
    assert "judge entries" in client.get(path).text
    data = {
        "_csrf_token": form_token(client, path),
        "name_ar": "ليلى عمر",
        "name_en": "Laila Omar",
        "new_password": PASSWORD,
        "repeated_password": PASSWORD,
    }
    assert client.post(path, data=data, follow_redirects=False).headers["location"] == "/sign-in"
    data = {"_csrf_token": form_token(client, "/sign-in"), "email": SEAT["email"], "password": PASSWORD}
    assert client.post("/sign-in", data=data, follow_redirects=False).headers["location"] == "/desk"
    assert client.get("/scorecards").status_code == 200


def test_whoever_can_sign_in_is_seated_without_an_invitation(client, make, cycle, db, settings) -> None:
    make.person(Role.JUDGE, email="laila@example.org")
    seat(client)
    assert letters_to(db, settings, "laila@example.org") == []


def test_a_judge_who_is_seated_again_before_they_came_is_invited_once(
    client, make, cycle, db, settings
) -> None:
    seat(client)
    make.category(make.cycle(8), "G2C")
    data = {"_csrf_token": form_token(client, "/cycles/8/jury/new"), **SEAT}
    assert client.post("/cycles/8/jury", data=data, follow_redirects=False).status_code == 303
    assert len(letters_to(db, settings, "laila@example.org")) == 1


def test_the_jury_shows_origin_languages_expertise_agencies_and_capacity(client, make, cycle) -> None:
    agency = make.agency(name_en="Board of Maps")
    seat(client, agency_1=str(agency.id), former_1="true")
    text = client.get("/cycles/7/jury").text
    for shown in (
        "Laila Omar",
        "Professor",
        "Regional",
        "Bahrain",
        "Arabic and English",
        "G2C",
        "Board of Maps",
    ):
        assert shown in text
    assert "(formerly)" in text
    assert '<td class="num">20</td>' in text


def test_whoever_has_an_account_keeps_name_and_password(client, make, cycle, db) -> None:
    person = make.person(Role.ENTRANT, email="known@example.org")
    answer = seat(client, email="Known@example.org", name_ar="", name_en="")
    assert answer.headers["location"] == "/cycles/7/jury"
    with db.read() as session:
        after = session.get(Person, person.id)
        assert session.exec(select(Judge.person_id)).all() == [person.id]
    assert (after.name_en, after.password_hash) == (person.name_en, person.password_hash)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"email": "no address"}, "email"),
        ({"name_en": ""}, "name_en"),
        ({"origin": "moon"}, "origin"),
        ({"reads": []}, "reads"),
        ({"capacity": "many"}, "capacity"),
    ],
)
def test_a_wrong_field_is_pointed_to_and_nothing_typed_is_lost(client, cycle, db, fields, wrong) -> None:
    answer = seat(client, **fields)
    assert answer.status_code == 422
    assert f'href="#{wrong}"' in answer.text
    typed = {**SEAT, **fields}
    for name in ("email", "name_ar", "name_en", "title_en", "capacity"):
        assert f'value="{typed[name]}"' in answer.text
    assert '<option value="BH" selected>' in answer.text
    assert 'name="expertise" value="G2C" checked' in answer.text
    with db.read() as session:
        assert session.exec(select(Judge.id)).all() == []
        assert session.exec(select(Person.id).where(Person.email == "laila@example.org")).all() == []


def test_a_second_seat_is_refused_with_the_reason_on_the_form(client, make, cycle, db) -> None:
    seat(client)
    answer = seat(client)
    assert answer.status_code == 409
    assert "has a seat on the jury already" in answer.text


def test_auditors_read_the_jury_and_seat_nobody(client, make, sign_in, cycle) -> None:
    sign_in(client, make.person(Role.AUDITOR))
    assert client.get("/cycles/7/jury").status_code == 200
    assert "/jury/new" not in client.get("/cycles/7/jury").text
    assert client.get("/cycles/7/jury/new").status_code == 403
    token = form_token(client, "/cycles/7/jury")
    assert client.post("/cycles/7/jury", data={"_csrf_token": token, **SEAT}).status_code == 403
    sign_in(client, make.person(Role.JUDGE))
    assert client.get("/cycles/7/jury").status_code == 403


def test_the_jury_of_a_missing_cycle_is_not_found(client, cycle) -> None:
    assert client.get("/cycles/8/jury").status_code == 404
    assert client.get("/cycles/8/jury/new").status_code == 404


def test_nobody_is_seated_once_the_results_are_published(client, make, cycle, db) -> None:
    token = form_token(client, "/cycles/7/jury/new")
    by = make.person(Role.ORGANISER)
    make._save(Publication(cycle_id=cycle.id, published_at=make.now, published_by_id=by.id))
    assert "/jury/new" not in client.get("/cycles/7/jury").text
    assert client.get("/cycles/7/jury/new", follow_redirects=False).headers["location"] == "/cycles/7/jury"
    answer = client.post("/cycles/7/jury", data={"_csrf_token": token, **SEAT})
    assert answer.status_code == 409
    with db.read() as session:
        assert session.exec(select(Judge)).all() == []
