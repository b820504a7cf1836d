"""Signing in, out, and what is refused."""

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
    clock.forward(minutes=15, seconds=1)
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


def test_a_form_without_its_token_is_refused(client: TestClient[Litestar]) -> None:
    assert client.post("/sign-in", data={"email": "a@b.c", "password": "x"}).status_code == 403


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
        assert answer.headers["location"] == "/"
        client.cookies.delete("session")


def test_the_language_switch_keeps_the_page_and_is_remembered(client: TestClient[Litestar]) -> None:
    assert 'lang="ar"' in client.get("/sign-in").text
    answer = client.get("/language/en?next=/sign-in", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in"
    assert 'lang="en" dir="ltr"' in client.get("/sign-in").text
