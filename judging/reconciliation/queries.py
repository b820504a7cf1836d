"""Reads of reconciliations. Totals are compared here and never leave it."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.db import Row
from awards.kit.i18n import Bilingual
from awards.people.models import Person
from judging.assignments.gather import kept_apart
from judging.assignments.models import Assignment
from judging.panels.chairs import Officers, Panel, acting_chair
from judging.panels.models import Judge, Office, PanelOfficer
from judging.panels.pledge import SIGNED
from judging.reconciliation.differing import Next, Sheet, too_far_apart, what_next
from judging.reconciliation.models import (
    DiscrepancyRule,
    PendingOpening,
    Reconciliation,
    ReconciliationPart,
    Settlement,
)
from judging.rounds.models import Round
from judging.rubrics.models import Criterion, Rubric
from judging.rubrics.queries import scale_in
from judging.scorecards.models import LodgementReceipt, Score, Scorecard

_found = Reconciliation.__table__  # type: ignore[attr-defined]
_parts = ReconciliationPart.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_opening = _rounds.alias("opening")
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]
_receipts = LodgementReceipt.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_officers = PanelOfficer.__table__  # type: ignore[attr-defined]

Statement = sa.Select[Any]
_ITEMS = (
    sa.select(
        _found,
        _rounds.c.cycle_id,
        _rounds.c.closed_at,
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _entries.c.category_id,
        _categories.c.code.label("category"),
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_rounds, _rounds.c.id == _found.c.round_id)
    .join(_entries, _entries.c.id == _found.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .where(_entries.c.state == EntryState.SUBMITTED)
    .order_by(_entries.c.number)
)
_READERS = (
    sa.select(
        _assignments.c.id.label("assignment_id"),
        _assignments.c.entry_id,
        _assignments.c.round_id,
        _assignments.c.judge_id,
        _assignments.c.code,
        _judges.c.person_id,
        _people.c.name_ar,
        _people.c.name_en,
        _cards.c.id.label("card_id"),
        _cards.c.total,
        _cards.c.lodged_at,
        _parts.c.reconciliation_id,
        _parts.c.answered_at,
        _parts.c.reason,
        _parts.c.rescored_receipt_id.is_not(None).label("rescored"),
    )
    .select_from(_assignments)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .outerjoin(_parts, _parts.c.assignment_id == _assignments.c.id)
    .where(_assignments.c.ended_at.is_(None))
)
_NAMES = (
    sa.select(_rubrics.c.category_id, _criteria.c.key, _criteria.c.name_ar, _criteria.c.name_en)
    .join(_criteria, _criteria.c.rubric_id == _rubrics.c.id)
    .order_by(_rubrics.c.version, _criteria.c.position)
)


@dataclass(frozen=True, slots=True)
class Part:
    """A judge who is asked."""

    assignment_id: uuid.UUID
    judge_id: uuid.UUID
    person_id: uuid.UUID
    name_ar: str
    name_en: str
    code: str
    """What they call the entry."""
    answered_at: datetime | None
    reason: str
    rescored: bool


@dataclass(frozen=True, slots=True)
class Item:
    """A reconciliation of an entry that is in the running."""

    id: uuid.UUID
    round_id: uuid.UUID
    cycle_id: uuid.UUID
    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    category: str
    name_ar: str
    """Of the category."""
    name_en: str
    threshold: int
    criteria: tuple[Bilingual, ...]
    opened_at: datetime
    settled_at: datetime | None
    settlement: Settlement | None
    determination: str
    parts: tuple[Part, ...]
    extra: Part | None
    """The judge who reads the entry beyond them."""
    chair: uuid.UUID | None
    """Who acts as chair for it, by person."""
    apart: bool
    """Whether the sheets still lie too far apart."""
    extra_lodged: bool

    @property
    def next(self) -> Next:
        unanswered = sum(part.answered_at is None for part in self.parts)
        return what_next(unanswered=unanswered, apart=self.apart, extra=self.extra is not None)


def threshold_of(session: Session, cycle_id: uuid.UUID) -> int | None:
    """The rule of a cycle; none where it has none."""
    return session.exec(select(DiscrepancyRule.points).where(DiscrepancyRule.cycle_id == cycle_id)).first()


def items_of(session: Session, cycle_id: uuid.UUID) -> list[Item]:
    """All of a cycle, by the entries' numbers: a constant number of statements."""
    return _items(session, _ITEMS.where(_rounds.c.cycle_id == cycle_id))


def item_by_id(session: Session, id_: uuid.UUID, *, officer: uuid.UUID | None = None) -> Item | None:
    """None also where its entry is out; for an `officer`, where it is not of a panel that they chair or deputise on.

    What is not of their panel costs as many statements as what is not there.
    """
    wanted = _ITEMS.where(_found.c.id == id_)
    if officer is not None:
        wanted = wanted.where(_entries.c.category_id.in_(_panels_of(officer)))
    return next(iter(_items(session, wanted)), None)


