"""How far judging has come: sheets begun and lodged, and nothing of what they say."""

import uuid
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.people.models import Person
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.contest import counting_rounds, read_in
from judging.rounds.models import Round
from judging.scorecards.models import Scorecard

_rounds = Round.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]

_round: sa.BindParameter[uuid.UUID] = sa.bindparam("round_id")
_counts = sa.and_(
    _assignments.c.round_id == _round,
    _assignments.c.ended_at.is_(None),
    _entries.c.state == EntryState.SUBMITTED,
)
_lodged = sa.func.count(_cards.c.lodged_at)

_SHEETS = (
    sa.select(
        _assignments.c.judge_id,
        _people.c.name_ar,
        _people.c.name_en,
        _people.c.email,
        _judges.c.dropped_out_at.is_not(None).label("dropped_out"),
        _categories.c.code,
        _categories.c.name_ar.label("category_ar"),
        _categories.c.name_en.label("category_en"),
        _lodged.label("lodged"),
        (sa.func.count(_cards.c.id) - _lodged).label("draft"),
        sa.func.count().label("expected"),
        sa.func.max(sa.func.coalesce(_cards.c.lodged_at, _cards.c.updated_at)).label("last_at"),
    )
    .select_from(_assignments)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(_counts)
    .group_by(_assignments.c.judge_id, _people.c.id, _judges.c.id, _categories.c.id)
    .order_by(_categories.c.position, _people.c.name_ar, _assignments.c.judge_id)
)
_per_entry = (
    sa.select(_assignments.c.entry_id, sa.func.count().label("assigned"), _lodged.label("lodged"))
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(_counts)
    .group_by(_assignments.c.entry_id)
    .subquery()
)
_counting = (
    sa.select(_assignments.c.entry_id, _lodged.label("lodged"))
    .join(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _assignments.c.round_id.in_(sa.bindparam("counting", expanding=True)),
        _assignments.c.ended_at.is_(None),
    )
    .group_by(_assignments.c.entry_id)
    .subquery()
)
_assigned = sa.func.coalesce(_per_entry.c.assigned, 0)
_read = sa.func.coalesce(_counting.c.lodged, 0)
_ENTRIES = (
    sa.select(
        sa.func.count().label("submitted"),
        sa.func.count().filter(_assigned < _rounds.c.sheets_per_entry).label("lacking_judges"),
        sa.func.count().filter(_read < _rounds.c.min_sheets).label("below_minimum"),
    )
    .select_from(_rounds)
    .join(_entries, _entries.c.cycle_id == _rounds.c.cycle_id)
    .outerjoin(_per_entry, _per_entry.c.entry_id == _entries.c.id)
    .outerjoin(_counting, _counting.c.entry_id == _entries.c.id)
    .where(_rounds.c.id == _round, _entries.c.state == EntryState.SUBMITTED, read_in(_rounds, _entries))
)


@dataclass(frozen=True, slots=True)
class Line:
    """Completion of one judge or one category."""

    key: Hashable
    name_ar: str
    name_en: str
    lodged: int
    draft: int
    expected: int
    dropped_out: bool = False
    last_at: datetime | None = None
    """When a sheet was last saved or lodged."""
    email: str = ""
    """Of a judge."""

    @property
    def not_begun(self) -> int:
        return self.expected - self.lodged - self.draft

    @property
    def missing(self) -> int:
        return self.expected - self.lodged


@dataclass(frozen=True, slots=True)
class Progress:
    """The round's sheets, by judge and by category: both sum to the same."""

    judges: tuple[Line, ...]
    categories: tuple[Line, ...]
    lacking_in: Mapping[Hashable, frozenset[Hashable]]
    """Category → the judges whose sheets it still lacks, by their keys."""
    submitted: int
    """Entries in the contest."""
    lacking_judges: int
    """Entries with fewer readers than the round asks for."""
    below_minimum: int
    """Entries that would stay unranked if the round closed now."""

    @property
    def expected(self) -> int:
        return sum(line.expected for line in self.categories)

    @property
    def lodged(self) -> int:
        return sum(line.lodged for line in self.categories)

    @property
    def draft(self) -> int:
        return sum(line.draft for line in self.categories)

    @property
    def missing(self) -> int:
        return self.expected - self.lodged

    @property
    def waiting_for(self) -> tuple[Line, ...]:
        """Judges who have not lodged all of their sheets."""
        return tuple(line for line in self.judges if line.missing)


def progress_of(session: Session, round_id: uuid.UUID) -> Progress:
    """Over the assignments that have not ended, of entries that are still submitted."""
    connection = session.connection()
    rows = connection.execute(_SHEETS, {"round_id": round_id}).all()
    counting = counting_rounds(session, round_id)
    entries = connection.execute(_ENTRIES, {"round_id": round_id, "counting": counting}).one()
    judges = _summed(
        Line(
            r.judge_id,
            r.name_ar,
            r.name_en,
            r.lodged,
            r.draft,
            r.expected,
            bool(r.dropped_out),
            r.last_at,
            r.email,
        )
        for r in rows
    )
    categories = _summed(
        Line(r.code, r.category_ar, r.category_en, r.lodged, r.draft, r.expected) for r in rows
    )
    return Progress(
        judges=tuple(sorted(judges, key=lambda line: (line.name_ar, str(line.key)))),
        categories=categories,
        lacking_in={
            code: frozenset(r.judge_id for r in rows if r.code == code and r.lodged < r.expected)
            for code in {r.code for r in rows}
        },
        submitted=entries.submitted,
        lacking_judges=entries.lacking_judges,
        below_minimum=entries.below_minimum,
    )


def _summed(lines: Iterable[Line]) -> tuple[Line, ...]:
    """One line for each key, in the order in which the keys first appear."""
    sums: dict[Hashable, Line] = {}
    for line in lines:
        before = sums.get(line.key)
        sums[line.key] = line if before is None else _added(before, line)
    return tuple(sums.values())


def _added(one: Line, other: Line) -> Line:
    return replace(
        one,
        lodged=one.lodged + other.lodged,
        draft=one.draft + other.draft,
        expected=one.expected + other.expected,
        last_at=max(filter(None, (one.last_at, other.last_at)), default=None),
    )
