"""A category's page for organisers."""

from datetime import timedelta

from awards.people.models import Role
from judging.rubrics.drafts import criteria_from_fixtures
from judging.rubrics.operations import create_rubric, freeze_rubric
from tests.conftest import NOW
from tests.pages import form_token


def test_the_page_shows_questions_weights_and_anchors_in_the_readers_language(
    client, make, sign_in, db
) -> None:
    category = make.category(make.cycle(7), "G2C")
    with db.write() as session:
        at = NOW - timedelta(days=30)
        create_rubric(session, category.id, criteria_from_fixtures("G2C"), by=None, at=at)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    text = client.get("/cycles/7/categories/G2C").text
    assert "17.5%" in text
    assert "Improvement of business processes" in text
    assert "The old procedure, now on a screen" in text
    assert text.count("Not shown to judges") == 1
    assert text.count("Shown, after redaction") == 3
    assert "version 2" in text
    assert "Fixed since the announcement, 12 Oct 2026" in text
    client.cookies.set("language", "ar")
    assert "تحسين الإجراءات" in client.get("/cycles/7/categories/G2C").text


def test_a_frozen_rubric_says_since_when(client, make, sign_in, db) -> None:
    category = make.category(make.cycle(7), "G2C")
    with db.write() as session:
        rubric = create_rubric(session, category.id, criteria_from_fixtures("G2C"), by=None, at=NOW)
        freeze_rubric(session, rubric.id, by=None, at=NOW)
    sign_in(client, make.person(Role.AUDITOR))
    client.cookies.set("language", "en")
    assert "Frozen since 1 Nov 2026" in client.get("/cycles/7/categories/G2C").text


def test_only_organisers_and_auditors_see_it_and_a_missing_one_is_not_found(client, make, sign_in) -> None:
    make.category(make.cycle(7), "G2C")
    sign_in(client, make.person(Role.ORGANISER))
    assert client.get("/cycles/7/categories/XXX").status_code == 404
    assert client.get("/cycles/8/categories/G2C").status_code == 404
    sign_in(client, make.person(Role.JUDGE))
    assert client.get("/cycles/7/categories/G2C").status_code == 403


def test_an_organiser_hides_the_answers_to_a_question_with_a_reason(client, make, sign_in) -> None:
    make.category(make.cycle(7), "G2C")
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    path = "/cycles/7/categories/G2C"
    text = client.get(path).text
    assert text.count("Shown, after redaction") == 3
    token = form_token(client, path)
    refused = client.post(f"{path}/questions/challenge/hiding", data={"_csrf_token": token, "reason": " "})
    assert refused.status_code == 422
    assert "Give the reason for which the answers are hidden." in refused.text
    form = {"_csrf_token": token, "reason": "It names the city."}
    assert client.post(f"{path}/questions/nothing/hiding", data=form).status_code == 404
    text = client.post(f"{path}/questions/challenge/hiding", data=form).text
    assert text.count("Shown, after redaction") == 2
    assert "Judges no longer see the answers to that question." in text
    again = client.post(f"{path}/questions/challenge/hiding", data=form)
    assert again.status_code == 422
    assert "hidden from judges already" in again.text


def test_an_auditor_hides_nothing(client, make, sign_in) -> None:
    make.category(make.cycle(7), "G2C")
    sign_in(client, make.person(Role.AUDITOR))
    text = client.get("/cycles/7/categories/G2C").text
    assert "/hiding" not in text
    form = {"_csrf_token": form_token(client, "/cycles/7/categories/G2C"), "reason": "Because."}
    assert client.post("/cycles/7/categories/G2C/questions/challenge/hiding", data=form).status_code == 403
