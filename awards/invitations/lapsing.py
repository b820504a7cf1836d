"""Telling whoever invited a judge that nobody accepted: a seat on a jury must not stay empty unnoticed."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from awards.invitations.letters import LAPSED
from awards.invitations.models import Invitation
from awards.kit.db import Database
from awards.kit.i18n import as_lang
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person, Role

NEWS_FOR = timedelta(days=7)
"""What lapsed before that is no news any more."""


def tell_of_lapsed(db: Database, *, at: datetime) -> int:
    """One letter for each invitation of a judge whose time has passed, once for each time it was sent; how many lapsed."""
    with db.read() as session:  # no lock is taken to find that there is nothing to do
        if not _lapsed(session, at):
            return 0
    with db.write() as session:
        found = _lapsed(session, at)
        for invitation, inviter in found:
            queue_mail(
                session,
                LAPSED,
                {"address": invitation.email, "expires_at": invitation.expires_at.isoformat()},
                to=inviter.email,
                about=invitation.id,
                person=inviter.id,
                lang=as_lang(inviter.lang),
                once=f"{LAPSED} {invitation.id} {invitation.expires_at.isoformat()}",
                at=at,
            )
        return len(found)


def _lapsed(session: Session, at: datetime) -> list[tuple[Invitation, Person]]:
    found = (
        select(Invitation, Person)
        .join(Person, col(Person.id) == col(Invitation.invited_by_id))
        .where(
            Invitation.role == Role.JUDGE,
            col(Invitation.expires_at) <= at,
            col(Invitation.expires_at) > at - NEWS_FOR,
            col(Invitation.accepted_at).is_(None),
            col(Invitation.withdrawn_at).is_(None),
            col(Person.disabled_at).is_(None),
        )
        .order_by(col(Invitation.expires_at), col(Invitation.id))
    )
    return list(session.exec(found).all())
