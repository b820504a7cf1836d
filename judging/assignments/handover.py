"""Handing one entry of a judge over to another one: the draft is kept for the record, and nobody is shown it."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.entries.models import Entry
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from judging.assignments.letters import HANDED_OVER as TO_FORMER
from judging.assignments.letters import TAKEN_OVER as TO_NEW
from judging.assignments.models import HANDED_OVER, Assignment
from judging.assignments.single import assign_one
from judging.blinding.sheets import HOLDS, SHEETS
from judging.panels.models import Judge
from judging.rounds.models import Round


def standing_assignment(
    session: Session, round_id: uuid.UUID, number: int, judge_id: uuid.UUID
) -> Assignment:
    """The assignment of this judge to the entry with this number. Raises NotFound."""
    found = session.exec(
        select(Assignment)
        .join(Entry, col(Entry.id) == col(Assignment.entry_id))
        .where(
            Assignment.round_id == round_id,
            Assignment.judge_id == judge_id,
            Entry.number == number,
            col(Assignment.ended_at).is_(None),
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def is_lodged(session: Session, assignment_id: uuid.UUID) -> bool:
    """Whether its sheet is lodged, or reopened: then it still counts as it was lodged last."""
    lodged = sa.select(SHEETS.c.id).where(SHEETS.c.assignment_id == assignment_id, HOLDS)
    return session.connection().scalar(lodged) is not None


def hand_over(
    session: Session,
    assignment_id: uuid.UUID,
    to: uuid.UUID,
    reason: str,
    *,
    by: uuid.UUID,
    at: datetime,
) -> Assignment:
    """End the assignment and give its entry to the judge `to`, who begins with an empty sheet; both are written to.

    Raises NotFound unless it stands; RuleBroken once its sheet is lodged or the round closed, without a reason, or
    for a judge who may not have the entry.
    """
    assignment = session.get(Assignment, assignment_id)
    if assignment is None or assignment.ended_at is not None:
        raise NotFound
    if session.get_one(Round, assignment.round_id).closed_at is not None:
        raise RuleBroken(msg("The round is closed."))
    if is_lodged(session, assignment_id):
        raise RuleBroken(msg("This sheet is lodged: it counts, and is not handed over."))
    if not reason.strip():
        raise RuleBroken(msg("Say why the entry is handed over."))
    made = assign_one(session, assignment.round_id, assignment.entry_id, to, by=by, at=at)
    assignment.ended_at, assignment.ended_reason = at, HANDED_OVER
    session.add(assignment)
    session.flush()
    detail = {"old": str(assignment.judge_id), "new": str(to), "reason": reason.strip()}
    audit.record(session, "entry.handed_over", assignment.entry_id, by=by, at=at, detail=detail)
    for kind, one in ((TO_FORMER, assignment), (TO_NEW, made)):
        person = session.get_one(Person, session.get_one(Judge, one.judge_id).person_id)
        if person.disabled_at is None:
            queue_mail(
                session,
                kind,
                {"code": one.code},
                to=person.email,
                about=one.id,
                person=person.id,
                lang=as_lang(person.lang),
                at=at,
            )
    return made
