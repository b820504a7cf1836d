"""Reads of a calibration, from the judge who asks and for organisers."""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.models import Category, Cycle
from awards.entries.models import Entry
from awards.kit.db import Row
from awards.kit.errors import NotFound
from judging.assignments.facts import Facts
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.assignments.queries import copies_of, view_of
from judging.blinding.judge_view import JudgeView, ReadCopy
from judging.blinding.models import BlindCopy
from judging.blinding.queries import LAST_SUBMISSION, SAME_TRANSLATION
from judging.calibration.models import Calibration, CalibrationEntry, CalibrationPost, CalibrationSheet
from judging.calibration.rules import Phase, chair_of, letter, phase_of, taking_part
from judging.panels.chairs import Officers
from judging.panels.models import Judge
from judging.panels.naming import officers_of
from judging.panels.pledge import SIGNED
from judging.rounds.models import Round
from judging.rounds.queries import opening_round
from judging.rubrics.queries import RubricSheet, rubric_sheet
from judging.scorecards.sheet import ABSTAINED, Mark

_anchors = CalibrationEntry.__table__  # type: ignore[attr-defined]
_entries = Entry.__table__  # type: ignore[attr-defined]
_categories = Category.__table__  # type: ignore[attr-defined]
_copies = BlindCopy.__table__  # type: ignore[attr-defined]

_OF_CALIBRATION = (
    sa.select(
        _anchors.c.id,
        _anchors.c.code,
        _anchors.c.entry_id,
        _anchors.c.rubric_id,
        _copies.c.id.label("copy_id"),
        _copies.c.version,
        _entries.c.number,
        _entries.c.title_ar,
        _entries.c.title_en,
        _categories.c.id.label("category_id"),
        _categories.c.code.label("category_code"),
        _categories.c.questions_version,
        _categories.c.name_ar,
        _categories.c.name_en,
    )
    .join(_entries, _entries.c.id == _anchors.c.entry_id)
    .join(_categories, _categories.c.id == _entries.c.category_id)
    .outerjoin(
        _copies,
        sa.and_(
            _copies.c.submission_id == LAST_SUBMISSION, _copies.c.approved_at.is_not(None), SAME_TRANSLATION
        ),
    )
    .where(_anchors.c.calibration_id == sa.bindparam("calibration"))
    .order_by(_categories.c.position, _entries.c.number)
)
Marks = Mapping[str, Mark]
"""By criterion key."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A calibration with all that decides who sees what of it."""

    calibration: Calibration
    facts: Facts
    officers: Mapping[uuid.UUID, Officers]
    """By category."""
    anchors: tuple[Row, ...]
    """With `id`, `code`, `entry_id`, `rubric_id`, what names entry and category, and what `copies_of` reads."""

    def phase(self, at: datetime) -> Phase:
        one = self.calibration
        scoring = self.facts.round.opened_at is not None
        return phase_of(ends_at=one.ends_at, closed_at=one.closed_at, scoring=scoring, at=at)

    def judges_of(self, anchor: Row) -> frozenset[uuid.UUID]:
        """Who takes part in it."""
        return taking_part(self.facts, self.officers.get(anchor.category_id, Officers()), anchor.entry_id)

    def chair_of(self, anchor: Row) -> uuid.UUID | None:
        return chair_of(self.facts, self.officers.get(anchor.category_id, Officers()), anchor.entry_id)

    def voice(self, judge_id: uuid.UUID) -> str:
        """What the judge is called; empty for one who has no voice."""
        voices = self.calibration.voices
        return letter(voices.index(str(judge_id))) if str(judge_id) in voices else ""


@dataclass(frozen=True, slots=True)
class Mine:
    """An anchor as one judge has it."""

    row: Row
    judge_id: uuid.UUID
    handed_in: bool
    chairs: bool

    @property
    def may_see(self) -> bool:
        """Once calibration is closed: whether this judge is shown the spread and the talk."""
        return self.handed_in or self.chairs


@dataclass(frozen=True, slots=True)
class Said:
    """A post, under what its writer is called."""

    voice: str
    own: bool
    text: str
    at: datetime


def calibration_of(session: Session, cycle_id: uuid.UUID) -> Calibration | None:
    """None where a cycle has opened none."""
    return session.exec(select(Calibration).where(Calibration.cycle_id == cycle_id)).first()


