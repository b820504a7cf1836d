"""Whom and what it concerns when the rubric of a category is corrected."""

import uuid
from dataclasses import dataclass

from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.entries.extensions.queries import Recipient, recipients
from awards.entries.models import Entry
from awards.entries.revisions.queries import writers_of
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.panels.naming import officers_of
from judging.panels.queries import jury_of
from judging.panels.reserves import reserves_of
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Criterion
from judging.rubrics.queries import newest_rubric
from judging.scorecards.models import NotApplicable


@dataclass(frozen=True, slots=True)
class Concerned:
    """Who gets the letter, each once, and how many of them as what; some may be both."""

    recipients: tuple[Recipient, ...]
    writers: int
    judges: int


def concerned_by(session: Session, category: Category) -> Concerned:
    """Everybody who may write an entry of the category that is in the running, and the judges of its panel."""
    writers = {writer.person_id for writer in writers_of(session, category.id)}
    judges = _judges(session, category)
    found = recipients(session, col(Person.id).in_(writers | judges))
    reached = {one.id for one in found}
    return Concerned(tuple(found), len(writers & reached), len(judges & reached))


def _judges(session: Session, category: Category) -> set[uuid.UUID]:
    """By person: who knows the category, its chair, deputy and reserves, and whoever is assigned an entry of it."""
    officers = officers_of(session, category.cycle_id).get(category.id)
    seats = {
        *reserves_of(session, category.cycle_id).get(category.id, ()),
        *((officers.chair, officers.deputy) if officers else ()),
        *session.exec(
            select(Assignment.judge_id)
            .join(Entry, col(Entry.id) == col(Assignment.entry_id))
            .where(Entry.category_id == category.id, col(Assignment.ended_at).is_(None))
        ),
    }
    return {
        judge.person_id
        for judge in jury_of(session, category.cycle_id)
        if judge.dropped_out_at is None and (judge.id in seats or category.code in judge.expertise)
    }


def opened_by_it(session: Session, category: Category) -> RoundKind | None:
    """The kind of the first round that was opened and judges the category by its rubric; one with its own does not."""
    opened = session.exec(
        select(Round)
        .where(Round.cycle_id == category.cycle_id, col(Round.opened_at).is_not(None))
        .order_by(col(Round.position))
    ).all()
    connection = session.connection()
    for round_ in opened:
        kind = round_.kind
        if kind is RoundKind.SCORING or newest_rubric(connection, category.id, kind=kind) is None:
            return kind
    return None


def granted_under(session: Session, rubric_id: uuid.UUID) -> list[int]:
    """Numbers of the entries to which a criterion of this version was granted not to apply."""
    found = (
        select(Entry.number)
        .distinct()
        .join(NotApplicable, col(NotApplicable.entry_id) == col(Entry.id))
        .join(Criterion, col(Criterion.id) == col(NotApplicable.criterion_id))
        .where(Criterion.rubric_id == rubric_id)
        .order_by(col(Entry.number))
    )
    return list(session.exec(found))
