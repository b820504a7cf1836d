"""What a judge sees of their own sheets. Every statement starts from the person; none knows of a colleague."""

import uuid
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session

from awards.cycles.models import Cycle
from awards.entries.models import Entry, EntryState
from awards.kit.errors import NotFound
from judging.assignments.models import Assignment
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rubrics.models import Criterion, Rubric
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.sheet import Mark, SheetInput
from judging.scorecards.window import Window, window

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]
_receipts = LodgementReceipt.__table__  # type: ignore[attr-defined]

WINDOW_COLUMNS = (
    _rounds.c.opened_at,
    _rounds.c.closed_at,
    _cycles.c.judging_opens_at,
    _cycles.c.judging_closes_at,
)
NEWEST_RUBRIC = (
    sa.select(_rubrics.c.id)
    .where(_rubrics.c.category_id == _entries.c.category_id)
    .order_by(_rubrics.c.version.desc())
    .limit(1)
    .correlate(_entries)
    .scalar_subquery()
    .label("newest_rubric_id")
)
_DESK = (
    sa.select(_rounds.c.id, _cycles.c.name_ar, _cycles.c.name_en, *WINDOW_COLUMNS)
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    .join(_judges, _judges.c.cycle_id == _cycles.c.id)
    .where(_judges.c.person_id == sa.bindparam("person"))
    .order_by(_rounds.c.opened_at.is_(None), _cycles.c.number.desc(), _rounds.c.position.desc())
    .limit(1)
)
_MINE = (
    sa.select(
        _assignments.c.id,
        _cards.c.id.label("card_id"),
        _cards.c.rubric_id,
        _cards.c.scored,
        _cards.c.total,
        _cards.c.lodged_at,
    )
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _judges.c.person_id == sa.bindparam("person"),
        _assignments.c.round_id == sa.bindparam("round"),
        _assignments.c.ended_at.is_(None),
        _entries.c.state == EntryState.SUBMITTED,
    )
    .order_by(_assignments.c.position)
)
_beside = _assignments.alias("beside")
_their_entry = _entries.alias("their_entry")
_their_card = _cards.alias("their_card")
_BESIDE = (
    _beside.c.judge_id == _assignments.c.judge_id,
    _beside.c.round_id == _assignments.c.round_id,
    _beside.c.ended_at.is_(None),
    _their_entry.c.state == EntryState.SUBMITTED,
)


def _neighbour(where: sa.ColumnElement[bool], order: sa.UnaryExpression[int]) -> sa.ScalarSelect[str]:
    return (
        sa.select(_beside.c.code)
        .join(_their_entry, _their_entry.c.id == _beside.c.entry_id)
        .where(*_BESIDE, where)
        .order_by(order)
        .limit(1)
        .correlate(_assignments)
        .scalar_subquery()
    )


def _count(*, lodged: bool) -> sa.ScalarSelect[int]:
    found = sa.select(sa.func.count()).select_from(
        _beside.join(_their_entry, _their_entry.c.id == _beside.c.entry_id)
    )
    if lodged:
        found = sa.select(sa.func.count()).select_from(
            _beside.join(_their_entry, _their_entry.c.id == _beside.c.entry_id).join(
                _their_card, _their_card.c.assignment_id == _beside.c.id
            )
        )
        found = found.where(_their_card.c.lodged_at.is_not(None))
    return found.where(*_BESIDE).correlate(_assignments).scalar_subquery()


