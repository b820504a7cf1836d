"""Calibration in a demo cycle: the panels of two anchors score them, each alone, and talk over the spread."""

import uuid
from collections.abc import Callable, Collection
from datetime import datetime

from awards.cycles.models import Cycle
from awards.demo.calendar import between
from awards.kit.db import Database
from judging.calibration.operations import begin_calibration, close_calibration, hand_in, say
from judging.calibration.queries import standing_of
from judging.scorecards.sheet import SheetInput

_SAID = (
    "أعطيت الدرجة العليا لأن النتائج مقيسة قبل الخدمة وبعدها. هل اشترط أحدكم مصدرًا خارجيًّا؟",
    "لم أشترطه، لكنني خفّضت الدرجة لأن العينة غير موصوفة. أقترح أن نعدّ ذكر العينة شرطًا لما فوق المنتصف.",
)


def calibrate(
    db: Database,
    cycle: Cycle,
    numbers: Collection[int],
    sheet: Callable[[uuid.UUID, uuid.UUID], SheetInput],
    opens: datetime,
    *,
    by: uuid.UUID,
) -> None:
    """The entries of these `numbers` are the anchors; `sheet` says what a person gives an entry. One does not get to it."""
    ends = between(opens, cycle.judging_opens_at, 1, 2)
    with db.write() as session:
        made = begin_calibration(session, cycle.id, numbers, ends, by=by, at=opens)
        standing = standing_of(session, made)
        seats = standing.facts.judges
        taking_part = [
            (row, sorted((seats[seat].person_id for seat in standing.judges_of(row)), key=str))
            for row in standing.anchors
        ]
    given = [(row, person) for row, people in taking_part for person in people[1:]]
    for n, (row, person) in enumerate(given):
        at = between(opens, ends, n, len(given))
        with db.write() as session:
            hand_in(session, row.code, sheet(row.entry_id, person), by=person, at=at)
    with db.write() as session:
        close_calibration(session, cycle.id, by=by, at=ends)
    for n, ((row, person), text) in enumerate(zip(given, _SAID, strict=False)):
        at = between(ends, cycle.judging_opens_at, n, len(_SAID))
        with db.write() as session:
            say(session, row.code, text, by=person, at=at)
