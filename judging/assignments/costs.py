"""What each constraint costs a plan: the plan made again without it, from the same seed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from judging.assignments.facts import Facts
from judging.assignments.plan import Plan, Quality
from judging.assignments.planning import Lacking, RoundPlan, origins_asked, plan_of

CHEAP = 20_000
"""Up to so many pairs of an entry and a judge a page makes these plans unasked: for 184 × 24 all of
them take 0.1 s, for 5,000 × 400 seven."""


class Constraint(StrEnum):
    """What holds a plan back, and can be imagined away. The language that a judge reads cannot."""

    ORIGINS = "origins"
    """A judge of every origin for each entry."""
    EXPERTISE = "expertise"
    """Judges who know the category come first."""
    LOAD = "load"
    """How many entries a judge takes: without it, twice as many."""
    CONFLICTS = "conflicts"
    NEW_EYES = "new_eyes"
    """Judges who did not read the same agency in an earlier cycle come first."""
    RESERVES = "reserves"
    """Whoever stands in reserve reads last."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How good a plan is, or how many sheets no plan can give to anybody."""

    quality: Quality | None
    lacking: int
    """Sheets; 0 where there is a plan."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What would come of it without this constraint."""

    left_out: Constraint
    outcome: Outcome
    differs: bool
    """Whether any figure is another than with it."""


def cheap(facts: Facts) -> bool:
    """Whether a page may plan anew for every constraint: of few entries and judges."""
    return len(facts.ready) * len(facts.judges) <= CHEAP


def outcome_of(found: RoundPlan | Lacking) -> Outcome:
    """What a plan is worth, or what stands in the way of one."""
    if isinstance(found, Plan):
        return Outcome(found.quality, 0)
    return Outcome(None, sum(short.missing for short in found))


def costs_of(facts: Facts, base: RoundPlan | Lacking, *, seed: int, mix: bool, waive: bool) -> list[Cost]:
    """For each constraint that is on, what a plan would be without it. `base` is what these arguments give with all."""
    held = outcome_of(base)
    found = []
    for left_out in _on(facts, mix=mix):
        relaxed = facts
        if left_out is Constraint.CONFLICTS:
            relaxed = replace(facts, conflicts={})
        elif left_out is Constraint.RESERVES:
            relaxed = replace(facts, reserves=frozenset())
        elif left_out is Constraint.LOAD:
            twice = {id_: replace(judge, capacity=2 * judge.capacity) for id_, judge in facts.judges.items()}
            relaxed = replace(facts, judges=twice)
        outcome = outcome_of(
            plan_of(
                relaxed,
                seed=seed,
                mix=mix and left_out is not Constraint.ORIGINS,
                waive=waive,
                knowing_first=left_out is not Constraint.EXPERTISE,
                new_eyes=left_out is not Constraint.NEW_EYES,
                max_load=facts.round.max_load * (2 if left_out is Constraint.LOAD else 1),
            )
        )
        found.append(Cost(left_out, outcome, outcome != held))
    return found


def _on(facts: Facts, *, mix: bool) -> Iterator[Constraint]:
    if mix and len(origins_asked(facts)) > 1:
        yield Constraint.ORIGINS
    if any(judge.expertise for judge in facts.judges.values()):
        yield Constraint.EXPERTISE
    yield Constraint.LOAD
    if facts.conflicts:
        yield Constraint.CONFLICTS
    if facts.acquainted:
        yield Constraint.NEW_EYES
    if facts.reserves:
        yield Constraint.RESERVES
