"""What is done with persons: add one, grant a role, sign in."""

import hashlib
import uuid
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from http import HTTPStatus

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound, Refusal, RuleBroken
from awards.kit.i18n import Lang, Message, as_lang, msg, nmsg
from awards.kit.mail.outbox import queue_mail
from awards.kit.passwords import MIN_LENGTH, hash_password, verify_password
from awards.people import sessions
from awards.people.letters import RESET_NOTICE
from awards.people.models import (
    OVERSEERS,
    FailedSignIn,
    PasswordReset,
    Person,
    Role,
    RoleGrant,
    SignInSession,
)
from awards.people.queries import person_with_address, roles_of
from awards.people.sessions import Device

ATTEMPTS_PER_ACCOUNT = 5
ATTEMPTS_PER_ADDRESS = 50
LOCKOUT = timedelta(minutes=15)
SIGN_INS_KEPT = timedelta(days=90)


class SignInRefused(Refusal):
    """Wrong address, wrong password, disabled: the answer is the same, so that nobody learns who is here."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY


class TooManyAttempts(Refusal):
    """For this address or from this network, for now; the right password is refused too."""

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


def correct_name(
    session: Session, person: Person, *, name_ar: str, name_en: str, by: uuid.UUID, at: datetime
) -> None:
    """Write the name anew of somebody who cannot sign in yet; who can keeps the name that they gave themselves."""
    if person.password_hash is not None:
        raise RuleBroken(msg("This person has an account, and keeps the name that they gave themselves."))
    person.name_ar, person.name_en = name_ar, name_en
    session.add(person)
    session.flush()
    audit.record(session, "person.renamed", person.id, by=by, at=at)


def why_not_together(roles: Collection[Role]) -> Message | None:
    """Why one person cannot hold these roles; None if they can."""
    if Role.JUDGE in roles and {*roles} & {*OVERSEERS}:
        return msg("An organiser or auditor sees who entered, and so cannot judge.")
    return None


def grant_role(
    session: Session, person_id: uuid.UUID, role: Role, *, by: uuid.UUID | None, at: datetime
) -> None:
    """Give a role; giving it twice changes nothing.

    Raises RuleBroken for a judge who would see who entered, or somebody who sees it and would judge.
    """
    held = roles_of(session, person_id)
    if role in held:
        return
    if why := why_not_together({role, *held}):
        raise RuleBroken(why)
    session.add(RoleGrant(person_id=person_id, role=role, granted_at=at, granted_by_id=by))
    session.flush()
    audit.record(session, "role.granted", person_id, by=by, at=at, detail={"role": role.value})


def new_password_hash(password: str) -> str:
    """Check and hash a new password, outside any transaction."""
    if len(password) < MIN_LENGTH:
        raise RuleBroken(msg("A password has at least %(n)s characters.", n=MIN_LENGTH))
    return hash_password(password)


def chosen_password_hash(new: str, repeated: str) -> str:
    """Check and hash a password that somebody typed twice, outside any transaction. Raises Invalid."""
    if new != repeated:
        raise Invalid({"repeated_password": msg("The two new passwords differ.")})
    try:
        return new_password_hash(new)
    except RuleBroken as broken:
        raise Invalid({"new_password": broken.message}) from broken


def sign_in(
    db: Database,
    *,
    email: str,
    password: str,
    device: Device,
    lang: Lang,
    at: datetime,
    hours: int,
    waiting: Callable[[Session, str], str | None] = lambda _, __: None,
) -> tuple[str, Role]:
    """Check a password and begin a session: the token and the role it acts in.

    The hash is computed outside any transaction. Whoever does not exist costs the same time as whoever does.
    `waiting` finds the password of a registration with that address that nobody has decided on.

    Raises:
        SignInRefused: address or password is wrong; with the right password of a registration that waits, it says so.
        TooManyAttempts: the account or the address is locked, for fifteen minutes at most.
    """
    email = email.strip().lower()
    with db.read() as session:
        refuse_flood(session, email, device.address, at)
        found = session.exec(
            select(Person.id, Person.password_hash).where(
                Person.email == email, col(Person.disabled_at).is_(None)
            )
        ).first()
        hashed = found[1] if found else waiting(session, email)
    right = verify_password(password, hashed)
    if right and not found:
        raise SignInRefused(
            msg(
                "Your registration waits for the decision of whoever is responsible for the agency. We write to you then; until then you cannot sign in."
            )
        )
    with db.write() as session:
        if found and right and (roles := roles_of(session, found[0])):
            role = _role_to_act_in(session, found[0], roles)
            token = sessions.begin(session, found[0], role, at=at, hours=hours, device=device)
            session.get_one(Person, found[0]).lang = lang
            audit.record(session, "person.signed_in", found[0], by=found[0], at=at)
            return token, role
        count_failure(session, email, device.address, at, found[0] if found else None)
    raise SignInRefused(msg("The address or the password is not right."))


def _role_to_act_in(session: Session, person_id: uuid.UUID, held: frozenset[Role]) -> Role:
    """The role in which they acted last, if they hold it still."""
    last = session.exec(
        select(SignInSession.role)
        .where(SignInSession.person_id == person_id)
        .order_by(col(SignInSession.started_at).desc())
        .limit(1)
    ).first()
    return Role(last) if last in held else min(held, key=list(Role).index)


def count_failure(
    session: Session, email: str, address: str, at: datetime, person_id: uuid.UUID | None
) -> None:
    """Where this failure begins a lockout, that is on record.

    Single failures are not, and a lockout again within its own time is not either: whoever guesses passwords
    could otherwise fill the audit log.
    """
    session.add(FailedSignIn(email=email[:320], address=address, at=at))
    session.flush()
    digest = hashlib.sha256(email.encode()).hexdigest()
    locked = [_is_full(session, failed, most, at) for failed, most in _limits(email, address)]
    subject = person_id or digest
    if locked[0] and not _on_record(session, "account.locked", subject, at):
        detail = {"email": digest, "address": address}
        audit.record(session, "account.locked", subject, by=None, at=at, detail=detail)
    if locked[1] and not _on_record(session, "address.locked", address, at):
        audit.record(session, "address.locked", address, by=None, at=at)


def _limits(email: str, address: str) -> tuple[tuple[sa.ColumnElement[bool], int], ...]:
    return (
        (col(FailedSignIn.email) == email[:320], ATTEMPTS_PER_ACCOUNT),
        (col(FailedSignIn.address) == address, ATTEMPTS_PER_ADDRESS),
    )


def _is_full(session: Session, failed: sa.ColumnElement[bool], most: int, at: datetime) -> bool:
    recent = select(sa.func.count()).where(failed, col(FailedSignIn.at) > at - LOCKOUT)
    return session.exec(recent).one() >= most


def _on_record(session: Session, action: str, subject: uuid.UUID | str, at: datetime) -> bool:
    lately = select(audit.AuditEvent.sequence).where(
        audit.AuditEvent.subject_id == str(subject),
        audit.AuditEvent.action == action,
        audit.AuditEvent.at > at - LOCKOUT,
    )
    return session.exec(lately).first() is not None


def refuse_flood(session: Session, email: str, address: str, at: datetime) -> None:
    """Raises TooManyAttempts, with the minutes until the oldest attempt that counts is forgotten."""
    for failed, most in _limits(email, address):
        latest = session.exec(
            select(FailedSignIn.at)
            .where(failed, col(FailedSignIn.at) > at - LOCKOUT)
            .order_by(col(FailedSignIn.at).desc())
            .limit(most)
        ).all()
        if len(latest) >= most:
            minutes = -(-(latest[-1] + LOCKOUT - at) // timedelta(minutes=1))
            raise TooManyAttempts(
                nmsg(
                    "Too many wrong attempts. Wait %(n)s minute, then try again.",
                    "Too many wrong attempts. Wait %(n)s minutes, then try again.",
                    max(1, minutes),
                )
            )


def change_password(
    db: Database,
    digest: str,
    *,
    old: str,
    new: str,
    address: str,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Give oneself another password; every other browser is signed out. `digest` is this browser's session.

    Raises:
        Invalid: the old password is wrong, or the new one is too short or the same.
        TooManyAttempts: as at signing in; a browser left open is no way to guess a password.
    """
    with db.read() as session:
        person = session.get_one(Person, by)
        refuse_flood(session, person.email, address, at)
    if not verify_password(old, person.password_hash):
        with db.write() as session:
            count_failure(session, person.email, address, at, by)
        raise Invalid({"old_password": msg("This is not your present password.")})
    if new == old:
        raise Invalid({"new_password": msg("The new password must differ from the present one.")})
    try:
        hashed = new_password_hash(new)
    except RuleBroken as broken:
        raise Invalid({"new_password": broken.message}) from broken
    with db.write() as session:
        session.get_one(Person, by).password_hash = hashed
        sessions.end_others(session, by, digest, at=at)
        audit.record(session, "person.password_changed", by, by=by, at=at)
        tell_password_changed(session, person, at=at)


