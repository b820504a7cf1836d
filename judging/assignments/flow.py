"""Who reads what: a minimum-cost flow from entries to judges.

entry ─┬───────────────→ judge ─→ sink      an entry sends out as many units as it lacks sheets;
       └→ (entry, origin) → judge           an origin that it lacks has a unit of its own: a lower bound of one.

A judge's way to the sink is a bundle of unit arcs that cost 1, 3, 5, …: their sum is the load squared, so an even
spread is cheapest. What cannot be sent goes to the sink directly, at a price above everything else: those are the
shortages.
"""

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from judging.assignments.connectivity import components

J = TypeVar("J", bound=Hashable)
E = TypeVar("E", bound=Hashable)
Flags = NDArray[np.bool_]

MAX_LOAD = 36
_CHANCE = 16
"""Equal plans are told apart by a random cost below this, which never outweighs anything else."""


@dataclass(frozen=True, slots=True)
class Reader(Generic[J]):
    """A judge. One who may take nothing new, but whose sheets stand, has capacity 0."""

    judge: J
    origin: str
    languages: frozenset[str]
    expertise: frozenset[str] = frozenset()
    """Category codes."""
    capacity: int = MAX_LOAD


@dataclass(frozen=True, slots=True)
class Reading(Generic[E]):
    """An entry that is to be read."""

    entry: E
    category: str
    languages: frozenset[str]
    """Languages in which all of it is written: a judge needs one of them."""


class Cause(StrEnum):
    TOO_FEW_ABLE = "too_few_able"
    """There are not so many judges (of this origin) who can read it."""
    CONFLICTS = "conflicts"
    """There are, but conflicts leave too few."""
    CAPACITY = "capacity"
    """There are enough, but their places are taken by other entries."""
    KEPT = "kept"
    """The assignments that stay leave no place for this origin."""


@dataclass(frozen=True, slots=True)
class Shortage(Generic[E]):
    """So many readers an entry lacks, and why."""

    entry: E
    missing: int
    cause: Cause
    able: int
    """Judges (of this origin) who can read it."""
    free: int
    """Those of them without a conflict."""
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    sheets: int
    load_min: int
    load_max: int
    """Over the judges who may take anything."""
    origins_covered: int
    """Entries with a reader of every origin asked for."""
    expertise_hits: int
    """Sheets by a judge who knows the category."""
    components: int
    """1 means that every two entries are linked by a chain of judges."""


@dataclass(frozen=True, slots=True)
class Plan(Generic[J, E]):
    assignments: tuple[tuple[J, E], ...]
    """All (judge, entry) pairs, the kept ones too, by entry and judge in the order given."""
    added: tuple[tuple[J, E], ...]
    """Those that are new."""
    quality: Quality


@dataclass(frozen=True, slots=True)
class _Case(Generic[J, E]):
    """The problem as arrays; rows are entries, columns are judges or origins."""

    entries: Sequence[Reading[E]]
    judges: Sequence[Reader[J]]
    origins: tuple[str, ...]
    sheets: int
    able: Flags
    conflicted: Flags
    kept: Flags
    expert: Flags
    of_origin: Flags
    """Origins × judges."""


def who_reads_what(
    entries: Sequence[Reading[E]],
    judges: Sequence[Reader[J]],
    *,
    sheets: int,
    seed: int,
    origins: Iterable[str] = (),
    conflicts: Collection[tuple[J, E]] = (),
    kept: Collection[tuple[J, E]] = (),
    max_load: int = MAX_LOAD,
    expertise: int = 6,
) -> Plan[J, E] | list[Shortage[E]]:
    """A plan that gives every entry `sheets` readers, or what is lacking.

    `origins` are those of which each entry needs at least one reader. `kept` pairs stay as they are and count;
    only what is missing beside them is assigned, so after a drop-out nobody else's pile changes. `conflicts` may
    name judges and entries that are not in question. `expertise` is what a reader who does not know the category
    costs, where giving a sheet to a judge with n more than another costs 2n. The same arguments and seed give the
    same plan. Raises ValueError if `kept` names someone unknown, or a pair in conflict.
    """
    case = _case(entries, judges, tuple(dict.fromkeys(origins)), sheets, conflicts, kept)
    added, shortages = _solve(case, max_load=max_load, expertise=expertise, seed=seed)
    if shortages:
        return shortages
    taken = case.kept | added
    return Plan(_pairs(case, taken), _pairs(case, added), _quality(case, taken))


