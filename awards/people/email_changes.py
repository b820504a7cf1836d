"""Another e-mail address: both mailboxes confirm before it changes."""

import uuid
from datetime import datetime, timedelta
from typing import Literal

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound
from awards.kit.i18n import as_lang, msg
from awards.kit.links import is_token
from awards.kit.mail.outbox import queue_mail
from awards.kit.passwords import verify_password
from awards.people.letters import EMAIL_CHANGE_NEW, EMAIL_CHANGE_OLD, EMAIL_CHANGED, EMAIL_TAKEN
from awards.people.models import EmailChange, Person
from awards.people.operations import count_failure, refuse_flood
from awards.people.queries import person_with_address

WORKS_FOR = timedelta(hours=24)
Side = Literal["old", "new"]
"""The mailbox that confirms."""


def ask(
    db: Database, person_id: uuid.UUID, new_email: str, *, password: str, address: str, at: datetime
) -> None:
    """Write to both addresses; a wish that is open already is replaced by this one.

    Whether the new address has an account is told to that address alone, not to whoever asks.

    Raises:
        Invalid: the password is wrong, or the address is the present one.
        TooManyAttempts: as at signing in.
    """
    new_email = new_email.strip().lower()
    with db.read() as session:
        person = session.get_one(Person, person_id)
        refuse_flood(session, person.email, address, at)
    if not verify_password(password, person.password_hash):
        with db.write() as session:
            count_failure(session, person.email, address, at, person_id)
        raise Invalid({"password": msg("This is not your present password.")})
    if new_email == person.email:
        raise Invalid({"email": msg("This is your present e-mail address.")})
    with db.write() as session:
        for earlier in session.exec(_open(person_id)):
            earlier.ended_at = at
        change = EmailChange(
            person_id=person_id,
            old_email=person.email,
            new_email=new_email,
            asked_at=at,
            expires_at=at + WORKS_FOR,
        )
        session.add(change)
        session.flush()
        audit.record(session, "person.email_change_asked", person_id, by=person_id, at=at)
        lang, given = (
            as_lang(person.lang),
            {"id": str(change.id), "expires_at": change.expires_at.isoformat()},
        )
        if person_with_address(session, new_email) is not None:
            queue_mail(session, EMAIL_TAKEN, {}, to=new_email, about=person_id, lang=lang, at=at)
            return
        queue_mail(
            session,
            EMAIL_CHANGE_OLD,
            {**given, "new": new_email},
            to=person.email,
            about=person_id,
            person=person_id,
            lang=lang,
            at=at,
        )
        queue_mail(session, EMAIL_CHANGE_NEW, given, to=new_email, about=person_id, lang=lang, at=at)


def _open(person_id: uuid.UUID) -> SelectOfScalar[EmailChange]:
    return select(EmailChange).where(EmailChange.person_id == person_id, col(EmailChange.ended_at).is_(None))


def open_change(session: Session, person_id: uuid.UUID, at: datetime) -> EmailChange | None:
    """The wish that waits for a mailbox."""
    change = session.exec(_open(person_id)).first()
    return change if change is not None and change.expires_at > at else None


def works(
    session: Session, change_id: uuid.UUID, side: Side, token: str, secret: str, *, at: datetime
) -> EmailChange:
    """The wish behind a link. Raises NotFound unless the link is right, in time and of use."""
    change = session.get(EmailChange, change_id)
    if change is None or not is_token(token, secret, f"email-change-{side}", change_id):
        raise NotFound
    if change.ended_at is not None or change.expires_at <= at:
        raise NotFound
    return change


def confirm(
    session: Session, change_id: uuid.UUID, side: Side, token: str, secret: str, *, at: datetime
) -> bool:
    """One mailbox says yes; True once both have and the address is changed. Raises NotFound as `works` does."""
    change = works(session, change_id, side, token, secret, at=at)
    if side == "old":
        change.old_confirmed_at = change.old_confirmed_at or at
    else:
        change.new_confirmed_at = change.new_confirmed_at or at
    session.add(change)
    session.flush()
    if change.old_confirmed_at is None or change.new_confirmed_at is None:
        return False
    person = session.get_one(Person, change.person_id)
    change.ended_at = at
    if person_with_address(session, change.new_email) is not None:  # taken since it was asked for
        raise NotFound
    person.email = change.new_email
    session.add(person)
    session.flush()
    audit.record(session, "person.email_changed", person.id, by=person.id, at=at)
    for address in (change.old_email, change.new_email):
        queue_mail(
            session,
            EMAIL_CHANGED,
            {"new": change.new_email},
            to=address,
            about=person.id,
            person=person.id,
            lang=as_lang(person.lang),
            at=at,
        )
    return True


def take_back(session: Session, person_id: uuid.UUID, *, at: datetime) -> None:
    """The person keeps the address; links that were sent stop working."""
    for change in session.exec(_open(person_id)):
        change.ended_at = at
    session.flush()
    audit.record(session, "person.email_change_taken_back", person_id, by=person_id, at=at)
