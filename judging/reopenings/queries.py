"""Reads of requests to reopen sheets. None of them touches a score."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry
from awards.kit.db import Row
from awards.people.models import Person
from judging.assignments.gather import kept_apart
from judging.assignments.models import Assignment
from judging.panels.chairs import Officers, Panel, acting_chair
from judging.panels.models import Judge, Office, PanelOfficer
from judging.reopenings.consents import Ask, State, state_of
from judging.reopenings.models import Reopening
from judging.rounds.models import Round
from judging.scorecards.desk import WINDOW_COLUMNS
from judging.scorecards.models import LodgementReceipt, Scorecard
from judging.scorecards.permissions import is_before_judge
from judging.scorecards.queries import Receipt
from judging.scorecards.window import Window, window

_requests = Reopening.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_receipts = LodgementReceipt.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_officers = PanelOfficer.__table__  # type: ignore[attr-defined]
_seats = Judge.__table__.alias("seat")  # type: ignore[attr-defined]

_SHEET = (
    sa.select(
        _cards.c.id.label("card_id"),
        _cards.c.lodged_at,
        _assignments.c.id.label("assignment_id"),
        _assignments.c.code,
        _assignments.c.ended_at,
        _assignments.c.judge_id,
        _assignments.c.entry_id,
        _judges.c.person_id,
        _people.c.name_ar.label("judge_ar"),
        _people.c.name_en.label("judge_en"),
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _entries.c.state,
        _entries.c.category_id,
        _categories.c.code.label("category"),
        _categories.c.name_ar,
        _categories.c.name_en,
        _rounds.c.id.label("round_id"),
        _rounds.c.cycle_id,
        *WINDOW_COLUMNS,
    )
    .select_from(_cards)
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_rounds, _rounds.c.id == _assignments.c.round_id)
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
)
_newer = _receipts.alias("newer")
_IS_LAST = ~sa.exists().where(
    _newer.c.scorecard_id == _requests.c.scorecard_id,
    _newer.c.id != _requests.c.receipt_id,
    _newer.c.at
    > sa.select(_receipts.c.at)
    .where(_receipts.c.id == _requests.c.receipt_id)
    .correlate(_requests)
    .scalar_subquery(),
).correlate(_requests)
"""The lodgement that was asked about is still the last one of its sheet."""
STANDS_AGAIN = sa.and_(
    _cards.c.lodged_at.is_(None),
    sa.exists()
    .where(
        _requests.c.scorecard_id == _cards.c.id,
        _requests.c.opened_at.is_not(None),
        _requests.c.restored_at.is_(None),
        _IS_LAST,
    )
    .correlate(_cards),
)
"""Of a scorecard: it is reopened, and stands as it had been lodged if the round is closed."""
_REQUESTS = _SHEET.join(_requests, _requests.c.scorecard_id == _cards.c.id).add_columns(
    *(column.label(f"request_{column.name}") for column in _requests.c), _IS_LAST.label("is_last")
)
_OFFICERS = (
    sa.select(_officers.c.category_id, _officers.c.office, _officers.c.judge_id, _seats.c.person_id)
    .join(_seats, _seats.c.id == _officers.c.judge_id)
    .where(_officers.c.category_id.in_(sa.bindparam("categories", expanding=True)))
)
_RECEIPTS = (
    sa.select(_receipts.c.digest, _receipts.c.at)
    .where(_receipts.c.scorecard_id == sa.bindparam("card"))
    .order_by(_receipts.c.at)
)


Statement = sa.Select[Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet by what has to be known to reopen it; nothing of what is on it."""

    card_id: uuid.UUID
    lodged_at: datetime | None
    code: str
    """What its judge calls the entry."""
    person_id: uuid.UUID
    judge_ar: str
    judge_en: str
    entry_id: uuid.UUID
    number: int
    title_ar: str
    title_en: str
    category: str
    name_ar: str
    """Of the category."""
    name_en: str
    round_id: uuid.UUID
    cycle_id: uuid.UUID
    chair: uuid.UUID | None
    """Who acts as chair for it, by person."""
    before_judge: bool
    window: Window


