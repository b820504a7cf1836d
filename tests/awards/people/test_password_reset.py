"""A forgotten password is replaced by a link in a mail, and by nothing else."""

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.mail.outbox import Mail
from awards.people.letters import RESET_LINK, RESET_NOTICE
from awards.people.models import FailedSignIn, PasswordReset, Person, Role
from awards.people.operations import ATTEMPTS_PER_ACCOUNT, disable_person
from awards.people.password_resets import ASKED_PER_HOUR, LINKS_PER_HOUR, WORKS_FOR
from tests.factories import PASSWORD
from tests.letters import letters_to, link_to
from tests.pages import form_token

NEW = "words only I put together"


@pytest.fixture
def person(make):
    return make.person(Role.JUDGE)


@pytest.fixture
def ask(client):
    client.cookies.set("language", "en")

    def post(email):
        data = {"_csrf_token": form_token(client, "/password-reset"), "email": email}
        return client.post("/password-reset", data=data)

    return post


@pytest.fixture
def replace(client):
    def post(path, new=NEW, repeated=None):
        data = {"new_password": new, "repeated_password": repeated or new}
        token = form_token(client, "/password-reset")
        return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


def signs_in(client, person, password):
    client.cookies.delete("session")
    data = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": password}
    return client.post("/sign-in", data=data, follow_redirects=False).status_code == 303


def test_the_link_gives_a_new_password_once_and_the_old_one_holds_no_more(
    client, db, settings, person, ask, replace
) -> None:
    assert "on its way" in ask(person.email.upper()).text
    path = link_to(db, settings, person.email, RESET_LINK)
    assert client.get(path).status_code == 200
    assert replace(path).headers["location"] == "/sign-in"
    assert replace(path).status_code == 410
    assert client.get(path).status_code == 410
    assert not signs_in(client, person, PASSWORD)
    assert signs_in(client, person, NEW)
    assert [kind for kind, _ in letters_to(db, settings, person.email)] == [RESET_LINK, RESET_NOTICE]
    with db.read() as session:
        actions = session.exec(select(AuditEvent.action).where(AuditEvent.subject_id == str(person.id))).all()
    assert {"person.password_link_asked", "person.password_reset"} <= set(actions)


def test_nobody_learns_whether_an_address_has_an_account(client, db, person, ask, clock) -> None:
    known, unknown = ask(person.email), ask("nobody@nowhere.example")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace(person.email, "") == unknown.text.replace("nobody@nowhere.example", "")
    with db.write() as session:
        disable_person(session, person.id, by=None, at=clock())
    ask(person.email)
    with db.read() as session:
        assert len(session.exec(select(Mail)).all()) == 1


def test_the_link_works_for_half_an_hour(client, db, settings, person, ask, clock) -> None:
    ask(person.email)
    path = link_to(db, settings, person.email, RESET_LINK)
    clock.forward(seconds=WORKS_FOR.total_seconds() - 1)
    assert client.get(path).status_code == 200
    clock.forward(seconds=1)
    assert client.get(path).status_code == 410


def test_another_secret_or_another_row_opens_nothing(client, db, settings, make, person, ask) -> None:
    other = make.person(Role.ORGANISER)
    ask(person.email)
    ask(other.email)
    mine = link_to(db, settings, person.email, RESET_LINK).split("/")
    theirs = link_to(db, settings, other.email, RESET_LINK).split("/")
    assert client.get("/".join([*theirs[:-1], mine[-1]])).status_code == 410
    assert client.get("/".join([*mine[:-1], "x"])).status_code == 410


def test_a_new_password_ends_sessions_other_links_and_a_lockout(
    client, db, settings, person, ask, replace, sign_in, clock
) -> None:
    ask(person.email)
    first = link_to(db, settings, person.email, RESET_LINK)
    clock.forward(minutes=1)
    ask(person.email)
    second = link_to(db, settings, person.email, RESET_LINK)
    assert first != second
    with db.write() as session:
        session.add_all(
            FailedSignIn(email=person.email, address="192.0.2.9", at=clock())
            for _ in range(ATTEMPTS_PER_ACCOUNT)
        )
    sign_in(client, person)
    assert replace(second).status_code == 303
    assert client.get("/account", follow_redirects=False).headers["location"].startswith("/sign-in")
    assert client.get(first).status_code == 410
    assert signs_in(client, person, NEW)


@pytest.mark.parametrize(
    ("new", "repeated", "complaint"),
    [("short", "short", "at least 12"), (NEW, "something else", "differ")],
)
def test_a_password_that_will_not_do_is_refused_and_the_link_still_works(
    client, db, settings, person, ask, replace, new, repeated, complaint
) -> None:
    ask(person.email)
    path = link_to(db, settings, person.email, RESET_LINK)
    refused = replace(path, new, repeated)
    assert refused.status_code == 422
    assert complaint in refused.text
    assert replace(path).status_code == 303


def test_no_mailbox_and_no_server_is_flooded(client, db, make, person, ask) -> None:
    for _ in range(LINKS_PER_HOUR + 2):
        assert ask(person.email).status_code == 200
    with db.read() as session:
        assert len(session.exec(select(Mail)).all()) == LINKS_PER_HOUR
    for n in range(ASKED_PER_HOUR):
        last = ask(f"person{n}@nowhere.example")
    assert last.status_code == 429
    assert "an hour" in last.text
    with db.read() as session:
        assert len(session.exec(select(PasswordReset)).all()) == ASKED_PER_HOUR


def test_an_address_that_is_none_is_refused_and_stays_in_the_form(ask) -> None:
    refused = ask("not an address")
    assert refused.status_code == 422
    assert 'value="not an address"' in refused.text


def test_whoever_never_had_a_password_gets_it_by_an_invitation_and_not_by_a_reset(db, person, ask) -> None:
    with db.write() as session:
        session.get_one(Person, person.id).password_hash = None
    assert ask(person.email).status_code == 200
    with db.read() as session:
        assert session.exec(select(Mail)).all() == []