def items_on_assignment(session: Session, assignment_id: uuid.UUID) -> Item | None:
    """The reconciliation in which the judge of this assignment is asked, or is the extra judge."""
    asked = sa.select(_parts.c.reconciliation_id).where(_parts.c.assignment_id == assignment_id)
    mine = sa.or_(_found.c.id.in_(asked), _found.c.extra_assignment_id == assignment_id)
    return next(iter(_items(session, _ITEMS.where(mine))), None)


def items_for_person(session: Session, person_id: uuid.UUID) -> list[Item]:
    """Those that are not settled and in which this person is asked, reads as an extra judge, or acts as chair."""
    read = (
        sa.select(_assignments.c.entry_id)
        .join(_judges, _judges.c.id == _assignments.c.judge_id)
        .where(_judges.c.person_id == person_id, _assignments.c.ended_at.is_(None))
    )
    near = sa.or_(_entries.c.category_id.in_(_panels_of(person_id)), _entries.c.id.in_(read))
    found = _items(session, _ITEMS.where(near, _found.c.settled_at.is_(None)))
    return [
        item
        for item in found
        if item.chair == person_id
        or any(part.person_id == person_id for part in (*item.parts, *_one(item.extra)))
    ]


def pending_in(session: Session, round_id: uuid.UUID) -> int:
    """How many are not settled in a round and those before it, of entries that are in the running."""
    statement = (
        sa.select(sa.func.count())
        .select_from(
            _found.join(_entries, _entries.c.id == _found.c.entry_id).join(
                _rounds, _rounds.c.id == _found.c.round_id
            )
        )
        .where(
            _rounds.c.cycle_id
            == sa.select(_opening.c.cycle_id).where(_opening.c.id == round_id).scalar_subquery(),
            _found.c.settled_at.is_(None),
            _entries.c.state == EntryState.SUBMITTED,
        )
    )
    return int(session.connection().scalar(statement) or 0)


def openings_while_pending(session: Session, round_id: uuid.UUID) -> list[tuple[Person, PendingOpening]]:
    """Who consented to open the results of a round while something was pending, and why."""
    return list(
        session.exec(
            select(Person, PendingOpening)
            .join(PendingOpening, col(PendingOpening.person_id) == col(Person.id))
            .where(PendingOpening.round_id == round_id)
            .order_by(col(PendingOpening.at))
        ).all()
    )


@dataclass(frozen=True, slots=True)
class Lodged:
    """A lodged sheet with what is needed to ask its judge."""

    assignment_id: uuid.UUID
    card_id: uuid.UUID
    category_id: uuid.UUID
    code: str
    person_id: uuid.UUID
    receipt_id: uuid.UUID
    sheet: Sheet


def lodged_sheets_of(session: Session, round_id: uuid.UUID) -> dict[uuid.UUID, list[Lodged]]:
    """Entry → the sheets that count, with what is on them: two statements."""
    connection = session.connection()
    newest = (
        sa.select(_receipts.c.scorecard_id, sa.func.max(_receipts.c.at).label("at"))
        .group_by(_receipts.c.scorecard_id)
        .subquery()
    )
    statement = (
        _READERS.join(_entries, _entries.c.id == _assignments.c.entry_id)
        .join(newest, newest.c.scorecard_id == _cards.c.id)
        .join(
            _receipts,
            sa.and_(_receipts.c.scorecard_id == newest.c.scorecard_id, _receipts.c.at == newest.c.at),
        )
        .add_columns(_receipts.c.id.label("receipt_id"), _entries.c.category_id)
        .where(
            _assignments.c.round_id == round_id,
            _cards.c.lodged_at.is_not(None),
            _entries.c.state == EntryState.SUBMITTED,
        )
        .order_by(_entries.c.number, _assignments.c.id)
    )
    rows = connection.execute(statement).all()
    marks: dict[uuid.UUID, dict[str, Fraction]] = defaultdict(dict)
    scored = (
        sa.select(
            _scores.c.scorecard_id,
            _scores.c.points,
            _criteria.c.key,
            _criteria.c.lowest,
            _criteria.c.highest,
            _criteria.c.step,
            _criteria.c.bands,
        )
        .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
        .join(_cards, _cards.c.id == _scores.c.scorecard_id)
        .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
        .where(_assignments.c.round_id == round_id, _scores.c.points.is_not(None))
    )
    for row in connection.execute(scored):
        marks[row.scorecard_id][row.key] = scale_in(row).percent(row.points)
    found: dict[uuid.UUID, list[Lodged]] = {}
    for row in rows:
        sheet = Sheet(row.assignment_id, Fraction(row.total), marks[row.card_id])
        found.setdefault(row.entry_id, []).append(
            Lodged(
                row.assignment_id,
                row.card_id,
                row.category_id,
                row.code,
                row.person_id,
                row.receipt_id,
                sheet,
            )
        )
    return found


