"""Before a round opens not every blind copy has a reader yet. In the copy of the data each is lent to one judge,
as an assignment and as an anchor: so all that judges will be able to read is read before they can.
"""

import re
import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from awards.cycles.models import Category
from judging.assignments.facts import EntryFacts, Facts
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.calibration.models import Calibration, CalibrationEntry
from judging.calibration.queries import calibration_of
from judging.calibration.rules import taking_part
from judging.panels.chairs import Officers
from judging.panels.naming import officers_of
from judging.rounds.models import Round
from judging.rubrics.models import Rubric

LENT = re.compile(r"LENT-\d+")
"""A code under which something is lent: it stands in the copy alone, and nobody can ask for it."""


def lend(session: Session, round_: Round, at: datetime) -> Mapping[str, uuid.UUID]:
    """Address → the one judge who is to read there. A copy for which no judge is without a conflict is lent to nobody."""
    facts, officers = gather(session, round_.id), officers_of(session, round_.cycle_id)
    if not facts.judges:
        return {}
    categories = {
        one.code: one for one in session.exec(select(Category).where(Category.cycle_id == round_.cycle_id))
    }
    panels = {
        entry.id: sorted(
            taking_part(facts, officers.get(categories[entry.category].id, Officers()), entry.id), key=str
        )
        for entry in facts.ready
    }
    return {
        **_as_assignments(session, facts, panels, at),
        **_as_anchors(session, facts, panels, categories, at),
    }


def _as_assignments(
    session: Session, facts: Facts, panels: Mapping[uuid.UUID, list[uuid.UUID]], at: datetime
) -> dict[str, uuid.UUID]:
    read = {entry for _, entry in facts.kept}
    lent = {}
    for n, entry in enumerate(entry for entry in facts.ready if entry.id not in read):
        readers = panels[entry.id] or _anybody(facts, entry)
        if not readers:
            continue
        judge = facts.judges[readers[n % len(readers)]]
        code = f"LENT-{n}"
        session.add(
            Assignment(
                round_id=facts.round.id,
                entry_id=entry.id,
                judge_id=judge.id,
                code=code,
                position=n + 1,
                made_at=at,
                made_by_id=judge.person_id,
            )
        )
        lent[f"/scorecards/{code}"] = judge.id
    session.flush()
    return lent


def _anybody(facts: Facts, entry: EntryFacts) -> list[uuid.UUID]:
    serving = (judge.id for judge in facts.judges.values() if judge.dropped_out_at is None)
    return sorted((judge for judge in serving if (judge, entry.id) not in facts.barred), key=str)


def _as_anchors(
    session: Session,
    facts: Facts,
    panels: Mapping[uuid.UUID, list[uuid.UUID]],
    categories: Mapping[str, Category],
    at: datetime,
) -> dict[str, uuid.UUID]:
    rubrics = _rubrics(session, {category.id for category in categories.values()})
    made = calibration_of(session, facts.round.cycle_id)
    if made is None:
        anybody = next(iter(facts.judges.values())).person_id
        made = Calibration(cycle_id=facts.round.cycle_id, opened_at=at, opened_by_id=anybody, ends_at=at)
        session.add(made)
        session.flush()
    chosen = CalibrationEntry.calibration_id == made.id
    anchors = set(session.exec(select(CalibrationEntry.entry_id).where(chosen)))
    lent = {}
    for n, entry in enumerate(entry for entry in facts.ready if entry.id not in anchors):
        rubric, readers = rubrics.get(categories[entry.category].id), panels[entry.id]
        if rubric is None or not readers:
            continue
        code = f"LENT-{n}"
        session.add(CalibrationEntry(calibration_id=made.id, entry_id=entry.id, rubric_id=rubric, code=code))
        lent[f"/calibration/{code}"] = readers[n % len(readers)]
    session.flush()
    return lent


def _rubrics(session: Session, categories: Collection[uuid.UUID]) -> dict[uuid.UUID, uuid.UUID]:
    """Category → its newest rubric."""
    found = select(Rubric.category_id, Rubric.id).where(col(Rubric.category_id).in_(categories))
    return dict(session.exec(found.order_by(col(Rubric.version))).all())
