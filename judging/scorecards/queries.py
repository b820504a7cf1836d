"""What a judge sees of their own sheets. Every statement starts from the person; none knows of a colleague."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry, EntryState
from awards.kit.db import Row
from awards.kit.errors import NotFound
from awards.kit.recently_used import RecentlyUsed
from judging.assignments.models import Assignment
from judging.assignments.queries import READABLE, judge_view_by_code, judge_views
from judging.blinding.judge_view import JudgeView
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Criterion, Rubric
from judging.rubrics.queries import rubric_sheet
from judging.scorecards.applying import NOT_APPLYING
from judging.scorecards.desk import WINDOW_COLUMNS, Desk
from judging.scorecards.models import LodgementReceipt, Score, Scorecard
from judging.scorecards.sheet import WORK_ORDER, Mark, SheetInput, SheetState, sheet_state
from judging.scorecards.window import Window, window

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_cycles = Cycle.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_criteria = Criterion.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_cards = Scorecard.__table__  # type: ignore[attr-defined]
_scores = Score.__table__  # type: ignore[attr-defined]
_receipts = LodgementReceipt.__table__  # type: ignore[attr-defined]

NEWEST_RUBRIC = (
    sa.select(_rubrics.c.id)
    .where(
        _rubrics.c.category_id == _entries.c.category_id,
        _rubrics.c.kind.in_([_rounds.c.kind, RoundKind.SCORING]),
    )
    .order_by(_rubrics.c.kind == RoundKind.SCORING, _rubrics.c.version.desc())
    .limit(1)
    .correlate(_entries, _rounds)
    .scalar_subquery()
    .label("newest_rubric_id")
)
# Calibration is a layer above: here only what everybody called an entry there is asked, by the names of its columns.
_anchors = sa.table("calibration_entry", sa.column("entry_id", sa.Uuid), sa.column("code", sa.String))
_ANCHOR = (
    sa.select(_anchors.c.code)
    .where(_anchors.c.entry_id == _entries.c.id)
    .limit(1)
    .correlate(_entries)
    .scalar_subquery()
    .label("anchor")
)
_mine = _assignments.alias("mine")
_its_entry = _entries.alias("its_entry")
_its_card = _cards.alias("its_card")
# Ids as the driver gives them: they are only compared, and thirty entries have a hundred of them.
_VIEW_KEY = (
    sa.type_coerce(_assignments.c.id, sa.String).label("assignment"),
    sa.type_coerce(_copies.c.id, sa.String).label("copy"),
    _copies.c.version,
    _categories.c.questions_version,
    _categories.c.name_ar,
    _categories.c.name_en,
)
_KEYED = len(_VIEW_KEY)
_LIST = (
    READABLE.select_from(_assignments)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .with_only_columns(
        *_VIEW_KEY,
        _assignments.c.code,
        _cards.c.scored,
        _cards.c.total,
        _cards.c.lodged_at.is_not(None).label("lodged"),
        sa.case((_cards.c.lodged_at.is_(None), _cards.c.rubric_id)).label("rubric_id"),
    )
    .where(_assignments.c.judge_id == sa.bindparam("judge"), _assignments.c.round_id == sa.bindparam("round"))
    .order_by(_assignments.c.position)
)
_SHEET = (
    READABLE.select_from(_assignments)
    .join(_cycles, _cycles.c.id == _rounds.c.cycle_id)
    .outerjoin(_cards, _cards.c.assignment_id == _assignments.c.id)
    .with_only_columns(
        *_VIEW_KEY,
        _assignments.c.code,
        _assignments.c.judge_id,
        _assignments.c.round_id,
        _cards.c.id.label("card_id"),
        _cards.c.rubric_id,
        NEWEST_RUBRIC,
        _cards.c.version.label("card_version"),
        _cards.c.total,
        _cards.c.scored,
        _cards.c.strengths,
        _cards.c.improvements,
        _cards.c.confidential,
        _cards.c.updated_at,
        _cards.c.lodged_at,
        *WINDOW_COLUMNS,
        _cycles.c.zone,
        _rounds.c.kind.label("round_kind"),
        sa.case((_rounds.c.shows_before, _rounds.c.kind)).label("shows_before"),
        NOT_APPLYING,
        _ANCHOR,
    )
    .where(_assignments.c.code == sa.bindparam("code"))
    .order_by(_assignments.c.made_at.desc())
)
_ORDER = (
    sa.select(
        _mine.c.code,
        _its_card.c.scored,
        _its_card.c.lodged_at.is_not(None).label("lodged"),
        # As the driver gives it: it is looked at only for a draft.
        sa.case((_its_card.c.lodged_at.is_(None), sa.type_coerce(_its_card.c.rubric_id, sa.String))).label(
            "rubric_id"
        ),
    )
    .join(_its_entry, _its_entry.c.id == _mine.c.entry_id)
    .outerjoin(_its_card, _its_card.c.assignment_id == _mine.c.id)
    .where(
        _mine.c.judge_id == sa.bindparam("judge"),
        _mine.c.round_id == sa.bindparam("round"),
        _mine.c.ended_at.is_(None),
        _its_entry.c.state == EntryState.SUBMITTED,
    )
    .order_by(_mine.c.position)
)
_MARKS = (
    sa.select(_criteria.c.key, _scores.c.points, _scores.c.not_scored, _scores.c.comment)
    .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
    .where(_scores.c.scorecard_id == sa.bindparam("card"))
)
_ALL_MARKS = (
    sa.select(
        _cards.c.assignment_id, _cards.c.rubric_id, _criteria.c.key, _scores.c.points, _scores.c.not_scored
    )
    .select_from(_scores)
    .join(_criteria, _criteria.c.id == _scores.c.criterion_id)
    .join(_cards, _cards.c.id == _scores.c.scorecard_id)
    .join(_assignments, _assignments.c.id == _cards.c.assignment_id)
    .where(
        _assignments.c.judge_id == sa.bindparam("judge"),
        _assignments.c.round_id == sa.bindparam("round"),
        _assignments.c.ended_at.is_(None),
    )
)
_RECEIPT = (
    sa.select(_receipts.c.digest, _receipts.c.at)
    .where(_receipts.c.scorecard_id == sa.bindparam("card"))
    .order_by(_receipts.c.at.desc())
)


ViewKey = tuple[object, ...]
"""Assignment, versions of the blind copy and of the questions, the category's names: all that a view is made of, so that what is made of
the view may be kept under it."""


class MyEntry(NamedTuple):
    """One entry of the judge's list, and how far its sheet is."""

    key: ViewKey
    entry: JudgeView
    scored: int | None
    """None while no sheet was begun."""
    total: str | None
    lodged: bool
    rubric_id: uuid.UUID | None
    """Of a draft only."""


