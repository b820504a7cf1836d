"""What organisers ask about a submitted entry, and what its people answer."""

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.queries import cycle_by_id
from awards.entries import queries as entries
from awards.entries.addressees import write_to_people
from awards.entries.models import EntryState
from awards.entries.sheet import Head
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from awards.screening.letters import ANSWERED, ASKED
from awards.screening.models import Clarification
from awards.screening.operations import refuse_if_published, take_back_admission

_clarification = Clarification.__table__  # type: ignore[attr-defined]
_asker = Person.__table__.alias("asker")  # type: ignore[attr-defined]
_answerer = Person.__table__.alias("answerer")  # type: ignore[attr-defined]

_OF_ENTRY = (
    sa.select(
        _clarification.c.id,
        _clarification.c.question,
        _clarification.c.asked_at,
        _asker.c.name_ar.label("asked_by_ar"),
        _asker.c.name_en.label("asked_by_en"),
        _clarification.c.answer,
        _clarification.c.answered_at,
        _answerer.c.name_ar.label("answered_by_ar"),
        _answerer.c.name_en.label("answered_by_en"),
        _clarification.c.closed_at,
    )
    .join(_asker, _asker.c.id == _clarification.c.asked_by_id)
    .join(_answerer, _answerer.c.id == _clarification.c.answered_by_id, isouter=True)
    .where(_clarification.c.entry_id == sa.bindparam("entry"))
    .order_by(_clarification.c.asked_at, _clarification.c.id)
)


class Question(NamedTuple):
    """One question with its answer, empty until there is one."""

    id: uuid.UUID
    question: str
    asked_at: datetime
    asked_by_ar: str
    asked_by_en: str
    answer: str
    answered_at: datetime | None
    answered_by_ar: str | None
    answered_by_en: str | None
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.closed_at is None


def questions_of(session: Session, entry_id: uuid.UUID) -> Sequence[Question]:
    """What was asked about the entry, the oldest first."""
    return list(map(Question._make, session.connection().execute(_OF_ENTRY, {"entry": entry_id})))


def ask(session: Session, entry_id: uuid.UUID, question: str, *, by: uuid.UUID, at: datetime) -> uuid.UUID:
    """Ask the people of a submitted entry, by letter. It waits again, even if it was admitted.

    Raises RuleBroken for an entry that is not submitted, whose people have all gone, or once results are published.
    """
    head = entries.head_of(session, entry_id)
    refuse_if_published(session, cycle_by_id(session, head.cycle_id))
    if head.state is not EntryState.SUBMITTED:
        raise RuleBroken(msg("Only a submitted entry is asked about."))
    asked = Clarification(entry_id=entry_id, question=question, asked_at=at, asked_by_id=by)
    session.add(asked)
    session.flush()
    take_back_admission(session, entry_id)
    params = {"entry": str(entry_id), "title": _title(head), "question": question}
    told = write_to_people(session, ASKED, params, entry_id, by=by, at=at)
    if not told:
        raise RuleBroken(msg("Nobody can be written to: no account of this entrant is open."))
    detail = {"question": question, "recipients": told}
    audit.record(session, "entry.asked", entry_id, by=by, at=at, detail=detail)
    return asked.id


def answer(
    session: Session, entry_id: uuid.UUID, question_id: uuid.UUID, text: str, *, by: uuid.UUID, at: datetime
) -> None:
    """One of the entry's people answers, once and for all of them; whoever asked is told.

    Raises NotFound for an entry that is not theirs, RuleBroken if it was answered or the organisers have gone on.
    """
    head = entries.my_head(session, by, entry_id, to_change=True)
    asked = session.get(Clarification, question_id)
    if asked is None or asked.entry_id != entry_id:
        raise NotFound
    if asked.answered_at is not None:
        raise RuleBroken(msg("This question has been answered already, by you or a colleague."))
    if asked.closed_at is not None or head.state is not EntryState.SUBMITTED:
        raise RuleBroken(msg("The organisers no longer wait for this answer."))
    asked.answer, asked.answered_at, asked.answered_by_id = text, at, by
    session.add(asked)
    session.flush()
    asker = session.get_one(Person, asked.asked_by_id)
    if asker.disabled_at is None:
        params = {"title": _title(head), "cycle": head.cycle_number, "number": head.number}
        queue_mail(
            session,
            ANSWERED,
            params,
            to=asker.email,
            about=entry_id,
            at=at,
            person=asker.id,
            lang=as_lang(asker.lang),
            by=by,
        )
    audit.record(session, "entry.answered", entry_id, by=by, at=at, detail={"question": asked.question})


def _title(head: Head) -> dict[str, str]:
    return {"ar": head.title_ar, "en": head.title_en}
