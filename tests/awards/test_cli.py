"""The command `tahkim`, where the operator lets people in."""

import pytest
from click.testing import CliRunner
from sqlmodel import col, select

from awards.cli import main
from awards.directory.models import Agency, Membership
from awards.people.models import Person, Role, RoleGrant


@pytest.fixture
def tahkim(settings, db, make):
    make.agency(code="maps")

    def run(*words: str):
        environment = {
            "TAHKIM_DATA_DIR": str(settings.data_dir),
            "TAHKIM_DATABASE_URL": settings.database_url,
            "TAHKIM_SECRET": settings.secret,
        }
        return CliRunner().invoke(main, words, env=environment)

    return run


NAMES = ("--name-ar", "ليلى", "--name-en", "Laila", "--password", "open sesame please")


def found(db):
    """{address: (roles, codes of agencies)}"""
    with db.read() as session:
        people = {}
        for person in session.exec(select(Person).order_by(col(Person.email))):
            roles = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person.id))
            codes = session.exec(
                select(Agency.code).join(Membership).where(Membership.person_id == person.id)
            )
            people[person.email] = ({Role(role) for role in roles}, list(codes))
    return people


def test_the_first_organiser_gets_in(tahkim, db):
    assert tahkim("add-person", "a@example.org", *NAMES).exit_code == 0
    assert found(db) == {"a@example.org": ({Role.ORGANISER}, [])}


def test_somebody_new_enters_for_an_agency(tahkim, db):
    assert tahkim("add-person", "a@example.org", "--agency", "maps", *NAMES).exit_code == 0
    assert found(db) == {"a@example.org": ({Role.ENTRANT}, ["maps"])}


def test_an_agency_that_is_not_there_adds_nobody(tahkim, db):
    answer = tahkim("add-person", "a@example.org", "--agency", "nowhere", *NAMES)
    assert answer.exit_code == 1
    assert "nowhere" in answer.output
    assert found(db) == {}


def test_somebody_known_gets_a_second_role_and_an_agency(tahkim, db):
    tahkim("add-person", "a@example.org", "--role", "judge", *NAMES)
    assert tahkim("grant-role", "A@example.org", "--agency", "maps").exit_code == 0
    assert found(db) == {"a@example.org": ({Role.JUDGE, Role.ENTRANT}, ["maps"])}
    refused = tahkim("grant-role", "a@example.org", "--role", "auditor")
    assert refused.exit_code == 1
    assert "cannot judge" in refused.output
    assert "nobody with the address" in tahkim("grant-role", "b@example.org", "--role", "judge").output


def test_the_operator_disables_whomever_and_takes_it_back(tahkim, db):
    tahkim("add-person", "a@example.org", *NAMES)

    def disabled() -> bool:
        with db.read() as session:
            return session.exec(select(Person.disabled_at)).one() is not None

    assert tahkim("disable-person", "a@example.org").exit_code == 0
    assert disabled()
    assert tahkim("disable-person", "a@example.org", "--undo").exit_code == 0
    assert not disabled()


def test_agencies_come_from_a_folder_whose_problems_are_told_by_row(tahkim, db, make, tmp_path):
    organiser = make.person(Role.ORGANISER)
    file = tmp_path / "agencies.csv"

    def brought_in():
        return tahkim("import", str(tmp_path), "--as", organiser.email, "--yes")

    file.write_text("الرمز;name_ar;name_en\nmoh;وزارة الصحة;\n", encoding="cp1256")
    answer = brought_in()
    assert answer.exit_code == 1
    assert "Row 2, Name in English: This cell must not be empty." in answer.output
    file.write_text("الرمز;name_ar;name_en\nmoh;وزارة الصحة;Ministry of Health\n", encoding="cp1256")
    assert "The lists are brought in." in brought_in().output
    file.write_bytes(b"%PDF-1.7")
    assert "This is a PDF" in brought_in().output
    with db.read() as session:
        assert set(session.exec(select(Agency.code))) == {"maps", "moh"}
