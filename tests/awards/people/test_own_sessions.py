"""Everybody sees where they are signed in, and signs out there."""

import pytest

from awards.people.models import Role
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
