"""Roles of one person, disabled accounts, and what is on record of signing in."""

from datetime import timedelta
from itertools import permutations

import pytest
import sqlalchemy as sa
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.people import operations, password_resets
from awards.people.models import OVERSEERS, FailedSignIn, PasswordReset, Role, SignInSession
from awards.people.operations import (
    ATTEMPTS_PER_ACCOUNT,
    ATTEMPTS_PER_ADDRESS,
    SIGN_INS_KEPT,
    SignInRefused,
    TooManyAttempts,
    disable_person,
    enable_person,
    grant_role,
    sweep_sign_ins,
)
from awards.people.queries import roles_of
from awards.people.sessions import Device
from tests.factories import PASSWORD
from tests.pages import form_token


@pytest.fixture
def wrong(db, clock, monkeypatch):
    """Sign in with a wrong password, without the hashing."""
    monkeypatch.setattr(operations, "verify_password", lambda *_: False)

    def attempt(email: str, address: str = "192.0.2.1") -> None:
        with pytest.raises((SignInRefused, TooManyAttempts)):
            operations.sign_in(
                db, email=email, password="x", device=Device(address), lang="ar", at=clock(), hours=12
            )

    return attempt


@pytest.fixture
def recorded(db):
    def of(*actions: str) -> list[AuditEvent]:
        with db.read() as session:
            return list(session.exec(select(AuditEvent).where(AuditEvent.action.in_(actions))))

    return of


@pytest.mark.parametrize("order", list(permutations(Role)))
def test_whoever_judges_never_sees_who_entered_in_whatever_order_roles_are_given(make, db, clock, order):
    person = make.person()
    with db.write() as session:
        for role in order:
            try:
                grant_role(session, person.id, role, by=None, at=clock())
            except RuleBroken:
                assert role is Role.JUDGE or role in OVERSEERS
        held = roles_of(session, person.id)
    assert Role.ENTRANT in held
    assert held - {Role.ENTRANT} in ({Role.JUDGE}, set(OVERSEERS))


def test_a_disabled_person_is_signed_out_and_stays_out_until_enabled(client, make, db, clock, recorded):
    person = make.person(Role.ENTRANT)

    def sign_in():
        data = {"_csrf_token": form_token(client, "/sign-in"), "email": person.email, "password": PASSWORD}
        return client.post("/sign-in", data=data, follow_redirects=False).status_code

    assert sign_in() == 303
    assert client.get("/entries").status_code == 200
    by = make.person(Role.ORGANISER).id
    for change in (disable_person, disable_person):
        with db.write() as session:
            change(session, person.id, by=by, at=clock())
    assert client.get("/entries", follow_redirects=False).status_code == 303
    assert sign_in() == 422
    with db.write() as session:
        enable_person(session, person.id, by=by, at=clock())
    assert client.get("/entries", follow_redirects=False).status_code == 303
    assert sign_in() == 303
    assert [event.action for event in recorded("person.disabled", "person.enabled")] == [
        "person.disabled",
        "person.enabled",
    ]


@pytest.mark.parametrize("role", [Role.JUDGE, *OVERSEERS])
def test_only_the_operator_disables_a_judge_or_another_organiser(make, db, clock, role):
    person, by = make.person(role, Role.ENTRANT), make.person(Role.ORGANISER).id
    with pytest.raises(RuleBroken, match="operator"), db.write() as session:
        disable_person(session, person.id, by=by, at=clock())
    with db.write() as session:
        disable_person(session, person.id, by=None, at=clock())


def test_a_switched_role_is_on_record(client, make, sign_in, recorded):
    person = make.person(Role.JUDGE, Role.ENTRANT)
    sign_in(client, person, Role.JUDGE)
    client.post("/role", data={"_csrf_token": form_token(client, "/password"), "role": "entrant"})
    (event,) = recorded("role.switched")
    assert (event.actor_id, event.subject_id, event.detail) == (
        person.id,
        str(person.id),
        {"role": "entrant"},
    )


def test_wrong_passwords_are_on_record_once_when_the_lockout_begins(make, wrong, recorded, clock):
    person = make.person(Role.JUDGE)
    for _ in range(ATTEMPTS_PER_ACCOUNT - 1):
        wrong(person.email)
    assert not recorded("account.locked")
    for _ in range(20):
        wrong(person.email)
    (event,) = recorded("account.locked")
    assert event.subject_id == str(person.id)
    assert event.detail["address"] == "192.0.2.1"
    assert person.email not in str(event.detail)


def test_an_unknown_address_is_on_record_by_its_fingerprint_alone(wrong, recorded):
    for _ in range(ATTEMPTS_PER_ACCOUNT):
        wrong("nobody@example.org")
    (event,) = recorded("account.locked")
    assert event.subject_id == event.detail["email"]
    assert "nobody" not in f"{event.subject_id}{event.detail}"


def test_whoever_goes_on_guessing_for_hours_cannot_fill_the_log(wrong, recorded, clock):
    """Attempts as fast as the lockout forgets them: still one event in a quarter of an hour, and one a host."""
    hours = 3
    for minute in range(hours * 60):
        wrong("nobody@example.org")
        wrong(f"nobody{minute}@example.org")
        clock.forward(minutes=1)
    assert len(recorded("account.locked")) <= hours * 4
    assert not recorded("address.locked")


def test_a_host_that_tries_many_accounts_is_on_record(wrong, recorded):
    for n in range(ATTEMPTS_PER_ADDRESS + 10):
        wrong(f"nobody{n}@example.org", "192.0.2.7")
    (event,) = recorded("address.locked")
    assert event.subject_id == "192.0.2.7"


def test_old_sign_ins_are_forgotten_and_new_ones_kept(client, make, sign_in, wrong, db, clock, recorded):
    person = make.person(Role.JUDGE)
    wrong("old@example.org")
    sign_in(client, person)
    clock.forward(days=SIGN_INS_KEPT.days - 1)
    wrong("new@example.org")
    sign_in(client, person)
    clock.forward(days=2)
    for _ in range(2):
        with db.write() as session:
            sweep_sign_ins(session, at=clock())
    with db.read() as session:
        assert session.exec(select(FailedSignIn.email)).all() == ["new@example.org"]
        assert session.exec(select(sa.func.count()).select_from(SignInSession)).one() == 1
    (event,) = recorded("sign_ins.swept")
    assert event.detail == {"failed": 1, "sessions": 1, "resets": 0}


def test_links_for_a_new_password_are_forgotten_as_long_after_they_expired(db, make, clock, recorded):
    person = make.person(Role.JUDGE)

    def ask() -> None:
        with db.write() as session:
            password_resets.ask(session, person.email, address="192.0.2.7", at=clock())

    ask()
    clock.forward(days=SIGN_INS_KEPT.days)
    ask()
    with db.write() as session:
        sweep_sign_ins(session, at=clock())
    assert not recorded("sign_ins.swept")
    clock.forward(minutes=31)
    with db.write() as session:
        sweep_sign_ins(session, at=clock())
    with db.read() as session:
        (kept,) = session.exec(select(PasswordReset))
    assert kept.asked_at > clock() - timedelta(hours=1)
    (event,) = recorded("sign_ins.swept")
    assert event.detail == {"failed": 0, "sessions": 0, "resets": 1}
