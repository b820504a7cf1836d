"""The sender: takes one mail after the other from the outbox, and writes down how each ended."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from awards.kit.clock import Clock
from awards.kit.db import Database
from awards.kit.i18n import Bilingual, as_lang
from awards.kit.links import Links
from awards.kit.logs import log
from awards.kit.mail.letters import compose, kind_named
from awards.kit.mail.outbox import Mail, MailAttempt, MailState, next_try
from awards.kit.mail.transports import NotNow, Refused, Transport, Unclear
from awards.settings import Settings

LOST_AFTER = timedelta(minutes=10)
"""Longer than a mail server can keep a sender waiting: whoever has not ended by then is dead."""


@dataclass
class Sender:
    """Hands over what is due. Several may run at once: each mail is taken by one."""

    db: Database
    settings: Settings
    clock: Clock
    transport: Transport
    award: Callable[[], Bilingual]
    """What the award is called, at the foot of each letter."""

    def send_waiting(self, stopping: Callable[[], bool] = lambda: False) -> int:
        """Send all that is due, the longest waiting first; how many were tried."""
        tried = 0
        self._give_up_the_lost()
        while not stopping() and (taken := self._take()) is not None:
            self._end(*taken, *self._hand_over(taken[0]))
            tried += 1
        if tried:
            self.transport.close()
        return tried

    def _take(self) -> tuple[Mail, uuid.UUID] | None:
        """Mark the next one as being sent, on disk, before anything is said to the mail server."""
        now = self.clock()
        with self.db.read() as session:  # no lock is taken to find that there is nothing to do
            if session.exec(_due(now)).first() is None:
                return None
        with self.db.write() as session:
            mail = session.exec(_due(now)).first()
            if mail is None:
                return None
            mail.state, mail.tries = MailState.SENDING, mail.tries + 1
            attempt = MailAttempt(mail_id=mail.id, number=mail.tries, began_at=now)
            session.add_all((mail, attempt))
            return mail, attempt.id

    def _hand_over(self, mail: Mail) -> tuple[MailState, str]:
        kind = kind_named(mail.kind)
        if kind is None:
            return (
                MailState.FAILED,
                f"this version of the product does not know letters of the kind {mail.kind}",
            )
        links = Links(self.settings.base_url, self.settings.secret)
        try:
            message = compose(
                kind.write(mail.params, links),
                first=as_lang(mail.lang),
                sender=self.settings.mail_from,
                to=mail.address,
                award=self.award(),
                message_id=f"<{mail.id}@{self.settings.mail_domain}>",
                at=mail.queued_at,
            )
            return MailState.SENT, self.transport.send(str(mail.id), mail.address, message)
        except NotNow as error:
            return MailState.WAITING, str(error)
        except Unclear as error:
            return MailState.UNCERTAIN, str(error)
        except Refused as error:
            return MailState.FAILED, str(error)
        except Exception as error:  # noqa: BLE001 - one letter that cannot be written must not keep back the others
            log.exception("mail not written", mail=str(mail.id), kind=mail.kind, exc_info=error)
            return MailState.FAILED, f"{type(error).__name__}: it is in the server's log"

    def _end(self, mail: Mail, attempt_id: uuid.UUID, state: MailState, answer: str) -> None:
        now = self.clock()
        due = next_try(mail.tries, mail.queued_at, now) if state is MailState.WAITING else None
        if state is MailState.WAITING and due is None:
            state = MailState.FAILED
        with self.db.write() as session:
            current = session.get_one(Mail, mail.id)
            current.state = state
            current.due_at = due or current.due_at
            current.ended_at = None if state is MailState.WAITING else now
            attempt = session.get_one(MailAttempt, attempt_id)
            attempt.ended_at, attempt.answer = now, answer
            session.add_all((current, attempt))
        # What was sent stands in the outbox; in the log a demo's hundreds would hide what needs a look.
        say = log.debug if state is MailState.SENT else log.warning
        say("mail", mail=str(mail.id), kind=mail.kind, state=state.value, tries=mail.tries)

    def _give_up_the_lost(self) -> None:
        """Mails whose sender has died are uncertain: perhaps they arrived."""
        now = self.clock()
        with self.db.read() as session:
            if session.exec(_lost(now)).first() is None:
                return
        with self.db.write() as session:
            for mail in session.exec(_lost(now)).all():
                mail.state, mail.ended_at = MailState.UNCERTAIN, now
                session.add(mail)


def _due(at: datetime) -> SelectOfScalar[Mail]:
    waiting = select(Mail).where(Mail.state == MailState.WAITING, col(Mail.due_at) <= at)
    return waiting.order_by(col(Mail.due_at), col(Mail.queued_at)).limit(1)


def _lost(at: datetime) -> SelectOfScalar[Mail]:
    began = select(MailAttempt.mail_id).where(
        col(MailAttempt.ended_at).is_(None), col(MailAttempt.began_at) < at - LOST_AFTER
    )
    return select(Mail).where(Mail.state == MailState.SENDING, col(Mail.id).in_(began))


def states_of(session: Session) -> dict[MailState, int]:
    """How many mails are in each state."""
    counted = session.exec(select(Mail.state, sa.func.count()).group_by(col(Mail.state)))
    return {MailState(state): n for state, n in counted}
