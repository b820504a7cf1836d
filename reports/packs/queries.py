"""What a judge's pack is made of: their views of the entries, and the rubrics to score by."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from awards.cycles.models import Cycle
from awards.kit.db import Row
from awards.kit.errors import NotFound
from awards.kit.i18n import msg
from awards.people.models import Person
from awards.people.viewer import Viewer
from judging.assignments.models import Assignment
from judging.assignments.queries import judge_views_with_files
from judging.blinding.judge_view import JudgeView, ServedFile
from judging.panels.models import Judge
from judging.rounds.models import Round
from judging.rubrics.kinds import RoundKind
from judging.rubrics.models import Rubric
from judging.rubrics.queries import RubricSheet, rubric_sheet
from judging.scorecards.desk import Desk, desk_of
from judging.scorecards.operations import NotScoringNow
from judging.scorecards.window import Window

_cycles = Cycle.__table__  # type: ignore[attr-defined]
_rubrics = Rubric.__table__  # type: ignore[attr-defined]
_people = Person.__table__  # type: ignore[attr-defined]
_judges = Judge.__table__  # type: ignore[attr-defined]
_assignments = Assignment.__table__  # type: ignore[attr-defined]
_rounds = Round.__table__  # type: ignore[attr-defined]
_CYCLE = sa.select(
    _cycles.c.number,
    _cycles.c.name_ar,
    _cycles.c.name_en,
    _cycles.c.award_ar,
    _cycles.c.award_en,
    _cycles.c.zone,
    _cycles.c.is_demo,
).where(_cycles.c.number == sa.bindparam("number"))
_RUBRICS = (
    sa.select(_rubrics.c.category_id, _rubrics.c.id)
    .where(
        _rubrics.c.category_id.in_(sa.bindparam("categories", expanding=True)),
        # The last one counts: one of the round's own is there only where it judges by it.
        _rubrics.c.kind.in_(sa.bindparam("kinds", expanding=True)),
    )
    .order_by(_rubrics.c.kind != RoundKind.SCORING, _rubrics.c.version)
)

_PERSON = (
    sa.select(_people.c.id, _people.c.name_ar, _people.c.name_en, _people.c.lang)
    .join(_judges, _judges.c.person_id == _people.c.id)
    .where(_judges.c.id == sa.bindparam("judge"))
)
_SEATS = (
    sa.select(
        _judges.c.id,
        sa.exists()
        .where(
            _assignments.c.judge_id == _judges.c.id,
            _assignments.c.ended_at.is_(None),
            _assignments.c.round_id == _rounds.c.id,
            _rounds.c.opened_at.is_not(None),
        )
        .correlate(_judges)
        .label("reads"),
    )
    .where(_judges.c.cycle_id == sa.bindparam("cycle"))
    .order_by(_judges.c.id)
)


@dataclass(frozen=True, slots=True)
class ForJudge:
    """Whose pack it is; a judge is named to themselves alone."""

    judge_id: uuid.UUID
    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class PackEntry:
    """An entry as the judge knows it, its files by number less one, and how it is scored."""

    view: JudgeView
    files: tuple[ServedFile, ...]
    rubric: RubricSheet


@dataclass(frozen=True, slots=True)
class Pack:
    """All that one judge reads in a round, in their own order."""

    judge: ForJudge
    cycle: Row
    kind: RoundKind
    """Of the round."""
    closes: datetime
    entries: tuple[PackEntry, ...]


def my_pack(connection: Connection, viewer: Viewer, *, at: datetime) -> Pack:
    """The pack of the signed-in judge: six statements, and three for each rubric that was not read lately.

    Raises NotFound where they can read nothing: no seat, no pledge, no open round, no approved copy; and NotScoringNow
    before the announced hour.
    """
    desk = desk_of(connection, viewer.person_id)
    if desk is None:
        raise NotFound
    return _pack(
        connection, viewer.person_id, desk, ForJudge(desk.judge_id, viewer.name_ar, viewer.name_en), at
    )


def pack_of_seat(connection: Connection, judge_id: uuid.UUID, *, at: datetime) -> tuple[Pack, str] | None:
    """The pack that this judge could download now, and the language that they read; None where they could not."""
    person = connection.execute(_PERSON, {"judge": judge_id}).one()
    desk = desk_of(connection, person.id)
    if desk is None or desk.judge_id != judge_id:
        return None
    try:
        judge = ForJudge(judge_id, person.name_ar, person.name_en)
        return _pack(connection, person.id, desk, judge, at), person.lang
    except (NotFound, NotScoringNow):
        return None


def seats_of(connection: Connection, cycle_id: uuid.UUID) -> list[tuple[uuid.UUID, int]]:
    """The judges who have entries in an opened round of the cycle, each with the number of their seat on its jury.

    Not the pseudonym of the results: the cover of a pack has the judge's name.
    """
    seats = connection.execute(_SEATS, {"cycle": cycle_id}).all()
    return [(seat.id, number) for number, seat in enumerate(seats, start=1) if seat.reads]


def _pack(connection: Connection, person_id: uuid.UUID, desk: Desk, judge: ForJudge, at: datetime) -> Pack:
    entries = entries_of(connection, person_id, desk.round_id, kind=desk.kind) if desk.signed else ()
    if not entries:
        raise NotFound
    if desk.window(at) is Window.NOT_YET:
        raise NotScoringNow(msg("The round has not begun yet."))
    cycle = connection.execute(_CYCLE, {"number": desk.cycle_number}).one()
    return Pack(judge, cycle, desk.kind, desk.closes, entries)


def entries_of(
    connection: Connection,
    person_id: uuid.UUID,
    round_id: uuid.UUID,
    *,
    kind: RoundKind = RoundKind.SCORING,
) -> tuple[PackEntry, ...]:
    """What the person reads in the round: recused and withdrawn entries are not among them."""
    found = judge_views_with_files(connection, person_id, round_id)
    rubrics = _rubrics_of(connection, {view.category_id for view, _ in found}, kind)
    return tuple(PackEntry(view, files, rubrics[view.category_id]) for view, files in found)


def _rubrics_of(
    connection: Connection, categories: Iterable[uuid.UUID], kind: RoundKind
) -> dict[uuid.UUID, RubricSheet]:
    rows = connection.execute(_RUBRICS, {"categories": list(categories), "kinds": [RoundKind.SCORING, kind]})
    newest = dict(tuple(row) for row in rows)  # a later version takes the place of an earlier one
    return {category: rubric_sheet(connection, rubric) for category, rubric in newest.items()}