def _case(
    entries: Sequence[Reading[E]],
    judges: Sequence[Reader[J]],
    origins: tuple[str, ...],
    sheets: int,
    conflicts: Collection[tuple[J, E]],
    kept: Collection[tuple[J, E]],
) -> _Case[J, E]:
    if len(origins) > sheets:
        raise ValueError("more origins are asked for than an entry has readers")
    rows = {reading.entry: row for row, reading in enumerate(entries)}
    columns = {reader.judge: column for column, reader in enumerate(judges)}
    shape = (len(entries), len(judges))
    conflicted, stays = np.zeros(shape, bool), np.zeros(shape, bool)
    for judge, entry in conflicts:
        if judge in columns and entry in rows:
            conflicted[rows[entry], columns[judge]] = True
    for judge, entry in kept:
        if judge not in columns or entry not in rows:
            raise ValueError(f"kept, but not in question: {judge}, {entry}")
        stays[rows[entry], columns[judge]] = True
    if (conflicted & stays).any():
        raise ValueError("a kept assignment is in conflict")
    return _Case(
        entries=entries,
        judges=judges,
        origins=origins,
        sheets=sheets,
        able=_shared([e.languages for e in entries], [j.languages for j in judges]),
        conflicted=conflicted,
        kept=stays,
        expert=_shared([frozenset({e.category}) for e in entries], [j.expertise for j in judges]),
        of_origin=_shared([frozenset({o}) for o in origins], [frozenset({j.origin}) for j in judges]),
    )