class Following(NamedTuple):
    """The entry to go on with."""

    code: str
    state: SheetState


@dataclass(frozen=True, slots=True)
class Place:
    """Where an entry stands in the judge's order, and how far the judge is."""

    before: str | None
    """The code of the entry before this one."""
    after: str | None
    following: Following | None
    """What to do next: finish a draft, else begin, else lodge; after the last entry from the first again, never this."""
    number: int
    """From 1."""
    entries: int
    lodged: int


@dataclass(frozen=True, slots=True)
class MySheet:
    """The judge's sheet of one entry, and where it stands among the others."""

    key: ViewKey
    entry: JudgeView
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
    zone: str
    window: Window
    place: Place
    kind: RoundKind
    """Of the round in which it is written."""
    shows_before: RoundKind | None
    """Where the judge may see what the round before came to: the kind of this one."""
    not_applying: str | None = None
    """The column `judging.scorecards.applying.NOT_APPLYING`."""
    anchor: str | None = None
    """What the whole panel called the entry in calibration."""


class MyMarks(NamedTuple):
    """What one sheet says, and by which rubric."""

    rubric_id: uuid.UUID
    marks: dict[str, Mark]
    """By criterion key."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the judge was given: a salted SHA-256 of the lodged sheet, in hex, and when."""

    digest: str
    at: datetime


_views = RecentlyUsed[ViewKey, JudgeView](8192)