_SHEET = (
    sa.select(
        _assignments.c.id,
        _cards.c.id.label("card_id"),
        _cards.c.rubric_id,
        NEWEST_RUBRIC,
        sa.func.coalesce(_cards.c.version, 0).label("version"),
        _cards.c.total,
        _cards.c.scored,
        _cards.c.strengths,
        _cards.c.improvements,
        _cards.c.confidential,
        _cards.c.updated_at,
        _cards.c.lodged_at,
        *WINDOW_COLUMNS,
        _neighbour(_beside.c.position < _assignments.c.position, _beside.c.position.desc()).label("before"),
        _neighbour(_beside.c.position > _assignments.c.position, _beside.c.position.asc()).label("after"),
        _count(lodged=False).label("entries"),
        _count(lodged=True).label("lodged"),
    )
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .where(
        _judges.c.person_id == sa.bindparam("person"),
        _assignments.c.code == sa.bindparam("code"),
        _assignments.c.ended_at.is_(None),
        _entries.c.state == EntryState.SUBMITTED,
        _rounds.c.opened_at.is_not(None),
    )
    .order_by(_assignments.c.made_at.desc())
    .limit(1)
)
_MARKS = (
    sa.select(_criteria.c.key, _scores.c.points, _scores.c.not_scored, _scores.c.comment)
    .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
    .where(_scores.c.scorecard_id == sa.bindparam("card"))
)
_ALL_MARKS = (
    sa.select(_cards.c.assignment_id, _criteria.c.key, _scores.c.points, _scores.c.not_scored)
    .select_from(_scores)
    .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
    .join(_cards, _cards.c.id == _scores.c.scorecard_id)
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .where(
        _judges.c.person_id == sa.bindparam("person"),
        _assignments.c.round_id == sa.bindparam("round"),
        _assignments.c.ended_at.is_(None),
    )
)
_RECEIPT = (
    sa.select(_receipts.c.digest, _receipts.c.at)
    .where(_receipts.c.scorecard_id == sa.bindparam("card"))
    .order_by(_receipts.c.at.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The round in which a person judges: the newest that was opened, else the newest."""

    round_id: uuid.UUID
    cycle_ar: str
    cycle_en: str
    opened_at: datetime | None
    closed_at: datetime | None
    opens: datetime
    closes: datetime

    def window(self, at: datetime) -> Window:
        return window(
            at, opened_at=self.opened_at, closed_at=self.closed_at, opens=self.opens, closes=self.closes
        )


@dataclass(frozen=True, slots=True)
class MyAssignment:
    """One entry of the judge's list; what stands in its sheet, if there is one."""

    assignment_id: uuid.UUID
    card_id: uuid.UUID | None
    rubric_id: uuid.UUID | None
    scored: int | None
    total: str | None
    lodged_at: datetime | None


@dataclass(frozen=True, slots=True)
class MySheet:
    """The judge's sheet of one entry, and where it stands among the others."""

    assignment_id: uuid.UUID
    card_id: uuid.UUID | None
    """None while nothing was saved."""
    rubric_id: uuid.UUID
    """The rubric to score by: the newest, until the sheet is lodged."""
    version: int
    """0 while nothing was saved."""
    total: str | None
    scored: int
    content: SheetInput
    updated_at: datetime | None
    lodged_at: datetime | None
    closes: datetime
    window: Window
    before: str | None
    """The code of the entry before this one in the judge's order."""
    after: str | None
    entries: int
    lodged: int


@dataclass(frozen=True, slots=True)
class Receipt:
    digest: str
    at: datetime


def desk_of(session: Session, person_id: uuid.UUID) -> Desk | None:
    """None for somebody who sits on no jury."""
    row = session.connection().execute(_DESK, {"person": person_id}).first()
    return Desk(*row) if row else None


def my_assignments(session: Session, person_id: uuid.UUID, round_id: uuid.UUID) -> list[MyAssignment]:
    """All that the person is to read in the round, in their own order."""
    rows = session.connection().execute(_MINE, {"person": person_id, "round": round_id})
    return [MyAssignment(*row) for row in rows]


def my_sheet(session: Session, person_id: uuid.UUID, code: str, *, at: datetime) -> MySheet:
    """What the person wrote on the entry that they call `code`: one statement, two where something was saved.

    Raises NotFound where there is no such entry before them: unknown, another judge's, recused, out, or its
    round not opened.
    """
    row = session.connection().execute(_SHEET, {"person": person_id, "code": code}).first()
    if row is None:
        raise NotFound
    return MySheet(
        assignment_id=row.id,
        card_id=row.card_id,
        rubric_id=row.rubric_id if row.lodged_at else row.newest_rubric_id,
        version=row.version,
        total=row.total,
        scored=row.scored or 0,
        content=SheetInput(
            marks_of(session, row.card_id) if row.card_id else {},
            row.strengths or "",
            row.improvements or "",
            row.confidential or "",
        ),
        updated_at=row.updated_at,
        lodged_at=row.lodged_at,
        closes=row.judging_closes_at,
        window=window(
            at,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            opens=row.judging_opens_at,
            closes=row.judging_closes_at,
        ),
        before=row.before,
        after=row.after,
        entries=row.entries,
        lodged=row.lodged,
    )


def marks_of(session: Session, card_id: uuid.UUID) -> dict[str, Mark]:
    """What a saved sheet says, by criterion key."""
    rows = session.connection().execute(_MARKS, {"card": card_id})
    return {row.key: Mark(row.points, row.not_scored, row.comment) for row in rows}


def my_marks(session: Session, person_id: uuid.UUID, round_id: uuid.UUID) -> dict[uuid.UUID, dict[str, Mark]]:
    """Every mark of the person's own sheets in the round, by assignment and criterion key; no comments."""
    found: dict[uuid.UUID, dict[str, Mark]] = {}
    for row in session.connection().execute(_ALL_MARKS, {"person": person_id, "round": round_id}):
        found.setdefault(row.assignment_id, {})[row.key] = Mark(row.points, row.not_scored)
    return found


def receipt_of(session: Session, card_id: uuid.UUID) -> Receipt | None:
    """The receipt of a lodged sheet."""
    row = session.connection().execute(_RECEIPT, {"card": card_id}).first()
    return Receipt(*row) if row else None
