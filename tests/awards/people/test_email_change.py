"""An e-mail address changes when both mailboxes have said so."""

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.people.email_changes import WORKS_FOR
from awards.people.letters import EMAIL_CHANGE_NEW, EMAIL_CHANGE_OLD, EMAIL_CHANGED, EMAIL_TAKEN
from awards.people.models import Person, Role
from tests.factories import PASSWORD
from tests.letters import letters_to, link_to
from tests.pages import form_token

NEW = "new.address@agency.example"


@pytest.fixture
def person(make, client, sign_in):
    person = make.person(Role.ENTRANT)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


@pytest.fixture
def ask(client, person):
    def post(email=NEW, password=PASSWORD):
        data = {"_csrf_token": form_token(client, "/account"), "email": email, "password": password}
        return client.post("/account/email", data=data, follow_redirects=False)

    return post


@pytest.fixture
def confirm(client):
    def post(path):
        token = form_token(client, "/password-reset")
        return client.post(path, data={"_csrf_token": token}, follow_redirects=False)

    return post


def address_of(db, person):
    with db.read() as session:
        return session.get_one(Person, person.id).email


def both(db, settings, person):
    return (
        link_to(db, settings, person.email, EMAIL_CHANGE_OLD),
        link_to(db, settings, NEW, EMAIL_CHANGE_NEW),
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_it_changes_when_both_have_confirmed_in_whatever_order(
    client, db, settings, person, ask, confirm, order
) -> None:
    assert ask().status_code == 303
    paths = both(db, settings, person)
    assert client.get(paths[order[0]]).status_code == 200
    assert confirm(paths[order[0]]).status_code == 303
    assert address_of(db, person) == person.email
    assert confirm(paths[order[1]]).status_code == 303
    assert address_of(db, person) == NEW
    assert letters_to(db, settings, person.email)[-1][0] == EMAIL_CHANGED
    assert letters_to(db, settings, NEW)[-1][0] == EMAIL_CHANGED
    assert confirm(paths[0]).status_code == 410
    with db.read() as session:
        details = session.exec(
            select(AuditEvent.detail).where(AuditEvent.action == "person.email_changed")
        ).all()
    assert NEW not in str(details)  # addresses are personal, and the log keeps them for ever


def test_opening_a_link_changes_nothing(client, db, settings, person, ask) -> None:
    ask()
    for path in both(db, settings, person):
        client.get(path)
    assert address_of(db, person) == person.email


def test_one_mailbox_cannot_answer_for_the_other(client, db, settings, person, ask, confirm) -> None:
    ask()
    old, _ = both(db, settings, person)
    forged = old.replace("/old/", "/new/")
    assert confirm(forged).status_code == 410
    assert confirm(old.replace("/old/", "/third/")).status_code == 410


def test_the_present_password_is_needed(ask, db, settings, person) -> None:
    refused = ask(password="wrong password")
    assert refused.status_code == 422
    assert "present password" in refused.text
    assert f'value="{NEW}"' in refused.text
    assert "wrong password" not in refused.text
    assert letters_to(db, settings, NEW) == []


def test_who_asks_for_an_address_that_has_an_account_learns_nothing(
    client, db, settings, make, person, ask
) -> None:
    other = make.person(Role.JUDGE)
    assert ask(other.email).status_code == ask("free@agency.example").status_code == 303
    assert [kind for kind, _ in letters_to(db, settings, other.email)] == [EMAIL_TAKEN]


def test_an_address_taken_meanwhile_is_not_given_twice(db, settings, make, person, ask, confirm) -> None:
    ask()
    old, new = both(db, settings, person)
    confirm(old)
    make.person(Role.JUDGE, email=NEW)
    assert confirm(new).status_code == 410
    assert address_of(db, person) == person.email


def test_a_wish_can_be_taken_back_and_is_replaced_by_a_later_one(
    client, db, settings, person, ask, confirm, clock
) -> None:
    ask()
    paths = both(db, settings, person)
    clock.forward(minutes=1)
    ask("third@agency.example")
    assert confirm(paths[0]).status_code == 410
    later = link_to(db, settings, person.email, EMAIL_CHANGE_OLD)
    token = form_token(client, "/password")
    client.post("/account/email/taking-back", data={"_csrf_token": token})
    assert confirm(later).status_code == 410


def test_the_links_work_for_a_day(client, db, settings, person, ask, confirm, clock) -> None:
    ask()
    old, _ = both(db, settings, person)
    clock.forward(seconds=WORKS_FOR.total_seconds())
    assert confirm(old).status_code == 410


def test_the_account_page_says_which_mailbox_is_waited_for(
    client, db, settings, person, ask, confirm
) -> None:
    ask()
    assert client.get("/account").text.count("waiting for its confirmation") == 2
    confirm(both(db, settings, person)[0])
    text = client.get("/account").text
    assert text.count("waiting for its confirmation") == 1
    assert NEW in text
