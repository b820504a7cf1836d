"""Reads of judges who were recused or excused, for organisers and auditors."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlmodel import Session

from awards.cycles.models import Category
from awards.entries.models import Entry, EntryState
from awards.kit.audit import AuditEvent
from awards.kit.db import Row
from awards.people.models import Person
from judging.assignments.departures import Departure, Followed, Reader, SheetKept, Way, what_followed
from judging.assignments.models import DROPPED_OUT, HANDED_OVER, RECUSAL, Assignment
from judging.blinding.sheets import SHEETS
from judging.panels.models import Judge
from judging.recusals.conflicts import ConflictKind
from judging.recusals.models import Recusal
from judging.rounds.models import Round

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_recusals = Recusal.__table__  # type: ignore[attr-defined]
_declarers = Person.__table__.alias("declarer")  # type: ignore[attr-defined]
_events = AuditEvent.__table__  # type: ignore[attr-defined]

_in_round = _assignments.c.round_id == sa.bindparam("round")
_ENDED = (
    sa.select(
        _assignments.c.id.label("assignment_id"),
        _assignments.c.judge_id,
        _assignments.c.entry_id,
        _assignments.c.made_at,
        _assignments.c.ended_at,
        _assignments.c.ended_reason,
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _entries.c.state,
        _categories.c.code.label("category"),
        _judges.c.person_id,
        _people.c.name_ar,
        _people.c.name_en,
        _recusals.c.reason,
        _recusals.c.declared_by_id,
        _declarers.c.name_ar.label("by_ar"),
        _declarers.c.name_en.label("by_en"),
        SHEETS.c.assignment_id.label("sheet_id"),
        SHEETS.c.lodged_at,
    )
    .join(_entries, _entries.c.id == _assignments.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .outerjoin(
        _recusals,
        sa.and_(
            _recusals.c.judge_id == _assignments.c.judge_id,
            _recusals.c.entry_id == _assignments.c.entry_id,
            _assignments.c.ended_reason == RECUSAL,
        ),
    )
    .outerjoin(_declarers, _declarers.c.id == _recusals.c.declared_by_id)
    .outerjoin(SHEETS, SHEETS.c.assignment_id == _assignments.c.id)
    .where(_in_round, _assignments.c.ended_at.is_not(None))
    .order_by(_assignments.c.ended_at.desc(), _entries.c.number)
)
_READERS = (
    sa.select(_assignments.c.entry_id, _people.c.name_ar, _people.c.name_en, _assignments.c.made_at)
    .join(_judges, _judges.c.id == _assignments.c.judge_id)
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(
        _in_round,
        _assignments.c.entry_id.in_(
            sa.select(_assignments.c.entry_id).where(_in_round, _assignments.c.ended_at.is_not(None))
        ),
    )
    .order_by(_assignments.c.made_at, _people.c.name_ar, _assignments.c.id)
)
_LEAVERS = (
    sa.select(
        _judges.c.id,
        _people.c.name_ar,
        _people.c.name_en,
        _judges.c.dropped_out_at,
        _judges.c.dropped_out_reason,
    )
    .join(_people, _people.c.id == _judges.c.person_id)
    .where(_judges.c.cycle_id == sa.bindparam("cycle"), _judges.c.dropped_out_at.is_not(None))
    .order_by(_judges.c.dropped_out_at.desc())
)
_RELEASES = (
    sa.select(_events.c.subject_id, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _events.c.actor_id)
    .where(
        _events.c.action == "judge.released",
        _events.c.subject_id.in_(sa.bindparam("judges", expanding=True)),
    )
)
_HANDED = (
    sa.select(_events.c.subject_id, _events.c.detail, _people.c.name_ar, _people.c.name_en)
    .join(_people, _people.c.id == _events.c.actor_id)
    .where(
        _events.c.action == "entry.handed_over",
        _events.c.subject_id.in_(sa.bindparam("entries", expanding=True)),
    )
)

Told = tuple[str, str, str]
"""Who it was, in both languages, and why."""


@dataclass(frozen=True, slots=True)
class Leaver:
    """A judge who was excused from the jury."""

    name_ar: str
    name_en: str
    at: datetime
    reason: str
    by_ar: str
    by_en: str
    """On whose word, as the audit log has it."""
    ended: tuple[Departure, ...]
    """What they had and had not lodged, by the entries' numbers."""


