"""The rubric of a first reading or of the final panel alone, category by category, as long as the rounds can be planned."""

import uuid
from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Message, msg
from judging.rounds.queries import final_plan, first_reading, has_begun, opening_round
from judging.rubrics.drafts import CriterionDraft
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Anchor, Criterion, Rubric
from judging.rubrics.operations import create_rubric
from judging.rubrics.queries import with_rubric

BEGUN = msg("The rounds of judging cannot be changed once judging has begun.")
POOLED = msg(
    "The sheets of both rounds count together for a finalist, which takes one rubric. Let the final panel alone count "
    "first, on the page of the rounds."
)


def why_no_own_rubric(session: Session, cycle_id: uuid.UUID, kind: RoundKind) -> Message | None:
    """Why a round of this kind cannot be given a rubric of its own, or another one; nothing where it can."""
    if kind is RoundKind.FIRST_READING:
        lacking = None if first_reading(session, cycle_id) else msg("This cycle has no first reading.")
    else:
        plan = final_plan(session, cycle_id)
        lacking = msg("This cycle has no final panel.") if plan is None else POOLED if plan.pools else None
    return (BEGUN if has_begun(opening_round(session, cycle_id)) else None) or lacking


def write_own_rubric(
    session: Session,
    category_id: uuid.UUID,
    criteria: Sequence[CriterionDraft],
    *,
    kind: RoundKind,
    by: uuid.UUID,
    at: datetime,
) -> Rubric:
    """A round judges this category by criteria of its own, and not by those of scoring.

    Raises RuleBroken once judging has begun, where there is no such round or the sheets of scoring count with its own,
    for criteria that do not make a rubric, and for one that may not apply: that is granted for a whole cycle.
    """
    _category(session, category_id, kind)
    if any(draft.may_not_apply for draft in criteria):
        raise RuleBroken(msg("Every criterion of a rubric for one round alone applies to every entry."))
    return create_rubric(session, category_id, criteria, kind=kind, by=by, at=at)


def drop_own_rubric(
    session: Session, category_id: uuid.UUID, *, kind: RoundKind, by: uuid.UUID, at: datetime
) -> None:
    """The round judges by the rubric of scoring after all. Raises RuleBroken as writing one does."""
    _category(session, category_id, kind)
    _forget(session, category_id, kind, by=by, at=at)


def forget_all(
    session: Session, cycle_id: uuid.UUID, *, kind: RoundKind, by: uuid.UUID, at: datetime
) -> None:
    """Of every category of a cycle that has no such round any more."""
    for category_id in sorted(with_rubric(session.connection(), cycle_id, kind=kind)):
        _forget(session, category_id, kind, by=by, at=at)


def _forget(
    session: Session, category_id: uuid.UUID, kind: RoundKind, *, by: uuid.UUID, at: datetime
) -> None:
    """Every version of it goes: no sheet can have been written by one before judging begins."""
    rubrics = select(Rubric.id).where(Rubric.category_id == category_id, Rubric.kind == kind)
    criteria = select(Criterion.id).where(col(Criterion.rubric_id).in_(rubrics))
    session.exec(sa.delete(Anchor).where(col(Anchor.criterion_id).in_(criteria)))
    session.exec(sa.delete(Criterion).where(col(Criterion.rubric_id).in_(rubrics)))
    session.exec(sa.delete(Rubric).where(col(Rubric.id).in_(rubrics)))
    audit.record(session, f"rubric.{kind.value}_dropped", category_id, by=by, at=at)


def _category(session: Session, category_id: uuid.UUID, kind: RoundKind) -> Category:
    category = session.get(Category, category_id)
    if category is None:
        raise NotFound
    wrong = why_no_own_rubric(session, category.cycle_id, kind)
    if wrong:
        raise RuleBroken(wrong)
    return category
