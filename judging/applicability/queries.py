"""What of its rubric does not apply to an entry, for organisers and auditors. Judges are told by their sheets."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

import sqlalchemy as sa
from sqlmodel import Session

from awards.entries.queries import any_head
from awards.entries.sheet import Head
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.rubrics.queries import CriterionSheet, RubricSheet, newest_rubric, rubric_sheet
from judging.scorecards.models import NotApplicable, Scorecard
from judging.scorecards.totals import LEAST_SHARE

_grants = NotApplicable.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]

_GRANTS = (
    sa.select(_grants, _people.c.name_ar.label("by_ar"), _people.c.name_en.label("by_en"))
    .join(_people, _people.c.id == _grants.c.granted_by_id)
    .where(_grants.c.entry_id == sa.bindparam("entry"))
)
_BEGUN = (
    sa.select(_cards.c.id)
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .where(_assignments.c.entry_id == sa.bindparam("entry"))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Grant:
    """A criterion that does not apply, and why."""

    criterion: CriterionSheet
    reason_ar: str
    reason_en: str
    granted_at: datetime
    by_ar: str
    by_en: str


@dataclass(frozen=True, slots=True)
class Applicability:
    """An entry by what of its rubric applies to it."""

    entry: Head
    rubric: RubricSheet | None
    """None where its category has none yet."""
    grants: tuple[Grant, ...]
    """In the rubric's order."""
    begun: bool
    """Whether a judge has begun a sheet of the entry: what applies to it stands from then on."""

    @property
    def granted(self) -> dict[str, Grant]:
        """By the key of the criterion that does not apply."""
        return {grant.criterion.key: grant for grant in self.grants}

    @property
    def out(self) -> frozenset[str]:
        """Keys of the criteria that do not apply."""
        return frozenset(self.granted)

    @property
    def grantable(self) -> list[CriterionSheet]:
        """The criteria that can still be granted not to apply, in the rubric's order."""
        if self.begun or self.rubric is None:
            return []
        return [c for c in self.rubric.criteria if may_be_granted(self.rubric, self.out, c)]


def may_be_granted(rubric: RubricSheet, out: frozenset[str], criterion: CriterionSheet) -> bool:
    """Whether the rubric lets one more criterion not apply, and at least `LEAST_SHARE` of the weight is left to score."""
    left = sum((w for key, w in rubric.weights.items() if key not in out | {criterion.key}), Fraction(0))
    whole = sum(rubric.weights.values(), Fraction(0))
    return criterion.may_not_apply and criterion.key not in out and left >= LEAST_SHARE * whole


def applicability_of(session: Session, cycle: int, entry: int) -> Applicability:
    """By the numbers of cycle and entry; four statements. Raises NotFound."""
    return of_head(session, any_head(session, cycle, entry))


def of_head(session: Session, head: Head) -> Applicability:
    """The same for an entry that was read."""
    connection, by_entry = session.connection(), {"entry": head.id}
    newest = newest_rubric(connection, head.category_id)
    rubric = rubric_sheet(connection, newest.id) if newest else None
    rows: dict[uuid.UUID, sa.Row[tuple[object, ...]]] = {
        row.criterion_id: row for row in connection.execute(_GRANTS, by_entry)
    }
    grants = [
        Grant(c, row.reason_ar, row.reason_en, row.granted_at, row.by_ar, row.by_en)
        for c in (rubric.criteria if rubric else ())
        if (row := rows.get(c.id)) is not None
    ]
    begun = connection.execute(_BEGUN, by_entry).first() is not None
    return Applicability(head, rubric, tuple(grants), begun)
