"""Reads of cycles, their categories and their questions."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Announcement, Category, Cycle, EligibilityQuestion, Question
from awards.cycles.timetable import PLANS, Timetable
from awards.directory.models import Agency
from awards.kit.errors import NotFound

_ALL = select(Cycle).order_by(col(Cycle.number).desc())
IS_ANNOUNCED = sa.exists().where(col(Announcement.cycle_id) == col(Cycle.id))
"""For every read in which the public or an agency meets a cycle."""
_ANNOUNCED = select(Cycle).where(IS_ANNOUNCED).order_by(col(Cycle.number).desc())
_BY_NUMBER = select(Cycle).where(Cycle.number == sa.bindparam("number"))
_CATEGORIES = (
    select(Category).where(Category.cycle_id == sa.bindparam("cycle_id")).order_by(col(Category.position))
)
_CATEGORY = select(Category).where(
    Category.cycle_id == sa.bindparam("cycle_id"), Category.code == sa.bindparam("code")
)
_WITH_CODE = select(Category).where(Category.code == sa.bindparam("code"))
_STILL_ASKED = col(Question.retired_at).is_(None)
_EVERY_QUESTION = (
    select(Question)
    .where(Question.category_id == sa.bindparam("category_id"))
    .order_by(col(Question.position))
)
_QUESTIONS = _EVERY_QUESTION.where(_STILL_ASKED)
_EVERY_CYCLE_QUESTION = (
    select(Question)
    .join(Category, col(Category.id) == col(Question.category_id))
    .where(Category.cycle_id == sa.bindparam("cycle_id"))
    .order_by(col(Category.position), col(Question.position))
)
_CYCLE_QUESTIONS = _EVERY_CYCLE_QUESTION.where(_STILL_ASKED)
_EVERY_ELIGIBILITY = (
    select(EligibilityQuestion)
    .where(EligibilityQuestion.cycle_id == sa.bindparam("cycle_id"))
    .order_by(col(EligibilityQuestion.position))
)
_ELIGIBILITY = _EVERY_ELIGIBILITY.where(col(EligibilityQuestion.retired_at).is_(None))
_QUESTION_COUNTS = (
    select(Question.category_id, sa.func.count())
    .join(Category, col(Category.id) == col(Question.category_id))
    .where(Category.cycle_id == sa.bindparam("cycle_id"), _STILL_ASKED)
    .group_by(col(Question.category_id))
)


def timetable_of(cycle: Cycle) -> Timetable:
    """The dates of a cycle as the value that rules are worked out on."""
    return Timetable(
        opens=cycle.opens_at,
        closes=cycle.closes_at,
        grace_minutes=cycle.grace_minutes,
        judging_opens=cycle.judging_opens_at,
        judging_closes=cycle.judging_closes_at,
        publishes=cycle.publishes_at,
        **{name: getattr(cycle, f"{name}_at") for name in PLANS},
        zone=cycle.zone,
    )


def cycles(session: Session) -> list[Cycle]:
    """Every cycle, the newest first."""
    return list(session.exec(_ALL))


class PublicCycles(NamedTuple):
    """The announced cycles as the public pages show them."""

    shown: Cycle | None
    """The oldest that takes entries: it stays until its entries close. Else the newest."""
    open: list[Cycle]
    """All that take entries, the oldest first."""
    coming: Cycle | None
    """Beside one that takes entries, the newest that is not open yet."""
    all: list[Cycle]
    """The newest first."""

    def numbered(self, number: int | None) -> Cycle | None:
        """The one that was asked for, or the one that is shown."""
        return next((cycle for cycle in self.all if cycle.number == number), self.shown)


def public_cycles(session: Session, now: datetime) -> PublicCycles:
    """Which cycles the public pages show: one statement."""
    announced = list(session.exec(_ANNOUNCED))
    takes = [cycle for cycle in reversed(announced) if cycle.opens_at <= now < cycle.closes_at]
    coming = next((cycle for cycle in announced if cycle.opens_at > now), None) if takes else None
    return PublicCycles(next(iter([*takes, *announced]), None), takes, coming, announced)


def public_cycle(session: Session, now: datetime) -> Cycle | None:
    """The cycle whose categories and dates the public pages show first."""
    return public_cycles(session, now).shown


def announcement_of(session: Session, cycle_id: uuid.UUID) -> Announcement | None:
    """When and by whom it was announced; None while only organisers and auditors see the cycle."""
    return session.get(Announcement, cycle_id)


def cycle_by_number(session: Session, number: int) -> Cycle:
    """Raises NotFound."""
    return _found(session.exec(_BY_NUMBER, params={"number": number}).first())


def cycle_by_id(session: Session, cycle_id: uuid.UUID) -> Cycle:
    """Raises NotFound."""
    return _found(session.get(Cycle, cycle_id))


def _found(cycle: Cycle | None) -> Cycle:
    if cycle is None:
        raise NotFound
    return cycle


def categories_of(session: Session, cycle_id: uuid.UUID) -> list[Category]:
    """The categories in the order in which they are announced."""
    return list(session.exec(_CATEGORIES, params={"cycle_id": cycle_id}))


def category_by_code(session: Session, cycle_id: uuid.UUID, code: str) -> Category:
    """Raises NotFound."""
    category = session.exec(_CATEGORY, params={"cycle_id": cycle_id, "code": code}).first()
    if category is None:
        raise NotFound
    return category


def category_at(session: Session, number: int, code: str) -> tuple[Cycle, Category]:
    """A cycle by its number, with its category of that code. Raises NotFound."""
    cycle = cycle_by_number(session, number)
    return cycle, category_by_code(session, cycle.id, code)


def categories_with_code(session: Session, code: str) -> list[Category]:
    """The category of that code of every cycle that has one."""
    return list(session.exec(_WITH_CODE, params={"code": code}))


def questions_of(session: Session, category_id: uuid.UUID) -> list[Question]:
    """What the category asks now, in order."""
    return list(session.exec(_QUESTIONS, params={"category_id": category_id}))


def ever_asked_in(session: Session, category_id: uuid.UUID) -> list[Question]:
    """The category's questions with those that are asked no more: what a submission may have answered."""
    return list(session.exec(_EVERY_QUESTION, params={"category_id": category_id}))