@dataclass(frozen=True, slots=True)
class Request:
    """A request to reopen a sheet."""

    id: uuid.UUID
    reason: str
    asked_at: datetime
    asked_by_id: uuid.UUID
    panel_at: datetime | None
    panel_id: uuid.UUID | None
    office_at: datetime | None
    office_id: uuid.UUID | None
    declined_at: datetime | None
    declined_by_id: uuid.UUID | None
    refusal: str
    opened_at: datetime | None
    restored_at: datetime | None
    is_last: bool
    """Nothing was lodged since the lodgement that it is about."""
    sheet: Sheet

    @property
    def ask(self) -> Ask:
        return Ask(self.sheet.person_id, self.sheet.chair, self.panel_id, self.office_id)

    @property
    def state(self) -> State:
        sheet = self.sheet
        return state_of(
            self,
            lodged=sheet.lodged_at is not None or not self.is_last,
            may_change=sheet.before_judge and sheet.window is Window.OPEN,
        )


def sheet_by_card(session: Session, card_id: uuid.UUID, *, at: datetime) -> Sheet | None:
    """None where there is no such sheet."""
    return next(iter(_sheets(session, _SHEET.where(_cards.c.id == card_id), at)), None)


def sheet_by_assignment(session: Session, assignment_id: uuid.UUID, *, at: datetime) -> Sheet | None:
    """None where its judge has saved nothing."""
    return next(iter(_sheets(session, _SHEET.where(_assignments.c.id == assignment_id), at)), None)


def sheet_of_judge(
    session: Session, cycle_id: uuid.UUID, entry: int, judge_id: uuid.UUID, *, at: datetime
) -> Sheet | None:
    """The newest sheet of this judge on the entry with this number."""
    statement = _SHEET.where(
        _rounds.c.cycle_id == cycle_id, _entries.c.number == entry, _judges.c.id == judge_id
    ).order_by(_rounds.c.position.desc())
    return next(iter(_sheets(session, statement, at)), None)


def request_by_id(
    session: Session, request_id: uuid.UUID, *, officer: uuid.UUID | None = None, at: datetime
) -> Request | None:
    """One request, whoever asks; for an `officer` only one of a panel that they chair or deputise on.

    What is not of their panel costs as many statements as what is not there.
    """
    wanted = _REQUESTS.where(_requests.c.id == request_id)
    if officer is not None:
        wanted = wanted.where(_entries.c.category_id.in_(_panels_of(officer)))
    return next(iter(_found(session, wanted, at)), None)


def requests_on(session: Session, card_id: uuid.UUID, *, at: datetime) -> list[Request]:
    """All on one sheet, the newest first."""
    return _found(session, _newest(_REQUESTS.where(_requests.c.scorecard_id == card_id)), at)


def requests_of_cycle(session: Session, cycle_id: uuid.UUID, *, at: datetime) -> list[Request]:
    """All of a cycle, the newest first: as many statements, however many there are."""
    return _found(session, _newest(_REQUESTS.where(_rounds.c.cycle_id == cycle_id)), at)


def requests_in(session: Session, round_id: uuid.UUID, *, at: datetime) -> list[Request]:
    """All of a round, the newest first."""
    return _found(session, _newest(_REQUESTS.where(_rounds.c.id == round_id)), at)


def in_progress(session: Session, cycle_id: uuid.UUID, round_id: uuid.UUID, *, at: datetime) -> list[Request]:
    """Sheets of a round that are open now and requests that wait: closing the round ends both. Opened ones first."""
    found = [one for one in requests_of_cycle(session, cycle_id, at=at) if one.sheet.round_id == round_id]
    return [one for state in (State.OPEN, State.ASKED) for one in found if one.state is state]


