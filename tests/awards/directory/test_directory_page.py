"""The directory's page."""

import re

import pytest

from awards.directory.operations import import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.people.models import Role
from tests.conftest import NOW


@pytest.fixture
def agencies(db) -> None:
    with db.write() as session:
        import_agencies(session, agencies_from_fixtures(), by=None, at=NOW)


def codes(text: str) -> list[str]:
    return re.findall(r'<bdi class="ltr">([^<]+)</bdi>', text)


def test_organisers_and_auditors_read_the_directory_and_nobody_else(client, make, sign_in, agencies) -> None:
    for role, status in ((Role.ORGANISER, 200), (Role.AUDITOR, 200), (Role.JUDGE, 403), (Role.ENTRANT, 403)):
        sign_in(client, make.person(role))
        assert client.get("/agencies").status_code == status


@pytest.mark.parametrize("typed", ["وزاره الصحه", "وِزَارَة الصّحة", "moh.gov.sa", "Health Ministry"])
def test_an_agency_is_found_however_its_name_is_written(client, make, sign_in, agencies, typed) -> None:
    sign_in(client, make.person(Role.ORGANISER))
    answer = client.get("/agencies", params={"q": typed})
    assert codes(answer.text) == ["moh.gov.sa"]


def test_the_sector_narrows_the_list_and_what_was_typed_stays(client, make, sign_in, agencies) -> None:
    sign_in(client, make.person(Role.ORGANISER))
    answer = client.get("/agencies", params={"q": "هيئة", "sector": "health"})
    assert codes(answer.text) == ["scfhs.org.sa", "sfda.gov.sa", "srca.org.sa"]
    assert 'value="هيئة"' in answer.text
    assert '<option value="health" selected>' in answer.text


def test_the_list_follows_the_alphabet_of_the_language_that_is_read(client, make, sign_in, agencies) -> None:
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    names = re.findall(r'<th scope="row">\s*([^<]+?)\s*<', client.get("/agencies").text)
    assert len(names) == 87
    assert names == sorted(names, key=str.casefold)


def test_what_nobody_answers_to_says_so(client, make, sign_in, agencies) -> None:
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    assert "No agency answers to this" in client.get("/agencies", params={"q": "zzz"}).text
