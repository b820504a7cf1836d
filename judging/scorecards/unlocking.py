"""Unlocking a lodged sheet, and locking it again as it had been lodged. Receipts are never touched."""

import uuid
from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.kit import audit
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rubrics.models import Criterion
from judging.scorecards.models import LodgementReceipt, Score, Scorecard

_scores = Score.__table__  # type: ignore[attr-defined]


def unlock(
    session: Session, card: Scorecard, receipt: LodgementReceipt, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """The sheet is a draft again, under a new version: a page of the locked one cannot save over it."""
    card.lodged_at, card.lodged_by_id = None, None
    card.version, card.updated_at = card.version + 1, at
    session.add(card)
    session.flush()
    detail = {"receipt": receipt.digest, "reason": reason}
    audit.record(session, "scorecard.reopened", card.id, by=by, at=at, detail=detail)


def lock_again(session: Session, receipts: Collection[uuid.UUID], *, by: uuid.UUID, at: datetime) -> None:
    """Each of these lodgements stands again, word for word, with its time: what was changed since is gone."""
    if not receipts:
        return
    found = session.exec(
        select(LodgementReceipt, Scorecard, Judge.person_id)
        .join(Scorecard, col(Scorecard.id) == col(LodgementReceipt.scorecard_id))
        .join(Assignment, col(Assignment.id) == col(Scorecard.assignment_id))
        .join(Judge, col(Judge.id) == col(Assignment.judge_id))
        .where(col(LodgementReceipt.id).in_(receipts), col(Scorecard.lodged_at).is_(None))
    ).all()
    rubrics = {uuid.UUID(kept.sheet["rubric"]["id"]) for kept, _, _ in found}
    criteria = {
        (rubric_id, key): id_
        for id_, rubric_id, key in session.exec(
            select(Criterion.id, Criterion.rubric_id, Criterion.key).where(
                col(Criterion.rubric_id).in_(rubrics)
            )
        )
    }
    cards = [card.id for _, card, _ in found]
    session.connection().execute(sa.delete(_scores).where(_scores.c.scorecard_id.in_(cards)))
    for kept, card, judge in found:
        sheet = kept.sheet
        rubric_id = uuid.UUID(sheet["rubric"]["id"])
        card.rubric_id, card.total = rubric_id, sheet["total"]
        card.strengths, card.improvements = sheet["strengths"], sheet["improvements"]
        card.confidential = sheet["confidential"]
        card.scored = len(sheet["marks"])
        card.version, card.updated_at = card.version + 1, at
        card.lodged_at, card.lodged_by_id = kept.at, judge
        session.add(card)
        session.add_all(
            Score(
                scorecard_id=card.id,
                criterion_id=criteria[rubric_id, mark["criterion"]],
                points=mark["points"],
                not_scored=mark["not_scored"],
                comment=mark["comment"],
            )
            for mark in sheet["marks"]
        )
        audit.record(session, "scorecard.restored", card.id, by=by, at=at, detail={"receipt": kept.digest})
    session.flush()
