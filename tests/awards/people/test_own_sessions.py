"""Everybody sees where they are signed in, and signs out there."""

import asyncio
from datetime import timedelta

import pytest

from awards.kit.i18n import short_date
from awards.people.last_used import LastUsed
from awards.people.models import Role, SignInSession
from awards.people.sessions import browser_named, digest_of
from tests.factories import PASSWORD
from tests.pages import form_token

WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36"


@pytest.fixture
def person(make):
    return make.person(Role.ENTRANT)


def post(client, path, **data):
    token = form_token(client, "/password")
    return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)


def is_signed_in(client, token):
    client.cookies.set("session", token)
    return client.get("/account", follow_redirects=False).status_code == 200


def test_the_list_names_browser_and_address_of_each(client, person) -> None:
    client.cookies.set("language", "en")
    data = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": PASSWORD}
    client.post("/sign-in", data=data, headers={"user-agent": WINDOWS})
    text = client.get("/account").text
    assert "Chrome · Windows" in text
    assert "testclient" in text
    assert "this browser" in text


def test_signing_out_elsewhere_leaves_this_browser_alone(client, person, sign_in) -> None:
    first, second, here = (sign_in(client, person) for _ in range(3))
    assert post(client, f"/sessions/{digest_of(first)}/ending").status_code == 303
    assert not is_signed_in(client, first)
    assert is_signed_in(client, second)
    client.cookies.set("session", here)
    post(client, "/sessions/ending")
    assert is_signed_in(client, here)
    assert not is_signed_in(client, second)


def test_the_list_says_when_another_browser_was_last_used_and_a_request_writes_at_most_every_five_minutes(
    client, db, clock, person, sign_in
) -> None:
    client.cookies.set("language", "en")
    other, here = sign_in(client, person), sign_in(client, person)
    began = clock.at

    def used_at():
        with db.read() as session:
            return session.get_one(SignInSession, digest_of(other)).used_at

    assert is_signed_in(client, other)
    before = used_at()
    clock.forward(minutes=4)
    assert is_signed_in(client, other)
    assert used_at() == before
    clock.forward(minutes=1)
    client.cookies.set("session", here)
    assert is_signed_in(client, here)
    assert used_at() == began + timedelta(minutes=4)
    text = client.get("/account").text
    assert text.count(f"last used {short_date(began, 'en')}, 12:04 pm") == 1, "not of this browser"


def test_a_session_that_has_ended_is_not_used_any_more(client, db, clock, person, sign_in) -> None:
    here = sign_in(client, person)
    assert is_signed_in(client, here)
    token = form_token(client, "/password")
    clock.forward(minutes=6)
    client.post("/sign-out", data={"_csrf_token": token})
    with db.read() as session:
        found = session.get_one(SignInSession, digest_of(here))
    assert found.ended_at == clock.at
    assert found.used_at is None or found.used_at < found.ended_at


def test_nobody_signs_out_somebody_else(client, make, person, sign_in) -> None:
    theirs = sign_in(client, make.person(Role.JUDGE))
    sign_in(client, person)
    assert post(client, f"/sessions/{digest_of(theirs)}/ending").status_code == 404
    assert is_signed_in(client, theirs)


def test_mail_begins_with_the_language_read_at_the_last_sign_in(client, db, person) -> None:
    for lang in ("en", "ar"):
        client.cookies.delete("session")
        client.cookies.set("language", lang)
        data = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": PASSWORD}
        client.post("/sign-in", data=data)
        with db.read() as session:
            assert session.get_one(type(person), person.id).lang == lang


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS, "Chrome · Windows"),
        (WINDOWS + " Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", "Firefox · Linux"),
        (
            "Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1",
            "Safari · iPad",
        ),
        ("curl/8.5.0", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_what_its_user_calls_it(agent, name) -> None:
    assert browser_named(agent) == name


def test_uses_are_written_too_after_the_clock_was_set_back(db, clock, person, client, sign_in) -> None:
    digest = digest_of(sign_in(client, person))
    uses = LastUsed(db)
    for hours in (3, 0):  # the second one by a clock that was put right
        asyncio.run(uses.note(digest, clock.at + timedelta(hours=hours)))
    asyncio.run(uses.note(digest, clock.at + timedelta(minutes=5)))
    with db.read() as session:
        assert session.get_one(SignInSession, digest).used_at == clock.at + timedelta(minutes=5)