def criteria_of(session: Session, categories: Collection[uuid.UUID]) -> dict[uuid.UUID, dict[str, Bilingual]]:
    """Category → the criteria of its newest rubric, by key, in their order."""
    found: dict[uuid.UUID, dict[str, Bilingual]] = defaultdict(dict)
    statement = _NAMES.where(_rubrics.c.category_id.in_(categories))
    for row in session.connection().execute(statement):
        found[row.category_id][row.key] = Bilingual(row.name_ar, row.name_en)
    return found


def _panels_of(person_id: uuid.UUID) -> sa.Select[tuple[uuid.UUID]]:
    """Categories of which this person is an officer who serves and has signed the pledge."""
    return (
        sa.select(_officers.c.category_id)
        .join(_judges, _judges.c.id == _officers.c.judge_id)
        .where(_judges.c.person_id == person_id, _judges.c.dropped_out_at.is_(None), SIGNED)
    )


def _one(part: Part | None) -> tuple[Part, ...]:
    return (part,) if part else ()


def _items(session: Session, statement: Statement) -> list[Item]:
    connection = session.connection()
    rows = connection.execute(statement).all()
    if not rows:
        return []
    entries = {row.entry_id for row in rows}
    readers: dict[tuple[uuid.UUID, uuid.UUID], list[Row]] = defaultdict(list)
    ordered = _READERS.where(_assignments.c.entry_id.in_(entries)).order_by(_assignments.c.id)
    for reader in connection.execute(ordered):
        readers[reader.round_id, reader.entry_id].append(reader)
    names = criteria_of(session, {row.category_id for row in rows})
    chairs = _chairs(session, rows, readers)
    return [
        _item(row, readers[row.round_id, row.entry_id], names[row.category_id], chairs[row.id])
        for row in rows
    ]


def _item(row: Row, readers: Sequence[Row], names: dict[str, Bilingual], chair: uuid.UUID | None) -> Item:
    parts = tuple(_part(reader) for reader in readers if reader.reconciliation_id == row.id)
    extra = next((one for one in readers if one.assignment_id == row.extra_assignment_id), None)
    asked = {part.assignment_id for part in parts}
    totals = [
        Sheet(one.assignment_id, Fraction(one.total), {})
        for one in readers
        if one.assignment_id in asked and one.lodged_at is not None
    ]
    return Item(
        id=row.id,
        round_id=row.round_id,
        cycle_id=row.cycle_id,
        entry_id=row.entry_id,
        number=row.number,
        title_ar=row.title_ar,
        title_en=row.title_en,
        category=row.category,
        name_ar=row.name_ar,
        name_en=row.name_en,
        threshold=row.threshold,
        criteria=tuple(names[key] for key in row.criteria if key in names),
        opened_at=row.opened_at,
        settled_at=row.settled_at,
        settlement=Settlement(row.settlement) if row.settlement else None,
        determination=row.determination,
        parts=parts,
        extra=_part(extra) if extra else None,
        chair=chair,
        apart=too_far_apart(totals, row.threshold),
        extra_lodged=extra is not None and extra.lodged_at is not None,
    )


def _part(row: Row) -> Part:
    return Part(
        row.assignment_id,
        row.judge_id,
        row.person_id,
        row.name_ar,
        row.name_en,
        row.code,
        row.answered_at,
        row.reason or "",
        bool(row.rescored),
    )


def _chairs(
    session: Session, rows: Sequence[Row], readers: dict[tuple[uuid.UUID, uuid.UUID], list[Row]]
) -> dict[uuid.UUID, uuid.UUID | None]:
    """Reconciliation → who acts as chair for it: nobody whose own sheet is in it, or whom a tie or a recusal keeps from it."""
    connection = session.connection()
    held: dict[uuid.UUID, dict[str, uuid.UUID]] = defaultdict(dict)
    persons: dict[uuid.UUID, uuid.UUID] = {}
    officers = (
        sa.select(_officers.c.category_id, _officers.c.office, _officers.c.judge_id, _judges.c.person_id)
        .join(_judges, _judges.c.id == _officers.c.judge_id)
        .where(_officers.c.category_id.in_({row.category_id for row in rows}))
    )
    for officer in connection.execute(officers):
        held[officer.category_id][Office(officer.office).value] = officer.judge_id
        persons[officer.judge_id] = officer.person_id
    aside = kept_apart(session, (row.round_id for row in rows))
    found: dict[uuid.UUID, uuid.UUID | None] = {}
    for row in rows:
        own = {(one.judge_id, row.entry_id) for one in readers[row.round_id, row.entry_id]}
        panel = Panel(Officers(**held[row.category_id]), aside | own)
        seat = acting_chair(panel, row.entry_id)
        found[row.id] = persons[seat] if seat else None
    return found
