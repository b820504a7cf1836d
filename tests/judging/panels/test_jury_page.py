"""The jury's pages."""

import pytest
from sqlmodel import select

from awards.cycles.queries import cycle_by_number
from awards.entries.models import EntryPartner
from awards.invitations.letters import INVITED
from awards.kit.audit import AuditEvent
from awards.people.models import Person, Role
from judging.deliberations.models import Publication
from judging.panels.countries import country_names
from judging.panels.models import Judge, JudgeAffiliation
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
    "no_ties": "true",
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
    seat(client, agency_1=str(agency.id), former_1="true", no_ties="")
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
    assert 'data-label="Capacity">20</td>' in text


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


def ties_of_judges(db):
    with db.read() as session:
        rows = session.exec(select(JudgeAffiliation).order_by(JudgeAffiliation.former))
        return {(row.judge_id, row.agency_id, row.former) for row in rows}


@pytest.fixture
def again(make, cycle):
    """A person who sat in cycle 6 with a present and a former agency, and the two agencies."""
    last = make.cycle(6)
    make.category(last, "G2C")
    health, maps = make.agency(name_en="Ministry of Health"), make.agency(name_en="Board of Maps")
    person = make.person(Role.JUDGE, email="laila@example.org")
    judge = make.judge(last, person, affiliations=(maps,), title_en="Dean")
    make._save(JudgeAffiliation(judge_id=judge.id, agency_id=health.id, former=True))
    return person, judge, health, maps


def test_the_ties_of_the_last_cycle_are_shown_before_a_judge_is_seated_again(
    client, cycle, again, db
) -> None:
    _, before, health, maps = again
    first = seat(client)
    assert first.status_code == 422
    assert "This judge sat on the jury of “Cycle 6”" in first.text
    for agency in (health, maps):
        assert f'<option value="{agency.id}" selected>' in first.text
    assert f'name="ties_read" value="{before.id}"' in first.text
    assert len(ties_of_judges(db)) == 2
    as_shown = {
        "agency_1": str(maps.id),
        "agency_2": str(health.id),
        "former_2": "true",
        "no_ties": "",
        "ties_read": str(before.id),
    }
    assert seat(client, **as_shown).status_code == 303
    with db.read() as session:
        seated = session.exec(select(Judge.id).where(Judge.cycle_id == cycle.id)).one()
    assert {row[1:] for row in ties_of_judges(db) if row[0] == seated} == {
        (maps.id, False),
        (health.id, True),
    }


def test_a_tie_that_is_not_carried_over_stands_in_the_chain(client, cycle, again, db) -> None:
    _, before, health, maps = again
    seat(client, agency_1=str(maps.id), no_ties="", ties_read=str(before.id))
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "judge.seated")).one()
    assert event.detail["no_longer_tied"] == [str(health.id)]


def test_a_seat_without_a_word_about_agencies_is_refused(client, cycle, db) -> None:
    answer = seat(client, no_ties="")
    assert answer.status_code == 422
    assert "Name the agencies, or confirm that there are none." in answer.text
    with db.read() as session:
        assert session.exec(select(Judge)).all() == []


@pytest.mark.parametrize("role", ["lead", "partner", "individual"])
def test_an_entrant_of_the_cycle_is_seated_only_after_a_second_look(client, make, cycle, db, role) -> None:
    person = make.person(Role.ENTRANT, email="laila@example.org")
    agency, other = make.agency(person), make.agency()
    category = make.category(cycle, "IND")
    by = make.person(Role.ENTRANT)
    if role == "lead":
        make.entry(category, agency, by, submitted=False)
    elif role == "partner":
        entry = make.entry(category, other, by)
        make._save(EntryPartner(entry_id=entry.id, agency_id=agency.id))
    else:
        make.entry(category, None, person)
    first = seat(client)
    assert first.status_code == 422
    assert "This person enters in this cycle" in first.text
    with db.read() as session:
        assert session.exec(select(Judge)).all() == []
    assert seat(client, entrant_read="true").status_code == 303
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "judge.seated")).one()
    assert event.detail["enters"] is True


def post_again(client, *ids, **fields):
    data = {
        "_csrf_token": form_token(client, "/cycles/7/jury/again"),
        "judge": [str(id_) for id_ in ids],
        **fields,
    }
    return client.post("/cycles/7/jury/again", data=data, follow_redirects=False)


def test_the_last_jury_is_seated_again_in_one_go_with_its_ties(client, make, cycle, again, db) -> None:
    person, judge, health, maps = again
    other = make.judge(db_cycle(db, 6), expertise=("OLD",), capacity=11)
    gone = make.judge(db_cycle(db, 6), dropped_out_at=make.now)
    assert "Seat the last jury again: 2 judges" in client.get("/cycles/7/jury").text
    page = client.get("/cycles/7/jury/again").text
    assert str(gone.id) not in page
    assert "Ministry of Health" in page
    assert 'href="#asked"' in post_again(client, judge.id, other.id).text
    assert 'href="#judge"' in post_again(client, asked="true").text
    assert post_again(client, judge.id, other.id, asked="true").status_code == 303
    with db.read() as session:
        seats = {s.person_id: s for s in session.exec(select(Judge).where(Judge.cycle_id == cycle.id))}
    assert set(seats) == {person.id, other.person_id}
    assert seats[other.person_id].capacity == 11
    assert seats[person.id].title_en == "Dean"
    new = {row[1:] for row in ties_of_judges(db) if row[0] == seats[person.id].id}
    assert new == {(maps.id, False), (health.id, True)}
    assert client.get("/cycles/7/jury/again", follow_redirects=False).status_code == 303


def test_an_entrant_among_the_last_jury_is_not_chosen_and_not_seated_unseen(
    client, make, cycle, again, db
) -> None:
    person, judge, *_ = again
    make.entry(make.category(cycle, "IND"), None, person)
    page = client.get("/cycles/7/jury/again").text
    assert "Enters in this cycle" in page
    assert f'value="{judge.id}" checked' not in page
    assert 'href="#entrant_read"' in post_again(client, judge.id, asked="true").text
    assert post_again(client, judge.id, asked="true", entrant_read="true").status_code == 303


def db_cycle(db, number):
    with db.read() as session:
        return cycle_by_number(session, number)


def test_the_countries_are_countries_and_palestine_has_its_name() -> None:
    arabic, english = country_names("ar"), country_names("en")
    assert len(arabic) == len(english) == 196
    assert arabic["PS"] == "فلسطين"
    assert english["PS"] == "Palestine"
    assert not {"XA", "XB", "EZ", "QO", "EU", "UN", "ZZ"} & set(arabic)
    assert {"SA", "AE", "BH", "KW", "OM", "QA", "EG", "JO", "XK"} <= set(arabic)


def test_a_country_outside_of_the_list_is_refused(client, cycle) -> None:
    assert "Choose one of the countries in the list." in seat(client, country="XB").text
