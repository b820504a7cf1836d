"""Changing one's own password."""

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.kit.passwords import hash_password
from awards.people.models import Role
from awards.people.operations import set_password
from tests.factories import PASSWORD
from tests.pages import form_token

NEW = "another long password"


@pytest.fixture
def person(make):
    return make.person(Role.JUDGE)


@pytest.fixture
def change(client, sign_in, person):
    sign_in(client, person)
    client.cookies.set("language", "en")

    def post(old=PASSWORD, new=NEW, repeated=None):
        data = {"old_password": old, "new_password": new, "repeated_password": repeated or new}
        token = form_token(client, "/password")
        return client.post("/password", data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


def signs_in(client, person, password):
    client.cookies.delete("session")
    data = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": password}
    return client.post("/sign-in", data=data, follow_redirects=False).status_code == 303


def test_the_new_password_holds_and_the_old_one_no_more(client, db, person, change):
    assert change().headers["location"] == "/desk"
    with db.read() as session:
        actions = session.exec(select(AuditEvent.action).where(AuditEvent.actor_id == person.id)).all()
    assert list(actions) == ["person.password_changed"]
    assert not signs_in(client, person, PASSWORD)
    assert signs_in(client, person, NEW)


def test_other_browsers_are_signed_out_and_this_one_is_not(client, person, change, sign_in):
    here = client.cookies["session"]
    other = sign_in(client, person)
    client.cookies.set("session", here)
    change()
    assert client.get("/password", follow_redirects=False).status_code == 200
    client.cookies.set("session", other)
    assert client.get("/password", follow_redirects=False).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"old": "not this one, surely"}, "old_password"),
        ({"new": "short"}, "new_password"),
        ({"new": PASSWORD}, "new_password"),
        ({"repeated": "something else again"}, "repeated_password"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_changes_nothing(client, person, change, typed, field):
    answer = change(**typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert signs_in(client, person, PASSWORD)


def test_the_present_password_cannot_be_guessed_in_a_browser_left_open(change):
    statuses = [change(old=f"guess number {n}").status_code for n in range(6)]
    assert statuses == [422] * 5 + [429]
    assert change().status_code == 429


def test_the_operator_gives_a_new_password_to_whoever_forgot_theirs(client, db, person, sign_in, clock):
    other = sign_in(client, person)
    for n in range(5):
        signs_in(client, person, f"guess number {n}")
    with db.write() as session:
        set_password(session, person.email.upper(), hash_password(NEW), at=clock())
    assert signs_in(client, person, NEW)
    client.cookies.set("session", other)
    assert client.get("/password", follow_redirects=False).headers["location"].startswith("/sign-in")
    with db.write() as session, pytest.raises(RuleBroken, match="nobody with the address"):
        set_password(session, "nobody@example.org", "x", at=clock())
