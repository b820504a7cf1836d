"""Receipts for sheets that a test made past the operations."""

import secrets

from sqlmodel import col, select

from awards.kit import audit
from judging.assignments.models import Assignment
from judging.rubrics.queries import rubric_sheet
from judging.scorecards import receipt
from judging.scorecards.lodgement import lodged_document
from judging.scorecards.models import LodgementReceipt, Scorecard
from judging.scorecards.queries import marks_of
from judging.scorecards.sheet import SheetInput


def give_receipts(c):
    """To every lodged sheet that has none, with the event that tells of it."""
    with c.make.db.write() as session:
        connection, at = session.connection(), c.make.now
        with_one = select(LodgementReceipt.scorecard_id)
        rows = session.exec(
            select(Scorecard, Assignment.code)
            .join(Assignment, col(Assignment.id) == col(Scorecard.assignment_id))
            .where(col(Scorecard.lodged_at).is_not(None), col(Scorecard.id).not_in(with_one))
        ).all()
        for card, code in rows:
            sheet = SheetInput(marks_of(connection, card.id))
            rubric = rubric_sheet(connection, card.rubric_id)
            document = lodged_document(card.id, code, sheet, rubric, total=card.total, at=at)
            salt = secrets.token_bytes(receipt.SALT_BYTES)
            digest = receipt.receipt(document, salt)
            session.add(
                LodgementReceipt(scorecard_id=card.id, salt=salt.hex(), digest=digest, sheet=document, at=at)
            )
            detail = {"version": 1, "receipt": digest}
            audit.record(session, "scorecard.lodged", card.id, by=card.lodged_by_id, at=at, detail=detail)