def my_entries(connection: Connection, person_id: uuid.UUID, desk: Desk) -> list[MyEntry]:
    """All that the person can read in the round, in their own order; one statement once it was read before."""
    found = connection.execute(_LIST, {"person": person_id, "judge": desk.judge_id, "round": desk.round_id})
    rows = {row[:_KEYED]: row[_KEYED:] for row in found}
    views = _views.find(rows)
    if len(views) < len(rows):
        by_code = {view.code: view for view in judge_views(connection, person_id, desk.round_id)}
        views = {key: by_code[code] for key, (code, *_) in rows.items()}
        _views.keep(views)
    return [MyEntry(key, views[key], *how_far) for key, (_, *how_far) in rows.items()]


def my_sheet(connection: Connection, person_id: uuid.UUID, code: str, *, at: datetime) -> MySheet:
    """What the person wrote on the entry that they call `code`.

    Raises NotFound where there is no such entry before them: unknown, another judge's, recused, out, its copy not
    approved, or its round not opened.
    """
    row = connection.execute(_SHEET, {"person": person_id, "code": code}).first()
    if row is None:
        raise NotFound
    key = row[:_KEYED]
    view = _views.find([key]).get(key)
    if view is None:
        view = judge_view_by_code(connection, person_id, code)
        _views.keep({key: view})
    return MySheet(
        key=key,
        entry=view,
        card_id=row.card_id,
        rubric_id=row.rubric_id if row.lodged_at else row.newest_rubric_id,
        version=row.card_version or 0,
        total=row.total,
        scored=row.scored or 0,
        content=SheetInput(
            marks_of(connection, row.card_id) if row.card_id else {},
            row.strengths or "",
            row.improvements or "",
            row.confidential or "",
        ),
        updated_at=row.updated_at,
        lodged_at=row.lodged_at,
        closes=row.judging_closes_at,
        zone=row.zone,
        window=window(
            at,
            opened_at=row.opened_at,
            closed_at=row.closed_at,
            opens=row.judging_opens_at,
            closes=row.judging_closes_at,
        ),
        place=_place(connection, row),
        kind=row.round_kind,
        shows_before=row.shows_before,
        not_applying=row.not_applying,
        anchor=row.anchor,
    )


def _place(connection: Connection, row: Row) -> Place:
    order = connection.execute(_ORDER, {"judge": row.judge_id, "round": row.round_id}).all()
    codes = [beside.code for beside in order]
    here = codes.index(row.code)
    # Sorted by what comes first; what is alike stays in the judge's own order.
    onward = sorted(_open_sheets(connection, [*order[here + 1 :], *order[:here]]), key=_urgency)
    return Place(
        before=codes[here - 1] if here else None,
        after=codes[here + 1] if here + 1 < len(codes) else None,
        following=onward[0] if onward else None,
        number=here + 1,
        entries=len(codes),
        lodged=sum(beside.lodged for beside in order),
    )


def _open_sheets(connection: Connection, order: Sequence[Row]) -> Iterator[Following]:
    for beside in order:
        if beside.lodged:
            continue
        criteria = 0
        if beside.rubric_id is not None:
            criteria = len(rubric_sheet(connection, uuid.UUID(str(beside.rubric_id))).criteria)
        begun = beside.scored is not None
        yield Following(
            beside.code, sheet_state(begun=begun, scored=beside.scored or 0, criteria=criteria, lodged=False)
        )


def _urgency(following: Following) -> int:
    return WORK_ORDER.index(following.state)


def marks_of(connection: Connection, card_id: uuid.UUID) -> dict[str, Mark]:
    """What a saved sheet says, by criterion key."""
    rows = connection.execute(_MARKS, {"card": card_id})
    return {row.key: Mark(row.points, row.not_scored, row.comment) for row in rows}


def my_marks(connection: Connection, desk: Desk) -> dict[uuid.UUID, MyMarks]:
    """The marks of the judge's own sheets in the round, by assignment; no comments."""
    found: dict[uuid.UUID, MyMarks] = {}
    rows = connection.execute(_ALL_MARKS, {"judge": desk.judge_id, "round": desk.round_id})
    for assignment_id, rubric_id, key, points, not_scored in rows:
        if assignment_id not in found:
            found[assignment_id] = MyMarks(rubric_id, {})
        found[assignment_id].marks[key] = Mark(points, not_scored)
    return found


def receipt_of(connection: Connection, card_id: uuid.UUID) -> Receipt | None:
    """The receipt of a lodged sheet."""
    row = connection.execute(_RECEIPT, {"card": card_id}).first()
    return Receipt(*row) if row else None