def person_to_change(session: Session, email: str) -> Person:
    """Raises RuleBroken if nobody has this address."""
    person = person_with_address(session, email)
    if person is None:
        raise RuleBroken(msg("There is nobody with the address %(email)s.", email=email.strip().lower()))
    return person


def replace_password(session: Session, person: Person, password_hash: str, *, at: datetime) -> None:
    """Another password: it ends all sessions and lifts a lockout."""
    person.password_hash = password_hash
    session.add(person)
    sessions.end_others(session, person.id, "", at=at)
    for attempt in session.exec(select(FailedSignIn).where(FailedSignIn.email == person.email)):
        session.delete(attempt)


def tell_password_changed(session: Session, person: Person, *, at: datetime) -> None:
    """Write to the person, so that a change they did not make does not go unseen."""
    queue_mail(
        session,
        RESET_NOTICE,
        {"at": at.isoformat()},
        to=person.email,
        about=person.id,
        person=person.id,
        lang=as_lang(person.lang),
        at=at,
    )


def set_password(session: Session, email: str, password_hash: str, *, at: datetime) -> None:
    """By the operator, for somebody who has forgotten theirs: it ends all their sessions and lifts a lockout."""
    person = person_to_change(session, email)
    replace_password(session, person, password_hash, at=at)
    audit.record(session, "person.password_set", person.id, by=None, at=at)


