"""A judge says whether they could tell whose entry they judged."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.assignments.models import Assignment
from judging.assignments.queries import judge_view_by_code
from judging.blinding.sheets import SHEETS
from judging.recognition.models import Recognised, Recognition
from judging.rounds.models import Round


def say_whether_recognised(
    session: Session, code: str, answer: Recognised, *, by: uuid.UUID, at: datetime
) -> None:
    """Keep the answer of the judge `by` on the entry that they call `code`. The audit log does not hold it.

    Raises NotFound for any other entry, RuleBroken unless its sheet is lodged and the round open, or if it was asked.
    """
    connection = session.connection()
    view = judge_view_by_code(connection, by, code)
    sheet = connection.execute(
        sa.select(SHEETS.c.id, SHEETS.c.lodged_at).where(SHEETS.c.assignment_id == view.assignment_id)
    ).first()
    if sheet is None or sheet.lodged_at is None:
        raise RuleBroken(msg("This is asked once the sheet is lodged."))
    assignment = session.get_one(Assignment, view.assignment_id)
    if session.get_one(Round, assignment.round_id).closed_at is not None:
        raise RuleBroken(msg("The round is closed: this is no longer asked."))
    if session.get(Recognition, view.assignment_id) is not None:
        raise RuleBroken(msg("You have answered this already."))
    session.add(Recognition(assignment_id=view.assignment_id, answer=answer, at=at))
    session.flush()
    audit.record(session, "scorecard.recognition_answered", sheet.id, by=by, at=at)