def standing_of(session: Session, calibration: Calibration) -> Standing:
    """As many statements as `gather` makes, and three."""
    round_ = opening_round(session, calibration.cycle_id)
    if round_ is None:
        raise NotFound
    rows = session.connection().execute(_OF_CALIBRATION, {"calibration": calibration.id}).all()
    facts, officers = gather(session, round_.id), officers_of(session, calibration.cycle_id)
    return Standing(calibration, facts, officers, tuple(rows))


def mine(session: Session, person_id: uuid.UUID) -> tuple[Standing, list[Mine]] | None:
    """The anchors of the newest cycle in which this person judges and that has a calibration; None where there is none.

    Of an entry with which they have a conflict, or of another panel, there is nothing.
    """
    found = session.exec(
        select(Calibration, Judge.id)
        .join(Judge, col(Judge.cycle_id) == col(Calibration.cycle_id))
        .join(Cycle, col(Cycle.id) == col(Calibration.cycle_id))
        .where(Judge.person_id == person_id, SIGNED, col(Judge.dropped_out_at).is_(None))
        .order_by(col(Cycle.number).desc())
    ).first()
    if found is None:
        return None
    calibration, judge_id = found
    standing = standing_of(session, calibration)
    of_judge = select(CalibrationSheet.calibration_entry_id).where(CalibrationSheet.judge_id == judge_id)
    handed_in = set(session.exec(of_judge))
    return standing, [
        Mine(row, judge_id, row.id in handed_in, standing.chair_of(row) == judge_id)
        for row in standing.anchors
        if row.copy_id is not None and judge_id in standing.judges_of(row)
    ]


def my_anchor(session: Session, person_id: uuid.UUID, code: str) -> tuple[Standing, Mine]:
    """Raises NotFound alike for a code that does not exist and an anchor in which this person has no part."""
    found = mine(session, person_id)
    if found is None:
        raise NotFound
    standing, anchors = found
    anchor = next((each for each in anchors if each.row.code == code), None)
    if anchor is None:
        raise NotFound
    return standing, anchor


def copy_of(session: Session, anchor: Mine) -> ReadCopy:
    """The approved copy of the anchor."""
    return copies_of(session.connection(), [anchor.row])[anchor.row.copy_id]


def shown_view(session: Session, anchor: Mine) -> JudgeView:
    """The anchor as a judge reads it, under its shared code; `assignment_id` is the anchor's own id."""
    return view_of(anchor.row, copy_of(session, anchor))


def own_code(session: Session, anchor: Mine) -> str:
    """What the judge calls the same entry now that judging is open; empty before, or if they do not read it."""
    found = (
        select(Assignment.code)
        .join(Round, col(Round.id) == col(Assignment.round_id))
        .where(
            Assignment.judge_id == anchor.judge_id,
            Assignment.entry_id == anchor.row.entry_id,
            col(Assignment.ended_at).is_(None),
            col(Round.opened_at).is_not(None),
        )
        .order_by(col(Round.position).desc())
    )
    return session.exec(found).first() or ""


def sheets_of(session: Session, calibration_id: uuid.UUID) -> dict[uuid.UUID, dict[uuid.UUID, Marks]]:
    """Anchor → judge → marks: one statement."""
    found = (
        select(CalibrationSheet)
        .join(CalibrationEntry, col(CalibrationEntry.id) == col(CalibrationSheet.calibration_entry_id))
        .where(CalibrationEntry.calibration_id == calibration_id)
    )
    sheets: dict[uuid.UUID, dict[uuid.UUID, Marks]] = defaultdict(dict)
    for sheet in session.exec(found):
        sheets[sheet.calibration_entry_id][sheet.judge_id] = marks_from(sheet.marks)
    return sheets


def posts_of(session: Session, standing: Standing, anchor: Mine) -> list[Said]:
    """The first one first."""
    found = (
        select(CalibrationPost)
        .where(CalibrationPost.calibration_entry_id == anchor.row.id)
        .order_by(col(CalibrationPost.at), col(CalibrationPost.id))
    )
    return [
        Said(standing.voice(post.judge_id), post.judge_id == anchor.judge_id, post.text, post.at)
        for post in session.exec(found)
    ]


def rubric_for(session: Session, anchor: Row) -> RubricSheet:
    """The rubric by which the anchor is scored."""
    return rubric_sheet(session.connection(), anchor.rubric_id)


def marks_from(kept: Mapping[str, Any]) -> dict[str, Mark]:
    """The marks that a sheet keeps."""
    return {
        key: Mark(comment=one["comment"], not_scored=ABSTAINED)
        if one["chosen"] == ABSTAINED
        else Mark(one["chosen"] or None, comment=one["comment"])
        for key, one in kept.items()
    }
