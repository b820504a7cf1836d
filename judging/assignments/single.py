"""Giving one entry to one more judge, outside of a plan but by its constraints."""

import uuid
from datetime import datetime
from random import Random
from secrets import SystemRandom

from sqlmodel import Session

from awards.cycles.queries import cycle_by_id
from awards.kit import audit
from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg
from judging.assignments.facts import Facts, JudgeFacts
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.assignments.operations import codes_in_use, readers
from judging.assignments.order import entry_codes
from judging.assignments.planning import loads, may_be_assigned


def eligible(facts: Facts, entry_id: uuid.UUID) -> list[JudgeFacts]:
    """The judges who may be given this entry as things stand, those with the fewest entries first. Pure."""
    held = loads(facts)
    entry = facts.entries.get(entry_id)
    found = [
        judge
        for judge in facts.judges.values()
        if may_be_assigned(facts, (judge.id, entry_id)) and held[judge.id] < judge.capacity
    ]
    knows = entry.category if entry else ""
    return sorted(found, key=lambda judge: (knows not in judge.expertise, held[judge.id], judge.name_ar))


def assign_one(
    session: Session,
    round_id: uuid.UUID,
    entry_id: uuid.UUID,
    judge_id: uuid.UUID,
    *,
    by: uuid.UUID,
    at: datetime,
) -> Assignment:
    """Give an entry to one more judge, behind those that they have, under a code of its own; whatever the round's state.

    Raises RuleBroken for a judge who may not have it or has no room.
    """
    facts = gather(session, round_id)
    if judge_id not in {judge.id for judge in eligible(facts, entry_id)}:
        raise RuleBroken(msg("This judge cannot be given the entry. Choose another one."))
    # In a demo cycle everything follows from its numbers.
    seed = f"{facts.entries[entry_id].number}-{len(facts.made)}"
    demo = cycle_by_id(session, facts.round.cycle_id).is_demo
    source: Random = Random(seed) if demo else SystemRandom()
    code = entry_codes([entry_id], source, taken=codes_in_use(session, facts)[judge_id])[entry_id]
    last = max((made.position for made in facts.made if made.judge_id == judge_id), default=0)
    made = Assignment(
        round_id=round_id,
        entry_id=entry_id,
        judge_id=judge_id,
        code=code,
        position=last + 1,
        made_at=at,
        made_by_id=by,
    )
    session.add(made)
    session.flush()
    detail = {"sheets": 1, "readers": readers(session, [(judge_id, entry_id)])}
    audit.record(session, "assignments.made", round_id, by=by, at=at, detail=detail)
    return made
