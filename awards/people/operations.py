"""What is done with persons: add one, grant a role, sign in."""

import uuid
from datetime import datetime, timedelta
from http import HTTPStatus

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import Refusal, RuleBroken
from awards.kit.i18n import msg
from awards.kit.passwords import MIN_LENGTH, hash_password, verify_password
from awards.people import sessions
from awards.people.models import FailedSignIn, Person, Role, RoleGrant

ATTEMPTS_PER_ACCOUNT = 5
ATTEMPTS_PER_ADDRESS = 50
LOCKOUT = timedelta(minutes=15)


class SignInRefused(Refusal):
    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooManyAttempts(Refusal):
    status = HTTPStatus.TOO_MANY_REQUESTS


def add_person(
    session: Session,
    *,
    email: str,
    name_ar: str,
    name_en: str,
    password_hash: str | None,
    roles: tuple[Role, ...],
    by: uuid.UUID | None,
    at: datetime,
) -> Person:
    """A new person with roles. Raises RuleBroken if the address is taken."""
    email = email.strip().lower()
    if session.exec(select(Person.id).where(Person.email == email)).first():
        raise RuleBroken(msg("There is already a person with the address %(email)s.", email=email))
    person = Person(email=email, name_ar=name_ar, name_en=name_en, password_hash=password_hash, created_at=at)
    session.add(person)
    session.flush()
    audit.record(session, "person.added", person.id, by=by, at=at)
    for role in roles:
        grant_role(session, person.id, role, by=by, at=at)
    return person


def grant_role(
    session: Session, person_id: uuid.UUID, role: Role, *, by: uuid.UUID | None, at: datetime
) -> None:
    """Give a role; giving it twice changes nothing."""
    held = select(RoleGrant.id).where(RoleGrant.person_id == person_id, RoleGrant.role == role)
    if session.exec(held).first():
        return
    session.add(RoleGrant(person_id=person_id, role=role, granted_at=at, granted_by_id=by))
    session.flush()
    audit.record(session, "role.granted", person_id, by=by, at=at, detail={"role": role.value})


def new_password_hash(password: str) -> str:
    """Check and hash a new password, outside any transaction."""
    if len(password) < MIN_LENGTH:
        raise RuleBroken(msg("A password has at least %(n)s characters.", n=MIN_LENGTH))
    return hash_password(password)


def sign_in(
    db: Database, *, email: str, password: str, address: str, at: datetime, hours: int
) -> tuple[str, Role]:
    """Check a password and begin a session: the token and the role it acts in.

    The hash is computed outside any transaction. Whoever does not exist costs the same time as whoever does.

    Raises:
        SignInRefused: address or password is wrong.
        TooManyAttempts: the account or the address is locked for fifteen minutes.
    """
    email = email.strip().lower()
    with db.read() as session:
        _refuse_flood(session, email, address, at)
        found = session.exec(
            select(Person.id, Person.password_hash).where(
                Person.email == email, col(Person.disabled_at).is_(None)
            )
        ).first()
    right = verify_password(password, found[1] if found else None)
    with db.write() as session:
        if found and right:
            grants = select(RoleGrant.role).where(RoleGrant.person_id == found[0])
            roles = [Role(role) for role in session.exec(grants).all()]
            if roles:
                role = min(roles, key=list(Role).index)
                token = sessions.begin(session, found[0], role, at=at, hours=hours)
                audit.record(session, "person.signed_in", found[0], by=found[0], at=at)
                return token, role
        session.add(FailedSignIn(email=email[:320], address=address, at=at))
    raise SignInRefused(msg("The address or the password is not right."))


def _refuse_flood(session: Session, email: str, address: str, at: datetime) -> None:
    recent = col(FailedSignIn.at) > at - LOCKOUT
    by_account, by_address = session.exec(
        select(
            sa.func.count().filter(col(FailedSignIn.email) == email),
            sa.func.count().filter(col(FailedSignIn.address) == address),
        ).where(recent, sa.or_(col(FailedSignIn.email) == email, col(FailedSignIn.address) == address))
    ).one()
    if by_account >= ATTEMPTS_PER_ACCOUNT or by_address >= ATTEMPTS_PER_ADDRESS:
        raise TooManyAttempts(
            msg(
                "Too many attempts. Wait %(n)s minutes, then try again.", n=int(LOCKOUT.total_seconds() // 60)
            )
        )


def sign_out(db: Database, digest: str, *, by: uuid.UUID, at: datetime) -> None:
    with db.write() as session:
        sessions.end(session, digest, at=at)
        audit.record(session, "person.signed_out", by, by=by, at=at)


def switch_role(db: Database, digest: str, role: Role, held: frozenset[Role]) -> None:
    """Act in another role that the person holds."""
    if role not in held:
        raise RuleBroken(msg("You do not hold this role."))
    with db.write() as session:
        sessions.act_as(session, digest, role)
