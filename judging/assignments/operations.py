"""What is done with assignments: plan, make, end."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from random import Random
from secrets import SystemRandom
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.cycles.queries import cycle_by_id
from awards.entries.models import Entry
from awards.kit import audit
from awards.kit.db import new_id
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import msg
from judging.assignments.facts import Facts
from judging.assignments.gather import gather, lodged_sheets
from judging.assignments.models import DROPPED_OUT, RECUSAL, Assignment
from judging.assignments.order import entry_codes, new_seed, reading_order
from judging.assignments.planning import Lacking, RoundPlan, loads, may_be_assigned, plan_of
from judging.panels.models import Judge
from judging.panels.naming import step_down
from judging.recusals.conflicts import ConflictKind
from judging.recusals.operations import declare_recusal, excuse_judge
from judging.rounds.models import Round

_assignments = Assignment.__table__  # type: ignore[attr-defined]
_READS = sa.select(_assignments.c.entry_id)


def plan_assignments(
    session: Session, round_id: uuid.UUID, *, seed: int, mix: bool = True, waive: bool = False
) -> RoundPlan | Lacking:
    """Who should read what, or which entries lack how many readers and why; writes nothing."""
    return plan_of(gather(session, round_id), seed=seed, mix=mix, waive=waive)


def make_assignments(
    session: Session, round_id: uuid.UUID, plan: RoundPlan, *, seed: int, by: uuid.UUID, at: datetime
) -> int:
    """Give the plan's new entries to their judges, under a code and in an order of each judge's own; how many.

    Entries that come later stand behind those that a judge has already. Codes and orders are random; in a demo
    cycle they follow from `seed`. Raises RuleBroken if the round is closed, or if something in the plan may not be
    assigned any more.
    """
    facts = gather(session, round_id)
    if facts.round.closed_at is not None:
        raise RuleBroken(msg("The round is closed."))
    _refuse_outdated(facts, plan)
    if not plan.added:
        return 0
    source: Random = Random(seed) if cycle_by_id(session, facts.round.cycle_id).is_demo else SystemRandom()
    orders: dict[str, int] = {}
    rows: list[dict[str, Any]] = []
    new: dict[uuid.UUID, list[uuid.UUID]] = defaultdict(list)
    for judge, entry in plan.added:
        new[judge].append(entry)
    taken = codes_in_use(session, facts)
    last: dict[uuid.UUID, int] = {}
    for made in facts.made:
        last[made.judge_id] = max(made.position, last.get(made.judge_id, 0))
    for judge in (judge for judge in facts.judges if judge in new):
        orders[str(judge)] = new_seed(source)
        codes = entry_codes(new[judge], source, taken=taken[judge])
        ordered = reading_order(new[judge], orders[str(judge)])
        rows += [
            {
                "id": new_id(),
                "round_id": round_id,
                "entry_id": entry,
                "judge_id": judge,
                "code": codes[entry],
                "position": position,
                "made_at": at,
                "made_by_id": by,
                "ended_reason": "",
            }
            for position, entry in enumerate(ordered, start=last.get(judge, 0) + 1)
        ]
    session.connection().execute(sa.insert(_assignments), rows)
    # One event for all: it is as whole as what was assigned together, and numbers keep it small (5 KB for 1,000 sheets).
    detail: dict[str, Any] = {
        "sheets": len(rows),
        "readers": readers(session, [(row["judge_id"], row["entry_id"]) for row in rows]),
        "seed": seed,
        "orders": orders,
        "quality": asdict(plan.quality),
    }
    if plan.waived:
        without: dict[str, list[int]] = defaultdict(list)
        for entry, origin in plan.waived:
            without[origin].append(facts.entries[entry].number)
        detail["without_origin"] = dict(without)
    audit.record(session, "assignments.made", round_id, by=by, at=at, detail=detail)
    return len(rows)


def readers(session: Session, pairs: Sequence[tuple[uuid.UUID, uuid.UUID]]) -> dict[str, list[int]]:
    """Judge → the numbers of their entries, as the audit log keeps who reads what."""
    if not pairs:
        return {}
    cycle = select(Entry.cycle_id).where(Entry.id == pairs[0][1]).scalar_subquery()
    numbers = dict(session.exec(select(Entry.id, Entry.number).where(Entry.cycle_id == cycle)).all())
    found: dict[str, list[int]] = defaultdict(list)
    for judge, entry in pairs:
        found[str(judge)].append(numbers[entry])
    return {judge: sorted(entries) for judge, entries in found.items()}


def _refuse_outdated(facts: Facts, plan: RoundPlan) -> None:
    held, given = loads(facts), Counter(judge for judge, _ in plan.added)
    room = all(
        judge in facts.judges and held[judge] + more <= facts.judges[judge].capacity
        for judge, more in given.items()
    )
    if not room or not all(may_be_assigned(facts, pair) for pair in plan.added):
        raise RuleBroken(
            msg("Something has changed since this plan was made. Look at the new plan, then assign again.")
        )


def codes_in_use(session: Session, facts: Facts) -> dict[uuid.UUID, set[str]]:
    """Judge → every code that the person has met, in this cycle or another: a code is part of an address."""
    seat_of = {judge.person_id: judge.id for judge in facts.judges.values()}
    taken: dict[uuid.UUID, set[str]] = defaultdict(set)
    used = select(Judge.person_id, Assignment.code).join(
        Assignment, col(Assignment.judge_id) == col(Judge.id)
    )
    for person, code in session.exec(used.where(col(Judge.person_id).in_(seat_of))):
        taken[seat_of[person]].add(code)
    return taken


def stand_back(
    session: Session, assignment_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime
) -> None:
    """The judge recuses themselves: the assignment ends and its sheet never counts.

    Raises NotFound unless `by` is the judge and the assignment stands, RuleBroken once the round is closed.
    """
    assignment, judge = _standing(session, assignment_id)
    if judge.person_id != by:
        raise NotFound
    _refuse_once_closed(session, assignment)
    declare_recusal(session, assignment.judge_id, assignment.entry_id, reason, by=by, at=at)
    _end(session, assignment, at)


def excuse_from_entry(
    session: Session, assignment_id: uuid.UUID, conflict: ConflictKind, *, by: uuid.UUID, at: datetime
) -> None:
    """An organiser excuses a judge because of a conflict that came to light. Raises as `stand_back` does."""
    assignment, _ = _standing(session, assignment_id)
    _refuse_once_closed(session, assignment)
    excuse_judge(session, assignment.judge_id, assignment.entry_id, conflict, by=by, at=at)
    _end(session, assignment, at)


def excuse_by_ruling(session: Session, assignment_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """A ruling on an appeal sets the sheet aside, though the round is closed: it is kept and counts no more.

    Raises NotFound unless the assignment stands.
    """
    assignment, _ = _standing(session, assignment_id)
    excuse_judge(session, assignment.judge_id, assignment.entry_id, ConflictKind.RULING, by=by, at=at)
    _end(session, assignment, at)


def _standing(session: Session, assignment_id: uuid.UUID) -> tuple[Assignment, Judge]:
    found = session.exec(
        select(Assignment, Judge)
        .join(Judge, col(Judge.id) == col(Assignment.judge_id))
        .where(Assignment.id == assignment_id, col(Assignment.ended_at).is_(None))
    ).first()
    if found is None:
        raise NotFound
    return found


def _refuse_once_closed(session: Session, assignment: Assignment) -> None:
    if session.get_one(Round, assignment.round_id).closed_at is not None:
        raise RuleBroken(msg("The round is closed: nobody can be recused or excused from an entry any more."))


def _end(session: Session, assignment: Assignment, at: datetime) -> None:
    assignment.ended_at, assignment.ended_reason = at, RECUSAL
    session.add(assignment)
    session.flush()


def release_judge(session: Session, judge_id: uuid.UUID, reason: str, *, by: uuid.UUID, at: datetime) -> int:
    """A judge is excused from the jury and takes nothing more: their assignments without a lodged sheet end; how many.

    Lodged sheets stay and count, reopened ones as they were lodged last: scoring is over for this judge. Raises NotFound,
    and RuleBroken if the judge was excused before, or a panel that they chair would be without a successor.
    """
    judge = session.get(Judge, judge_id)
    if judge is None:
        raise NotFound
    if judge.dropped_out_at is not None:
        raise RuleBroken(msg("This judge has already been excused."))
    step_down(session, judge, by=by, at=at)
    judge.dropped_out_at, judge.dropped_out_reason = at, reason
    session.add(judge)
    session.flush()
    still_open = select(Round.id).where(col(Round.closed_at).is_(None))
    unlodged = (
        _assignments.c.judge_id == judge_id,
        _assignments.c.ended_at.is_(None),
        _assignments.c.round_id.in_(still_open),
        _assignments.c.id.not_in(lodged_sheets()),
    )
    taken = [(judge_id, row.entry_id) for row in session.connection().execute(_READS.where(*unlodged))]
    session.connection().execute(
        sa.update(_assignments).where(*unlodged).values(ended_at=at, ended_reason=DROPPED_OUT)
    )
    detail = {"reason": reason, "ended": len(taken), "readers": readers(session, taken)}
    audit.record(session, "judge.released", judge_id, by=by, at=at, detail=detail)
    return len(taken)
