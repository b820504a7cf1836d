"""From the facts of a round to a plan, or to what is lacking."""

import uuid
from dataclasses import replace

from judging.assignments.facts import Facts, Pair
from judging.assignments.plan import Plan, Reader, Reading, Shortage

RoundPlan = Plan[uuid.UUID, uuid.UUID]
Lacking = list[Shortage[uuid.UUID]]


def origins_asked(facts: Facts) -> tuple[str, ...]:
    """The origins of the judges who may take entries, if an entry has a reader for each; else none."""
    origins = dict.fromkeys(judge.origin.value for judge in facts.judges.values() if judge.capacity)
    return tuple(origins) if len(origins) <= facts.round.sheets_per_entry else ()


def plan_of(
    facts: Facts,
    *,
    seed: int,
    mix: bool = True,
    waive: bool = False,
    knowing_first: bool = True,
    new_eyes: bool = True,
    max_load: int | None = None,
) -> RoundPlan | Lacking:
    """Readers for every ready entry; assignments that stand are kept. `mix` asks for a judge of every origin, `waive`
    lets those entries go without for which there is none, as the plan then says, and no others. Without `knowing_first`
    nobody comes first, without `new_eyes` nobody who read the agency before comes later; `max_load` stands for the
    round's own: what if.

    A pair that is in conflict but assigned already stays in the plan; the page that shows it says so.
    """
    from judging.assignments.flow import AGAIN, EXPERTISE, who_reads_what  # 28 MB that few processes need

    kept = facts.kept

    def tried(waived: tuple[tuple[uuid.UUID, str], ...]) -> RoundPlan | Lacking:
        return who_reads_what(
            [Reading(entry.id, entry.category, entry.languages) for entry in facts.ready],
            [
                Reader(judge.id, judge.origin.value, judge.languages, judge.expertise, judge.capacity)
                for judge in facts.judges.values()
            ],
            sheets=facts.round.sheets_per_entry,
            seed=seed,
            origins=origins_asked(facts) if mix else (),
            conflicts=facts.barred - kept,
            kept=kept,
            waived=waived,
            put_off=facts.put_off,
            acquainted=facts.acquainted,
            max_load=facts.round.max_load if max_load is None else max_load,
            expertise=EXPERTISE if knowing_first else 0,
            again=AGAIN if new_eyes else 0,
        )

    waived: tuple[tuple[uuid.UUID, str], ...] = ()
    found = tried(waived)
    # Each turn waives something more, so it ends: at the latest when no origin is asked for.
    while waive and not isinstance(found, Plan) and (more := _to_waive(facts, found, waived)):
        waived = (*waived, *more)
        found = tried(waived)
    return replace(found, waived=_lacked(facts, found, waived)) if isinstance(found, Plan) else found


def _to_waive(
    facts: Facts, lacking: Lacking, waived: tuple[tuple[uuid.UUID, str], ...]
) -> list[tuple[uuid.UUID, str]]:
    """The shortages of an origin, as (entry, origin). Where a wish takes the places of another entry, only that entry
    is short: then its own wishes, and at last everybody's, are waived.
    """
    if named := [(short.entry, short.origin) for short in lacking if short.origin is not None]:
        return named
    origins = origins_asked(facts)
    for entries in ([short.entry for short in lacking], [entry.id for entry in facts.ready]):
        if more := [pair for entry in entries for o in origins if (pair := (entry, o)) not in waived]:
            return more
    return []


def _lacked(
    facts: Facts, plan: RoundPlan, waived: tuple[tuple[uuid.UUID, str], ...]
) -> tuple[tuple[uuid.UUID, str], ...]:
    """Those of the waived that the plan does not have after all."""
    there = {(entry, facts.judges[judge].origin.value) for judge, entry in plan.assignments}
    return tuple(pair for pair in waived if pair not in there)


def may_be_assigned(facts: Facts, pair: Pair) -> bool:
    """Whether the judge may be given the entry, as things stand."""
    judge, entry = facts.judges.get(pair[0]), facts.entries.get(pair[1])
    return (
        judge is not None
        and entry is not None
        and judge.capacity > 0
        and entry.ready
        and bool(judge.languages & entry.languages)
        and pair not in facts.barred
        and pair not in facts.kept
    )


def loads(facts: Facts) -> dict[uuid.UUID, int]:
    """Judge → entries that they have in this round."""
    held = dict.fromkeys(facts.judges, 0)
    for judge, _ in facts.kept:
        held[judge] += 1
    return held
