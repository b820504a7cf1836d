"""Signing in, out, and what is refused."""

import re

from litestar import Litestar
from litestar.testing import TestClient

from awards.people.models import Role
from tests.factories import PASSWORD, Factory
from tests.pages import form_token


def test_a_person_signs_in_and_reaches_the_first_page_of_the_role(
    client: TestClient[Litestar], make: Factory
) -> None:
    person = make.person(Role.JUDGE)
    answer = client.post(
        "/sign-in",
        data={
            "_csrf_token": form_token(client, "/sign-in"),
            "email": person.email.upper(),
            "password": PASSWORD,
            "next": "/desk",
        },
        follow_redirects=False,
    )
    assert answer.status_code == 303
    assert answer.headers["location"] == "/desk"
    assert client.get("/desk", follow_redirects=False).headers["location"] == "/scorecards"


def test_signing_in_leads_to_the_role_in_which_one_acted_last(client, make, clock) -> None:
    person = make.person(Role.ENTRANT, Role.ORGANISER)

    def first_page() -> str:
        clock.forward(minutes=1)
        data = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": PASSWORD}
        return client.post("/sign-in", data=data).url.path

    def post(path: str, **fields: str) -> None:
        client.post(path, data={"_csrf_token": form_token(client, "/"), **fields}, follow_redirects=False)

    assert first_page() == "/entries"
    post("/role", role="organiser")
    post("/sign-out")
    assert first_page() == "/desk/organiser"


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    client: TestClient[Litestar], make: Factory
) -> None:
    person = make.person(Role.JUDGE)
    bodies = []
    for email in (person.email, "nobody@example.org"):
        answer = client.post(
            "/sign-in",
            data={"_csrf_token": form_token(client, "/sign-in"), "email": email, "password": "wrong"},
        )
        assert answer.status_code == 422
        assert "wrong" not in answer.text
        bodies.append(answer.text.replace(email, ""))
    assert bodies[0] == bodies[1]


def test_the_sixth_attempt_within_fifteen_minutes_is_refused_and_a_later_one_is_not(
    client, make, clock
) -> None:
    person = make.person(Role.JUDGE)
    token = form_token(client, "/sign-in")
    data = {"_csrf_token": token, "email": person.email, "password": "wrong"}
    statuses = [client.post("/sign-in", data=data).status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    right = {**data, "password": PASSWORD}
    assert client.post("/sign-in", data=right, follow_redirects=False).status_code == 429
    clock.forward(minutes=13, seconds=30)
    client.cookies.set("language", "en")
    assert "Wait 2 minutes" in client.post("/sign-in", data=right).text
    clock.forward(minutes=1, seconds=31)
    assert client.post("/sign-in", data=right, follow_redirects=False).status_code == 303


def test_a_session_ends_at_sign_out_and_after_its_hours(client, make, clock, sign_in) -> None:
    person = make.person(Role.JUDGE)
    cookie = sign_in(client, person)
    client.post("/sign-out", data={"_csrf_token": form_token(client, "/")}, follow_redirects=False)
    client.cookies.set("session", cookie)
    assert client.get("/desk", follow_redirects=False).headers["location"].startswith("/sign-in")
    sign_in(client, person)
    clock.forward(hours=12, seconds=1)
    assert client.get("/desk", follow_redirects=False).headers["location"].startswith("/sign-in")


def test_signing_in_without_the_form_cookie_shows_the_form_again_with_the_address_and_then_works(
    client, make
) -> None:
    person = make.person(Role.JUDGE)
    stale = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": PASSWORD}
    client.cookies.clear()
    again = client.post("/sign-in", data={**stale, "next": "/scorecards/comparison"})
    assert again.status_code == 403
    assert person.email in again.text
    assert PASSWORD not in again.text
    assert 'value="/scorecards/comparison"' in again.text
    token = re.search(r'name="_csrf_token" value="([^"]+)"', again.text)[1]
    assert client.post("/sign-in", data={**stale, "_csrf_token": token}, follow_redirects=False).is_redirect


def test_a_form_cookie_signed_with_an_older_secret_locks_nobody_out(client, make) -> None:
    person = make.person(Role.JUDGE)
    client.cookies.set("form", "0" * 128)
    data = {"email": person.email, "password": PASSWORD}
    answer = client.post("/sign-in", data={**data, "_csrf_token": "0" * 128})
    token = re.search(r'name="_csrf_token" value="([^"]+)"', answer.text)[1]
    fresh = answer.cookies["form"]
    client.cookies.clear()
    client.cookies.set("form", fresh)
    answer = client.post("/sign-in", data={**data, "_csrf_token": token}, follow_redirects=False)
    assert answer.is_redirect


def test_a_form_that_is_refused_leaves_the_form_cookie_of_the_browser_alone(client) -> None:
    """A page that saves itself while it is left is answered after the next page has got its cookie."""
    token = form_token(client, "/sign-in")
    answer = client.post("/scorecards/A1-BC2", data={"version": "0"}, headers={"accept": "application/json"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers
    assert form_token(client, "/sign-in") == token


def test_signing_out_twice_leads_to_the_front_page(client) -> None:
    token = form_token(client, "/sign-in")
    answer = client.post("/sign-out", data={"_csrf_token": token}, follow_redirects=False)
    assert answer.headers["location"] == "/"


def test_a_form_from_another_site_is_refused(client: TestClient[Litestar]) -> None:
    token = form_token(client, "/sign-in")
    answer = client.post(
        "/sign-in",
        data={"_csrf_token": token, "email": "a@b.c", "password": "x"},
        headers={"sec-fetch-site": "cross-site"},
    )
    assert answer.status_code == 403


def test_a_redirect_after_sign_in_never_leaves_the_site(client, make) -> None:
    person = make.person(Role.JUDGE)
    for target in ("https://evil.example/", "//evil.example/", "/\\evil.example"):
        answer = client.post(
            "/sign-in",
            data={
                "_csrf_token": form_token(client, "/sign-in"),
                "email": person.email,
                "password": PASSWORD,
                "next": target,
            },
            follow_redirects=False,
        )
        assert answer.headers["location"] == "/desk"
        client.cookies.delete("session")


def test_the_language_switch_keeps_the_page_and_is_remembered(client: TestClient[Litestar]) -> None:
    assert 'lang="ar"' in client.get("/sign-in").text
    answer = client.get("/language/en?next=/sign-in", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in"
    assert 'lang="en" dir="ltr"' in client.get("/sign-in").text
