"""Sheets that lie too far apart in a demo cycle: their judges say why, one reads again, the chair determines the rest."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta

from awards.cycles.models import Cycle
from awards.kit.db import Database
from judging.reconciliation.differing import Next
from judging.reconciliation.operations import answer, determine
from judging.reconciliation.queries import items_of
from judging.scorecards.sheet import SheetInput

APART = 30
"""Points out of 100 by which two sheets of an entry may differ."""
_READ_AGAIN = "ظننت الخدمة معلوماتية فحسب، ثم قرأت الفقرة الخاصة بالتنفيذ فتبيّن لي أنها تُنجز كاملة."
_STANDS_BY_IT = "بنيت درجاتي على الأرقام المذكورة في النتائج، وهي عندي كافية الإثبات."
_BOTH_STAND = "الخلاف في وزن الدليل لا في وجوده، ولكل رأي ما يسنده في النص، فتبقى البطاقات كما هي."


def reconcile(db: Database, cycle: Cycle, again: Mapping[uuid.UUID, SheetInput], at: datetime) -> None:
    """Everybody who is asked answers; `again` holds, by assignment, the sheets of those who read the entry again."""
    with db.read() as session:
        asked = [part for item in items_of(session, cycle.id) for part in item.parts]
    for n, part in enumerate(asked):
        sheet = again.get(part.assignment_id)
        with db.write() as session:
            reason = _STANDS_BY_IT if sheet is None else _READ_AGAIN
            answer(
                session,
                part.code,
                reason,
                sheet,
                by=part.person_id,
                at=at + timedelta(minutes=7 * n),
            )
    with db.write() as session:
        for item in items_of(session, cycle.id):
            if item.settled_at is None and item.next is Next.CHAIR_OR_JUDGE and item.chair:
                determine(session, item.id, _BOTH_STAND, by=item.chair, at=at + timedelta(hours=6))
