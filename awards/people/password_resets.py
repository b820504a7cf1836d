"""A forgotten password: a link by mail, and a new password by the link."""

import uuid
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import NotFound
from awards.kit.i18n import as_lang, msg
from awards.kit.links import is_token
from awards.kit.mail.outbox import queue_mail
from awards.people.letters import RESET_LINK
from awards.people.models import PasswordReset, Person
from awards.people.operations import (
    TooManyAttempts,
    chosen_password_hash,
    replace_password,
    tell_password_changed,
)
from awards.people.queries import person_with_address

WORKS_FOR = timedelta(minutes=30)
LINKS_PER_HOUR = 3
"""To one account: more would flood somebody's mailbox."""
ASKED_PER_HOUR = 20
"""From one network address."""


def ask(session: Session, email: str, *, address: str, at: datetime) -> None:
    """Send a link to whoever has this address; the answer is the same where nobody has it.

    Raises TooManyAttempts for a network address that asks too often.
    """
    lately = col(PasswordReset.asked_at) > at - timedelta(hours=1)
    if _count(session, lately, PasswordReset.address == address) >= ASKED_PER_HOUR:
        raise TooManyAttempts(msg("Too many requests from your network. Try again in an hour."))
    person = person_with_address(session, email)
    if person and (person.disabled_at is not None or person.password_hash is None):
        person = None  # whoever has no password yet is invited, and the invitation gives one
    reset = PasswordReset(
        person_id=person.id if person else None, address=address, asked_at=at, expires_at=at + WORKS_FOR
    )
    session.add(reset)
    session.flush()
    if person is None or _count(session, lately, PasswordReset.person_id == person.id) > LINKS_PER_HOUR:
        return
    audit.record(session, "person.password_link_asked", person.id, by=None, at=at)
    queue_mail(
        session,
        RESET_LINK,
        {"id": str(reset.id), "expires_at": reset.expires_at.isoformat()},
        to=person.email,
        about=person.id,
        person=person.id,
        lang=as_lang(person.lang),
        at=at,
    )


def _count(session: Session, *wanted: sa.ColumnElement[bool] | bool) -> int:
    return session.scalar(select(sa.func.count()).select_from(PasswordReset).where(*wanted)) or 0


def works(session: Session, reset_id: uuid.UUID, token: str, secret: str, *, at: datetime) -> PasswordReset:
    """The request behind a link. Raises NotFound unless the link is right, in time and not used."""
    reset = session.get(PasswordReset, reset_id)
    if reset is None or not is_token(token, secret, RESET_LINK, reset_id):
        raise NotFound
    if reset.person_id is None or reset.used_at is not None or reset.expires_at <= at:
        raise NotFound
    person = session.get_one(Person, reset.person_id)
    if person.disabled_at is not None:
        raise NotFound
    return reset


def use(
    db: Database, reset_id: uuid.UUID, token: str, secret: str, *, new: str, repeated: str, at: datetime
) -> None:
    """Give a new password by a link. All sessions end, a lockout is lifted, other links stop working.

    Raises:
        Invalid: the new password is too short, or the two differ.
        NotFound: the link does not work, or not any more.
    """
    with db.read() as session:
        works(session, reset_id, token, secret, at=at)
    hashed = chosen_password_hash(new, repeated)
    with db.write() as session:
        reset = works(session, reset_id, token, secret, at=at)
        person = session.get_one(Person, reset.person_id)
        replace_password(session, person, hashed, at=at)
        unused = select(PasswordReset).where(
            PasswordReset.person_id == person.id, col(PasswordReset.used_at).is_(None)
        )
        for other in session.exec(unused):
            other.used_at = at
        session.flush()
        audit.record(session, "person.password_reset", person.id, by=person.id, at=at)
        tell_password_changed(session, person, at=at)
