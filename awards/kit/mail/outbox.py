"""The outbox: every mail that was ever to go out, and each attempt to send it.

A mail is one letter to one recipient. Before it is handed over, that it is being sent is on disk; so a sender that dies in
between leaves a mail of which nobody knows whether it arrived. Such a mail is called uncertain, and is never sent again by
itself: no mail is sent twice unless a person decides it.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from awards.kit import audit
from awards.kit.db import enum_field, id_field, ref, text_field, time_field
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Lang, msg
from awards.kit.mail.letters import kind_named


class MailState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    """The mail server has taken it."""
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    """The sender ended while it was handing it over."""
    STOPPED = "stopped"


ENDED = (MailState.SENT, MailState.FAILED, MailState.UNCERTAIN, MailState.STOPPED)


class Mail(SQLModel, table=True):
    __table_args__ = (sa.Index("ix_mail_state_due_at", "state", "due_at"),)

    id: uuid.UUID = id_field()
    kind: str = Field(index=True)
    """Names the function that writes the letter: `invitations.invited`."""
    params: dict[str, Any] = Field(sa_type=sa.JSON)
    address: str = Field(index=True)
    person_id: uuid.UUID | None = Field(default=None, index=True)
    """Whose address it is, if they have an account. Opaque here: persons are a layer above."""
    lang: str = "ar"
    """The language that stands first."""
    about: str = Field(index=True)
    """What the mail is about, e.g. an entry's id; opaque here."""
    once: str | None = Field(default=None, unique=True)
    """A name that only one mail may have, so that who asks twice for it gets one."""
    state: MailState = enum_field(MailState, default=MailState.WAITING)
    queued_at: datetime = time_field()
    queued_by_id: uuid.UUID | None = Field(default=None)
    due_at: datetime = time_field()
    """Not before; later and later while the mail server does not take it."""
    tries: int = 0
    ended_at: datetime | None = time_field(nullable=True)
    again_of_id: uuid.UUID | None = ref("mail.id", nullable=True)
    """The mail that a person sent again with this one."""


class MailAttempt(SQLModel, table=True):
    """One attempt to hand a mail over: written before it begins, ended by what the mail server said."""

    __tablename__ = "mail_attempt"
    __table_args__ = (sa.UniqueConstraint("mail_id", "number"),)

    id: uuid.UUID = id_field()
    mail_id: uuid.UUID = ref("mail.id", index=False)
    number: int
    began_at: datetime = time_field()
    ended_at: datetime | None = time_field(nullable=True)
    answer: str = text_field()
    """What the mail server said, or why it was not reached."""


def queue_mail(
    session: Session,
    kind: str,
    params: Mapping[str, Any],
    *,
    to: str,
    about: uuid.UUID | str,
    at: datetime,
    person: uuid.UUID | None = None,
    lang: Lang = "ar",
    by: uuid.UUID | None = None,
    once: str | None = None,
) -> uuid.UUID:
    """Put a letter into the outbox, in the caller's transaction: it goes out if, and only if, that is committed.

    With `once`, a mail of that name that is there already is the one. Returns the mail's id.
    """
    if kind_named(kind) is None:
        raise LookupError(f"no kind of letter is called {kind!r}")
    if once is not None and (there := session.exec(select(Mail.id).where(Mail.once == once)).first()):
        return there
    mail = Mail(
        kind=kind,
        params=dict(params),
        address=to,
        person_id=person,
        lang=lang,
        about=str(about),
        once=once,
        queued_at=at,
        queued_by_id=by,
        due_at=at,
    )
    session.add(mail)
    session.flush()
    return mail.id


def stop_mail(session: Session, mail_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """Take back a mail that has not gone out. Raises RuleBroken once it has, or is about to."""
    mail = _mail(session, mail_id)
    if mail.state is not MailState.WAITING:
        raise RuleBroken(msg("This mail no longer waits to be sent."))
    mail.state, mail.ended_at = MailState.STOPPED, at
    session.add(mail)
    audit.record(session, "mail.stopped", mail.id, by=by, at=at)


def send_again(session: Session, mail_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """Another mail with the same letter to the same address, on a person's word; the first one stays as it is.

    Raises RuleBroken for one that still waits, was sent again already, or whose links work for minutes only.
    """
    mail = _mail(session, mail_id)
    kind = kind_named(mail.kind)
    if mail.state not in ENDED:
        raise RuleBroken(msg("This mail is still waiting to be sent."))
    if kind is None or not kind.may_be_resent:
        raise RuleBroken(
            msg("The link in this mail works for a short time only: its recipient asks for a new one.")
        )
    if session.exec(select(Mail.id).where(Mail.again_of_id == mail.id)).first():
        raise RuleBroken(msg("This mail has been sent again already."))
    again = queue_mail(
        session,
        mail.kind,
        mail.params,
        to=mail.address,
        about=mail.about,
        person=mail.person_id,
        lang="en" if mail.lang == "en" else "ar",
        by=by,
        at=at,
    )
    session.get_one(Mail, again).again_of_id = mail.id
    audit.record(session, "mail.sent_again", mail.id, by=by, at=at, detail={"mail": str(again)})
    return again


def _mail(session: Session, mail_id: uuid.UUID) -> Mail:
    mail = session.get(Mail, mail_id)
    if mail is None:
        raise NotFound
    return mail


GIVES_UP_AFTER = timedelta(hours=24)
_PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1))


def next_try(tries: int, queued_at: datetime, at: datetime) -> datetime | None:
    """When to try again after `tries` attempts that came to nothing; None once a day has passed."""
    due = at + _PAUSES[min(tries, len(_PAUSES)) - 1]
    return due if due <= queued_at + GIVES_UP_AFTER else None


def attempts_of(session: Session, mail_id: uuid.UUID) -> list[MailAttempt]:
    mine = select(MailAttempt).where(MailAttempt.mail_id == mail_id)
    return list(session.exec(mine.order_by(col(MailAttempt.number))))
