"""The page of sealed results: who may seal, who may take the file, and what it says of versions."""

import re

import pytest
from litestar.testing import TestClient

from awards.people import sessions
from awards.people.models import Role
from judging.deliberations.models import Outcome
from tests.one_app import app_over
from tests.pages import form_token


@pytest.fixture
def pages(sealing, settings, clock):
    """`pages(person)` is their client, over an installation whose results can be sealed."""
    with TestClient(app_over(settings, sealing.db, clock)) as client:
        client.headers["accept"] = "text/html"
        client.cookies.set("language", "en")

        def as_(person, role):
            with sealing.db.write() as session:
                token = sessions.begin(session, person.id, role, at=clock(), hours=12)
            client.cookies.set("session", token)
            return client

        yield as_


def seal(client, path):
    return client.post(path, data={"_csrf_token": form_token(client, path)})


def test_an_organiser_seals_once_and_both_who_oversee_take_the_same_file(pages, sealing):
    c = sealing.contest
    organiser = pages(c.organisers[0], Role.ORGANISER)
    assert "Every place is decided." in organiser.get(f"{c.path}/seals").text
    done = seal(organiser, f"{c.path}/seals")
    assert "The results are sealed as version 1." in done.text
    assert "The results are what the last version says." in done.text
    assert "Seal the results</button>" not in done.text
    assert re.search(r"AH\) · <span[^>]*>\d", done.text), "the day in both calendars"
    file = organiser.get(f"{c.path}/seals/1/sealed.zip")
    assert file.headers["content-disposition"] == f'attachment; filename="sealed-{c.cycle.number}-v1.zip"'
    auditor = pages(c.auditor, Role.AUDITOR)
    assert auditor.get(f"{c.path}/seals/1/sealed.zip").content == file.content
    assert "Seal again" not in auditor.get(f"{c.path}/seals").text
    assert auditor.get(f"{c.path}/seals/2/sealed.zip").status_code == 404
    c.make.clock.forward(hours=1)
    sealing.decide("G2C", 1, 0)
    assert "Seal again" in pages(c.organisers[0], Role.ORGANISER).get(f"{c.path}/seals").text
    assert seal(pages(c.auditor, Role.AUDITOR), f"{c.path}/seals").status_code == 403


def test_what_keeps_the_results_from_being_sealed_is_said_and_refused(pages, sealing):
    c = sealing.contest
    sealing.decide("G2B", 3, outcome=Outcome.WITHHELD, reason="لم تبلغ", approve=False)
    organiser = pages(c.organisers[0], Role.ORGANISER)
    page = organiser.get(f"{c.path}/seals").text
    assert "The results cannot be sealed yet" in page
    assert "waits for a second person" in page
    assert seal(organiser, f"{c.path}/seals").status_code == 409


def test_before_the_results_are_open_there_is_no_seal(pages, sealing):
    sealing.contest.make.cycle(12)
    organiser = pages(sealing.contest.organisers[0], Role.ORGANISER)
    assert organiser.get("/cycles/12/seals").status_code == 409
    assert organiser.get("/cycles/12/seals/1/sealed.zip").status_code == 409