def sign_out(db: Database, digest: str, *, by: uuid.UUID, at: datetime) -> None:
    with db.write() as session:
        sessions.end(session, digest, at=at)
        audit.record(session, "person.signed_out", by, by=by, at=at)


def end_other_sessions(db: Database, digest: str, *, by: uuid.UUID, at: datetime) -> None:
    """Sign a person out everywhere but in the browser with this session."""
    with db.write() as session:
        sessions.end_others(session, by, digest, at=at)
        audit.record(session, "person.signed_out_elsewhere", by, by=by, at=at)


def end_session(db: Database, digest: str, *, by: uuid.UUID, at: datetime) -> None:
    """Sign a person out in one other browser. Raises NotFound for a session that is not theirs."""
    with db.write() as session:
        if digest not in {found.token_digest for found in sessions.open_sessions(session, by, at)}:
            raise NotFound
        sessions.end(session, digest, at=at)
        audit.record(session, "person.signed_out_elsewhere", by, by=by, at=at)


def switch_role(
    db: Database, digest: str, role: Role, held: frozenset[Role], *, by: uuid.UUID, at: datetime
) -> None:
    """Act in another role that the person holds."""
    if role not in held:
        raise RuleBroken(msg("You do not hold this role."))
    with db.write() as session:
        sessions.act_as(session, digest, role)
        audit.record(session, "role.switched", by, by=by, at=at, detail={"role": role.value})


def act_for(db: Database, digest: str, agency_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Act for this one of the agencies for which the person enters; the caller knows that they do."""
    with db.write() as session:
        sessions.act_for(session, digest, agency_id)
        audit.record(session, "agency.switched", by, by=by, at=at, detail={"agency": str(agency_id)})


def disable_person(session: Session, person_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime) -> None:
    """They can no longer sign in, and are signed out; what they did stays.

    Raises RuleBroken for anybody but an entrant, unless the operator does it (`by` is None): no organiser takes
    away the second one.
    """
    person = _person(session, person_id)
    if by is not None and roles_of(session, person_id) - {Role.ENTRANT}:
        raise RuleBroken(
            msg("Only the operator disables the account of a judge, an organiser or an auditor.")
        )
    if person.disabled_at is None:
        person.disabled_at = at
        sessions.end_others(session, person_id, "", at=at)
        audit.record(session, "person.disabled", person_id, by=by, at=at)


def enable_person(session: Session, person_id: uuid.UUID, *, by: uuid.UUID | None, at: datetime) -> None:
    """Let a disabled person sign in again; of one who is not disabled, nothing changes. Raises NotFound."""
    person = _person(session, person_id)
    if person.disabled_at is not None:
        person.disabled_at = None
        session.flush()
        audit.record(session, "person.enabled", person_id, by=by, at=at)


def _person(session: Session, person_id: uuid.UUID) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound
    return person


def sweep_sign_ins(session: Session, *, at: datetime) -> None:
    """Forget failed sign-ins, ended sessions and expired links for a new password, of long ago."""
    before = at - SIGN_INS_KEPT
    connection = session.connection()
    failed = connection.execute(sa.delete(FailedSignIn).where(col(FailedSignIn.at) < before)).rowcount
    ended = connection.execute(
        sa.delete(SignInSession).where(col(SignInSession.expires_at) < before)
    ).rowcount
    links = connection.execute(
        sa.delete(PasswordReset).where(col(PasswordReset.expires_at) < before)
    ).rowcount
    if failed or ended or links:
        detail = {"failed": failed, "sessions": ended, "resets": links}
        audit.record(session, "sign_ins.swept", "sign_ins", by=None, at=at, detail=detail)
