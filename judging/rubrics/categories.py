"""Adding and removing the categories of a cycle that is not announced, with their questions and rubrics."""

import re
import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.drafting import Announced, CategoryText
from awards.cycles.models import Category, Cycle, EligibilityQuestion, Question
from awards.cycles.plans import planned_question
from awards.cycles.queries import announcement_of, categories_of, questions_of
from awards.kit import audit
from awards.kit.errors import Invalid
from awards.kit.i18n import Message, msg
from judging.rubrics.models import Anchor, Criterion, Rubric
from judging.rubrics.operations import create_rubric, drafts_of
from judging.rubrics.queries import newest_rubric, rubric_sheet

_CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")


def code_error(code: str, taken: frozenset[str]) -> Message | None:
    """What is wrong with the code of a new category. Pure."""
    if not _CODE.fullmatch(code):
        return msg("Write two to eight Latin capitals or digits, a letter first, for example G2C.")
    if code in taken:
        return msg("Another category of this cycle has this code.")
    return None


def add_category(
    session: Session,
    cycle: Cycle,
    code: str,
    text: CategoryText,
    *,
    for_individuals: bool,
    like: str = "",
    by: uuid.UUID,
    at: datetime,
) -> Category:
    """A category after the others; `like` is the code of one whose questions and rubric it begins with.

    Raises Announced, Invalid for a code that cannot be.
    """
    if announcement_of(session, cycle.id) is not None:
        raise Announced
    others = categories_of(session, cycle.id)
    if wrong := code_error(code, frozenset(other.code for other in others)):
        raise Invalid({"code": wrong})
    model = next((other for other in others if other.code == like), None)
    if like and model is None:
        raise Invalid({"like": msg("Choose one of the options.")})
    category = Category(
        cycle_id=cycle.id,
        code=code,
        position=max((other.position for other in others), default=0) + 1,
        name_ar=text.name_ar,
        name_en=text.name_en,
        description_ar=text.description_ar,
        description_en=text.description_en,
        for_individuals=for_individuals,
        places=text.places,
    )
    session.add(category)
    session.flush()
    detail = {"category": code, "name_ar": text.name_ar, "name_en": text.name_en, "like": like}
    audit.record(session, "category.added", category.id, by=by, at=at, detail=detail)
    if model:
        _begin_like(session, category, model, by=by, at=at)
    return category


def _begin_like(
    session: Session, category: Category, model: Category, *, by: uuid.UUID, at: datetime
) -> None:
    session.add_all(
        Question(category_id=category.id, position=place, **planned_question(question).columns())
        for place, question in enumerate(questions_of(session, model.id), start=1)
    )
    session.flush()
    connection = session.connection()
    if newest := newest_rubric(connection, model.id):
        criteria = drafts_of(rubric_sheet(connection, newest.id))
        create_rubric(session, category.id, criteria, by=by, at=at)


def remove_category(session: Session, category: Category, *, by: uuid.UUID, at: datetime) -> None:
    """Take a category out of its cycle, with its questions and its rubric. Raises Announced."""
    if announcement_of(session, category.cycle_id) is not None:
        raise Announced
    detail = {"category": category.code, "name_ar": category.name_ar, "name_en": category.name_en}
    rubrics = select(Rubric.id).where(col(Rubric.category_id) == category.id)
    criteria = select(Criterion.id).where(col(Criterion.rubric_id).in_(rubrics))
    connection = session.connection()
    for statement in (
        sa.delete(Anchor).where(col(Anchor.criterion_id).in_(criteria)),
        sa.delete(Criterion).where(col(Criterion.rubric_id).in_(rubrics)),
        sa.delete(Rubric).where(col(Rubric.category_id) == category.id),
        sa.delete(Question).where(col(Question.category_id) == category.id),
        sa.delete(EligibilityQuestion).where(col(EligibilityQuestion.category_id) == category.id),
    ):
        connection.execute(statement)
    session.delete(category)
    session.flush()
    audit.record(session, "category.removed", category.id, by=by, at=at, detail=detail)
