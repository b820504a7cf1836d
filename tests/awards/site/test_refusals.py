"""Pages that refuse something: what was typed is kept, and a way on is shown."""

import re
from html import unescape

import pytest

from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.factories import PASSWORD
from tests.pages import form_token

WRITTEN = "Ten years of work,\nand <b>nothing</b> lost."


@pytest.fixture
def entry(make):
    person = make.person(Role.ENTRANT)
    category = make.category(make.cycle(7))
    return make.entry(category, make.agency(person), person, submitted=False), person


@pytest.fixture
def expired(client, entry, sign_in, clock):
    """A form that was opened while signed in and is sent after the session has ended: `expired(**fields)`."""
    found, person = entry
    sign_in(client, person)
    client.cookies.set("language", "en")
    path = f"/entries/{found.id}/summary"
    page = client.get(path).text
    was = {name: unescape(text) for name, text in re.findall(r'name="(was-[^"]+)" value="([^"]*)"', page)}
    page_token = form_token(client, path)
    clock.forward(hours=13)

    def send(*, token=page_token, accept="text/html", **fields):
        return client.post(path, data={"_csrf_token": token, **was, **fields}, headers={"accept": accept})

    return path, send


def test_what_is_sent_after_the_session_has_ended_is_shown_and_can_be_sent_again(
    client, db, entry, expired, sign_in
):
    path, send = expired
    answer = send(
        summary_ar=WRITTEN, version="1", language="ar", title_ar="عنوان جديد", my_password="hidden words"
    )
    assert answer.status_code == 403
    assert "You were signed out, so nothing was saved." in answer.text
    assert f'href="/sign-in?next={path}"' in answer.text
    assert "<b>nothing</b>" not in answer.text
    assert "hidden words" not in answer.text
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
    texts = re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*readonly>\n([^<]*)</textarea>', answer.text)
    sent |= {name: unescape(text) for name, text in texts}
    assert sent["summary_ar"] == WRITTEN
    sign_in(client, entry[1])
    assert client.post(path, data=sent, follow_redirects=False).status_code == 303
    with db.read() as session:
        kept = session.get(type(entry[0]), entry[0].id)
        assert kept.summary_ar == WRITTEN
        assert kept.title_ar == "عنوان جديد"


def test_only_the_texts_that_were_changed_are_shown_under_the_names_of_their_questions(
    client, make, sign_in, clock
):
    found = scene(make)
    entry = found.whole()
    sign_in(client, found.member)
    client.cookies.set("language", "en")
    path = f"/entries/{entry.id}/answers"
    page = client.get(path).text
    was = {name: unescape(text) for name, text in re.findall(r'name="(was-[^"]+)" value="([^"]*)"', page)}
    sent = {**was, **{name.removeprefix("was-"): text for name, text in was.items()}}
    token = form_token(client, path)
    clock.forward(hours=13)
    answer = client.post(path, data={"_csrf_token": token, **sent, "text_ar-challenge": WRITTEN})
    texts = re.findall(r"<label for=\"kept-\d+\">([^<]*)</label>", answer.text)
    assert texts == ["Question challenge (in Arabic)"]
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', answer.text))
    assert was.items() <= {name: unescape(text) for name, text in again.items()}.items()


def test_what_comes_without_a_good_form_token_is_shown_but_cannot_be_sent_on(expired):
    _, send = expired
    answer = send(token="0" * 128, summary_ar=WRITTEN, version="1")
    assert answer.status_code == 403
    assert unescape(answer.text).count(WRITTEN) == 1
    assert "<form" not in answer.text.partition("<main")[2]


def test_a_page_that_saves_itself_is_told_in_words_where_to_sign_in(expired):
    path, send = expired
    for token in ({}, {"token": "0" * 128}):
        answer = send(accept="application/json", summary_ar="x", version="1", **token)
        assert answer.status_code == 403
        assert answer.json() == {
            "error": "You were signed out, so nothing was saved.",
            "sign_in": f"/sign-in?next={path}",
        }


def test_a_stale_form_of_somebody_signed_in_keeps_what_was_typed(client, entry, sign_in):
    sign_in(client, entry[1])
    client.cookies.set("language", "en")
    answer = client.post(f"/entries/{entry[0].id}/summary", data={"summary_ar": WRITTEN, "version": "1"})
    assert answer.status_code == 403
    assert WRITTEN in unescape(answer.text)
    assert f'href="/entries/{entry[0].id}/summary"' in answer.text


@pytest.mark.parametrize("path", ["/entries/nope", "/no/such/page", "/scorecards", "/cycles/seven"])
def test_one_can_sign_out_and_change_the_role_on_a_page_of_errors(client, make, sign_in, path):
    person = make.person(Role.ENTRANT, Role.ORGANISER)
    sign_in(client, person, Role.ENTRANT)
    refused = client.get(path)
    assert refused.status_code in (403, 404)
    token = re.search(r'name="_csrf_token" value="([^"]+)"', refused.text)[1]
    role = {"_csrf_token": token, "role": "organiser"}
    assert client.post("/role", data=role, follow_redirects=False).headers["location"] == "/desk"
    client.post("/sign-out", data={"_csrf_token": token}, follow_redirects=False)
    assert client.get("/desk", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_an_error_page_leads_to_ones_own_first_page(client, make, sign_in):
    assert 'href="/"' in client.get("/no/such/page").text.partition("<main")[2]
    sign_in(client, make.person(Role.ENTRANT))
    page = client.get("/no/such/page").text.partition("<main")[2]
    assert 'href="/desk"' in page
    assert "إلى مشاركاتي" in page


def test_a_page_of_another_role_says_so_and_speaks_of_no_reload(client, make, sign_in):
    sign_in(client, make.person(Role.ENTRANT))
    client.cookies.set("language", "en")
    page = client.get("/scorecards").text
    assert "not for the role in which you act now" in page
    assert "open too long" not in page
    assert "You hold other roles too" not in page
    sign_in(client, make.person(Role.ENTRANT, Role.JUDGE))
    assert "You hold other roles too" in client.get("/scorecards").text


def test_what_is_not_possible_now_stays_inside_the_cycle(client, make, sign_in):
    make.round(make.cycle(7))
    sign_in(client, make.person(Role.ORGANISER))
    page = client.get("/cycles/7/results/G2C")
    assert page.status_code == 409
    assert 'href="/cycles/7/results" aria-current="page"' in page.text
    assert 'class="button" href="/cycles/7/results"' in page.text
    token = form_token(client, "/cycles/7")
    page = client.post("/cycles/7/results/openings", data={"_csrf_token": token})
    assert page.status_code == 409
    assert 'class="button" href="/cycles/7/results"' in page.text


def test_a_hidden_page_and_a_missing_one_answer_alike(client, make, sign_in):
    """Beyond the pages of the judges, whose own tests say the same."""
    mine, other = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    entry = make.entry(make.category(make.cycle(7)), make.agency(other), other)
    sign_in(client, mine)
    hidden = client.get(f"/entries/{entry.id}")
    missing = client.get("/entries/00000000-0000-4000-8000-000000000000")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text == missing.text


def test_the_password_is_never_shown_again(client):
    answer = client.post("/sign-in", data={"email": "a@b.example", "password": PASSWORD})
    assert PASSWORD not in answer.text