def requests_for_chair(session: Session, person_id: uuid.UUID, *, at: datetime) -> list[Request]:
    """Those on which this person decides for their panel: they act as chair for the sheet, and it waits for them."""
    waiting = _REQUESTS.where(
        _entries.c.category_id.in_(_panels_of(person_id)),
        _requests.c.declined_at.is_(None),
        _requests.c.panel_at.is_(None),
    )
    return [
        one
        for one in _found(session, waiting.order_by(_requests.c.asked_at), at)
        if one.state is State.ASKED and one.sheet.chair == person_id
    ]


def _panels_of(person_id: uuid.UUID) -> sa.Select[tuple[uuid.UUID]]:
    return (
        sa.select(_officers.c.category_id)
        .join(_seats, _seats.c.id == _officers.c.judge_id)
        .where(_seats.c.person_id == person_id)
    )


def reopened_in(session: Session, round_id: uuid.UUID) -> list[uuid.UUID]:
    """The receipts of the lodgements of a round that are open now: each stands again if nothing is lodged instead."""
    statement = (
        sa.select(_requests.c.receipt_id)
        .join(_cards, _cards.c.id == _requests.c.scorecard_id)
        .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
        .where(
            _assignments.c.round_id == round_id,
            _assignments.c.ended_at.is_(None),
            _cards.c.lodged_at.is_(None),
            _requests.c.opened_at.is_not(None),
            _requests.c.restored_at.is_(None),
            _IS_LAST,
        )
        .order_by(_requests.c.opened_at)
    )
    return list(session.connection().scalars(statement))


def receipts_of(connection: Connection, card_id: uuid.UUID) -> list[Receipt]:
    """Every receipt of a sheet, the first one first."""
    return [Receipt(*row) for row in connection.execute(_RECEIPTS, {"card": card_id})]


def _newest(statement: Statement) -> Statement:
    return statement.order_by(_requests.c.asked_at.desc(), _requests.c.id)


def _found(session: Session, statement: Statement, at: datetime) -> list[Request]:
    rows = session.connection().execute(statement).all()
    own = [field.name for field in fields(Request) if field.name not in ("sheet", "is_last")]
    return [
        Request(
            **{name: getattr(row, f"request_{name}") for name in own}, is_last=bool(row.is_last), sheet=sheet
        )
        for row, sheet in zip(rows, _with_chairs(session, rows, at), strict=True)
    ]


def _sheets(session: Session, statement: Statement, at: datetime) -> list[Sheet]:
    rows = session.connection().execute(statement).all()
    return _with_chairs(session, rows, at)


def _with_chairs(session: Session, rows: Sequence[Row], at: datetime) -> list[Sheet]:
    if not rows:
        return []
    connection = session.connection()
    seats: dict[uuid.UUID, uuid.UUID] = {}
    held: dict[uuid.UUID, dict[str, uuid.UUID]] = {}
    for officer in connection.execute(_OFFICERS, {"categories": list({row.category_id for row in rows})}):
        seats[officer.judge_id] = officer.person_id
        held.setdefault(officer.category_id, {})[Office(officer.office).value] = officer.judge_id
    recused = kept_apart(session, (row.round_id for row in rows))
    told = [field.name for field in fields(Sheet) if field.name not in ("chair", "before_judge", "window")]
    found = []
    for row in rows:
        # Nobody chairs their own sheet.
        aside = recused | {(row.judge_id, row.entry_id)}
        seat = acting_chair(Panel(Officers(**held.get(row.category_id, {})), aside), row.entry_id)
        now = window(
            at,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            opens=row.judging_opens_at,
            closes=row.judging_closes_at,
        )
        found.append(
            Sheet(
                **{name: getattr(row, name) for name in told},
                chair=seats[seat] if seat else None,
                before_judge=is_before_judge(ended=row.ended_at is not None, entry_state=row.state),
                window=now,
            )
        )
    return found