def _shared(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Flags:
    """Which of the sets on the left (rows) share a member with which on the right (columns)."""
    names = sorted({name for names in left for name in names})
    one, other = (
        np.array([[name in held for name in names] for held in side], int).reshape(len(side), len(names))
        for side in (left, right)
    )
    return (one @ other.T) > 0


def _solve(
    case: _Case[J, E], *, max_load: int, expertise: int, seed: int
) -> tuple[Flags, list[Shortage[E]]]:
    """Which pairs to add (entries × judges), and what is lacking even so."""
    count, width = case.able.shape
    kept_loads = case.kept.sum(axis=0)
    need = np.maximum(case.sheets - case.kept.sum(axis=1), 0)
    lacking = ~((case.kept.astype(int) @ case.of_origin.T) > 0)
    asked = lacking & (lacking.cumsum(axis=1) <= need[:, None])

    split_row, split_origin = np.nonzero(asked)
    split = np.full(asked.shape, -1)
    split[asked] = count + width + 1 + np.arange(len(split_row))
    judge_node, sink = count + np.arange(width), count + width

    row, column = np.nonzero(case.able & ~case.conflicted & ~case.kept)
    tail = row.copy()
    for origin in range(len(case.origins)):
        via = asked[row, origin] & case.of_origin[origin, column]
        tail[via] = split[row[via], origin]

    # One step of load outweighs all random costs together, and one missing reader all steps together.
    step = _CHANCE * (int(need.sum()) + 1)
    missing = step * (2 * (max_load + int(kept_loads.max(initial=0))) + expertise) * (int(need.sum()) + 1)
    chance = np.random.default_rng(seed).integers(0, _CHANCE, size=case.able.shape)
    cost = np.where(case.expert, 0, expertise * step) + chance

    flow = SimpleMinCostFlow()
    pair_arcs = _add(flow, tail, judge_node[column], 1, cost[row, column])
    _add(flow, split_row, split[asked], case.sheets, 0)
    for node, reader, load in zip(judge_node, case.judges, kept_loads, strict=True):
        places = np.arange(load, max(min(reader.capacity, max_load), load))
        _add(flow, np.full(len(places), node), sink, 1, (2 * places + 1) * step)
    short_arcs = _add(flow, np.arange(count), sink, need, missing)
    short_origin_arcs = _add(flow, split[asked], sink, 1, missing)
    _supply(flow, np.arange(count), need - asked.sum(axis=1))
    _supply(flow, split[asked], np.ones(len(split_row), int))
    _supply(flow, np.array([sink]), np.array([-int(need.sum())]))
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("the flow was not solved")

    added = np.zeros_like(case.able)
    chosen = np.asarray(flow.flows(pair_arcs)) > 0
    added[row[chosen], column[chosen]] = True
    short = [(int(e), None, int(n)) for e, n in enumerate(flow.flows(short_arcs)) if n]
    unmet = np.asarray(flow.flows(short_origin_arcs)) > 0
    short += [(int(e), int(o), 1) for e, o in zip(split_row[unmet], split_origin[unmet], strict=True)]
    shortages = [_shortage(case, e, o, n) for e, o, n in sorted(short, key=lambda s: s[0])]
    shortages += [_shortage(case, int(e), int(o), 1, Cause.KEPT) for e, o in np.argwhere(lacking & ~asked)]
    return added, shortages


def _add(flow: SimpleMinCostFlow, tails: Any, heads: Any, capacities: Any, costs: Any) -> NDArray[np.int32]:
    """Arcs from arrays or single numbers, broadcast against `tails`; returns their indices."""
    shape = np.shape(tails)
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.asarray(tails, np.int32),
        np.broadcast_to(heads, shape).astype(np.int32),
        np.broadcast_to(capacities, shape).astype(np.int64),
        np.broadcast_to(costs, shape).astype(np.int64),
    )
    return np.asarray(arcs, np.int32)


def _supply(flow: SimpleMinCostFlow, nodes: NDArray[Any], supplies: NDArray[Any]) -> None:
    flow.set_nodes_supplies(nodes.astype(np.int32), supplies.astype(np.int64))


def _shortage(case: _Case[J, E], row: int, origin: int | None, missing: int, cause: Cause | None = None) -> Shortage[E]:
    open_to = np.array([judge.capacity > 0 for judge in case.judges], bool) | case.kept[row]
    if origin is not None:
        open_to &= case.of_origin[origin]
    needed = case.sheets if origin is None else 1
    able = int((case.able[row] & open_to).sum())
    free = int((case.able[row] & open_to & ~case.conflicted[row]).sum())
    if cause is None:
        cause = Cause.TOO_FEW_ABLE if able < needed else Cause.CONFLICTS if free < needed else Cause.CAPACITY
    name = None if origin is None else case.origins[origin]
    return Shortage(case.entries[row].entry, missing, cause, able, free, name)


def _pairs(case: _Case[J, E], chosen: Flags) -> tuple[tuple[J, E], ...]:
    return tuple((case.judges[column].judge, case.entries[row].entry) for row, column in np.argwhere(chosen))


def _quality(case: _Case[J, E], taken: Flags) -> Quality:
    active = [judge.capacity > 0 for judge in case.judges]
    loads = taken.sum(axis=0)[active]
    covered = ((taken.astype(int) @ case.of_origin.T) > 0).all(axis=1)
    return Quality(
        sheets=int(taken.sum()),
        load_min=int(loads.min(initial=taken.size)) if len(loads) else 0,
        load_max=int(loads.max(initial=0)),
        origins_covered=int(covered.sum()),
        expertise_hits=int((taken & case.expert).sum()),
        components=len(components(_pairs(case, taken))),
    )
