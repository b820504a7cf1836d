"""The entries of a cycle as a list that a person reads."""

import csv
import io

import pytest

from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import post


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_list_names_category_entrant_receipt_and_screening_in_the_reader_s_language(
    make, client, sign_in, lang
):
    s = scene(make)
    s.submit(s.whole())
    s.start()
    sign_in(client, make.person(Role.ORGANISER))
    post(client, "/cycles/5/screening/admissions", receipt="5-0001-1")
    client.cookies.set("language", lang)
    answer = client.get("/cycles/5/entries/list/csv")
    _, submitted, draft = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert getattr(s.category, f"name_{lang}") in submitted
    assert getattr(s.agency, f"name_{lang}") in submitted
    assert "5-0001-1" in submitted
    assert {"ar": "مقبولة للتحكيم", "en": "Admitted"}[lang] in submitted
    assert draft[6] == ""
    assert len(client.get("/cycles/5/entries/list/csv?state=draft").content.splitlines()) == 2
    assert client.get("/cycles/5/entries/list/pdf").status_code == 404