@dataclass(frozen=True, slots=True)
class Departures:
    """Everybody who left an entry of the round, or its jury, and what became of the entries."""

    from_entries: tuple[Departure, ...]
    """Recused, or excused from one entry; the newest first."""
    from_jury: tuple[Leaver, ...]
    followed: dict[uuid.UUID, Followed]
    """By assignment that ended."""


def departures_of(session: Session, round_: Round) -> Departures:
    """Who left which entry of a round, and who left its jury: five statements."""
    connection = session.connection()
    leavers = connection.execute(_LEAVERS, {"cycle": round_.cycle_id}).all()
    said = _releases(connection, [leaver.id for leaver in leavers])
    rows = connection.execute(_ENDED, {"round": round_.id}).all()
    handed = _handovers(connection, [row.entry_id for row in rows if row.ended_reason == HANDED_OVER])
    ended = [_departure(row, said, handed) for row in rows]
    readers: defaultdict[uuid.UUID, list[Reader]] = defaultdict(list)
    for row in connection.execute(_READERS, {"round": round_.id}):
        readers[row.entry_id].append(Reader(row.name_ar, row.name_en, row.made_at))
    return Departures(
        from_entries=tuple(one for one in ended if one.way is not Way.LEFT),
        from_jury=tuple(_leaver(leaver, ended, said) for leaver in leavers),
        followed=what_followed(ended, readers, closed=round_.closed_at is not None),
    )


def _releases(connection: Connection, judges: Iterable[uuid.UUID]) -> dict[uuid.UUID, tuple[str, str]]:
    """Judge → the names of who excused them from the jury."""
    rows = connection.execute(_RELEASES, {"judges": [str(id_) for id_ in judges]})
    return {uuid.UUID(row.subject_id): (row.name_ar, row.name_en) for row in rows}


def _handovers(
    connection: Connection, entries: Iterable[uuid.UUID]
) -> dict[tuple[uuid.UUID, uuid.UUID], Told]:
    """(entry, judge) → who took the entry from the judge, and why."""
    rows = connection.execute(_HANDED, {"entries": [str(id_) for id_ in entries]})
    return {
        (uuid.UUID(row.subject_id), uuid.UUID(row.detail["old"])): (
            row.name_ar,
            row.name_en,
            row.detail["reason"],
        )
        for row in rows
    }


def _departure(
    row: Row,
    said: dict[uuid.UUID, tuple[str, str]],
    handed: dict[tuple[uuid.UUID, uuid.UUID], Told],
) -> Departure:
    way = _way(row)
    by_ar, by_en = said.get(row.judge_id, ("", "")) if way is Way.LEFT else (row.by_ar or "", row.by_en or "")
    reason = (row.reason or "") if way is Way.RECUSED else ""
    if way is Way.HANDED_OVER:
        by_ar, by_en, reason = handed.get((row.entry_id, row.judge_id), ("", "", ""))
    return Departure(
        assignment_id=row.assignment_id,
        entry_id=row.entry_id,
        number=row.number,
        title_ar=row.title_ar,
        title_en=row.title_en,
        category=row.category,
        entry_out=row.state != EntryState.SUBMITTED,
        judge_id=row.judge_id,
        name_ar=row.name_ar,
        name_en=row.name_en,
        way=way,
        made_at=row.made_at,
        at=row.ended_at,
        reason=reason,
        conflict=ConflictKind(row.reason) if way is Way.EXCUSED else None,
        by_ar=by_ar,
        by_en=by_en,
        sheet=SheetKept.LODGED if row.lodged_at else SheetKept.DRAFT if row.sheet_id else SheetKept.NONE,
    )


def _way(row: Row) -> Way:
    if row.ended_reason == DROPPED_OUT:
        return Way.LEFT
    if row.ended_reason == HANDED_OVER:
        return Way.HANDED_OVER
    return Way.RECUSED if row.declared_by_id in (None, row.person_id) else Way.EXCUSED


def _leaver(row: Row, ended: Iterable[Departure], said: dict[uuid.UUID, tuple[str, str]]) -> Leaver:
    by_ar, by_en = said.get(row.id, ("", ""))
    own = [one for one in ended if one.judge_id == row.id and one.way is Way.LEFT]
    return Leaver(
        row.name_ar,
        row.name_en,
        row.dropped_out_at,
        row.dropped_out_reason,
        by_ar,
        by_en,
        tuple(sorted(own, key=lambda one: one.number)),
    )