def questions_by_category(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, list[Question]]:
    """The questions of every category of a cycle, by the category's id."""
    return _by_category(session.exec(_CYCLE_QUESTIONS, params={"cycle_id": cycle_id}))


def ever_asked_by_category(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, list[Question]]:
    """As `questions_by_category`, with those that are asked no more."""
    return _by_category(session.exec(_EVERY_CYCLE_QUESTION, params={"cycle_id": cycle_id}))


def _by_category(questions: Iterable[Question]) -> dict[uuid.UUID, list[Question]]:
    found: dict[uuid.UUID, list[Question]] = {}
    for question in questions:
        found.setdefault(question.category_id, []).append(question)
    return found


def eligibility_of(session: Session, cycle_id: uuid.UUID) -> list[EligibilityQuestion]:
    """What the cycle asks before an entry is started, of every category and of single ones, in order."""
    return list(session.exec(_ELIGIBILITY, params={"cycle_id": cycle_id}))


def ever_asked_before(session: Session, cycle_id: uuid.UUID) -> list[EligibilityQuestion]:
    """As `eligibility_of`, with those that are asked no more."""
    return list(session.exec(_EVERY_ELIGIBILITY, params={"cycle_id": cycle_id}))


def question_counts(session: Session, cycle_id: uuid.UUID) -> dict[uuid.UUID, int]:
    """How many questions each category asks, by the category's id."""
    return dict(session.exec(_QUESTION_COUNTS, params={"cycle_id": cycle_id}).all())


def organiser_of(session: Session, cycle: Cycle) -> Agency | None:
    """The agency that holds the award, whose own entries the rules do not let in."""
    return session.get(Agency, cycle.organiser_agency_id) if cycle.organiser_agency_id else None
