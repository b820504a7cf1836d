"""Who reads what: a minimum-cost flow from entries to judges.

entry ─┬───────────────→ judge ─→ sink      an entry sends out as many units as it lacks sheets;
       └→ (entry, origin) → judge           an origin that it lacks has a unit of its own: a lower bound of one.

A judge's way to the sink is a bundle of unit arcs that cost 1, 3, 5, …: their sum is the load squared, so an even
spread is cheapest. What cannot be sent goes to the sink directly, at a price above everything else: those are the
shortages.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

from judging.assignments.connectivity import components
from judging.assignments.plan import MAX_LOAD, Cause, E, J, Plan, Quality, Reader, Reading, Shortage

Flags = NDArray[np.bool_]

EXPERTISE = 6
"""What a sheet costs that goes to a judge who does not know the category; one more than another has costs 2."""
AGAIN = 4
"""What a sheet costs that goes to a judge who read the same agency in an earlier cycle; on the same scale."""
_CHANCE = 16
"""Equal plans are told apart by a random cost below this, which never outweighs anything else."""
_MANY = 100_000
"""Above so many possible pairs the flow is first tried on a part of them."""
_FEW = 8
"""How many judges of each origin that part leaves an entry, at least."""


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
    waived: Flags
    """Entries × origins that are not asked for."""
    put_off: Flags
    acquainted: Flags


def who_reads_what(
    entries: Sequence[Reading[E]],
    judges: Sequence[Reader[J]],
    *,
    sheets: int,
    seed: int,
    origins: Iterable[str] = (),
    conflicts: Collection[tuple[J, E]] = (),
    kept: Collection[tuple[J, E]] = (),
    waived: Collection[tuple[E, str]] = (),
    put_off: Collection[tuple[J, E]] = (),
    acquainted: Collection[tuple[J, E]] = (),
    max_load: int = MAX_LOAD,
    expertise: int = EXPERTISE,
    again: int = AGAIN,
) -> Plan[J, E] | list[Shortage[E]]:
    """A plan that gives every entry `sheets` readers, or what is lacking.

    `origins` are those of which each entry needs at least one reader. `kept` pairs stay as they are and count;
    only what is missing beside them is assigned, so after a drop-out nobody else loses what they had; an origin for
    which they leave no place is not asked for, and the plan's quality shows it; nor is a `waived` origin of an entry.
    `conflicts` may name judges and entries that are not in question, as may `put_off`: pairs that are used only where
    an entry would lack readers without them, and `acquainted`: pairs that cost `again`. `expertise` is what a reader
    who does not know the category costs, where giving a sheet to a judge with n more than another costs 2n. The same
    arguments and seed give the same plan. Raises ValueError if `kept` names someone unknown, or a pair in conflict.
    """
    case = _case(
        entries,
        judges,
        tuple(dict.fromkeys(origins)),
        sheets=sheets,
        conflicts=conflicts,
        kept=kept,
        waived=waived,
        put_off=put_off,
        acquainted=acquainted,
    )
    chance = np.random.default_rng(seed).integers(0, _CHANCE, size=case.able.shape)
    pairs = case.able & ~case.conflicted & ~case.kept
    part = _thinned(case, pairs, chance) if pairs.sum() > _MANY else pairs
    added, shortages = _solve(case, part, chance, max_load=max_load, expertise=expertise, again=again)
    if shortages and part is not pairs:
        added, shortages = _solve(case, pairs, chance, max_load=max_load, expertise=expertise, again=again)
    if shortages:
        return shortages
    taken = case.kept | added
    return Plan(_pairs(case, taken), _pairs(case, added), _quality(case, taken))


def _case(
    entries: Sequence[Reading[E]],
    judges: Sequence[Reader[J]],
    origins: tuple[str, ...],
    *,
    sheets: int,
    conflicts: Collection[tuple[J, E]],
    kept: Collection[tuple[J, E]],
    waived: Collection[tuple[E, str]],
    put_off: Collection[tuple[J, E]],
    acquainted: Collection[tuple[J, E]],
) -> _Case[J, E]:
    if len(origins) > sheets:
        raise ValueError("more origins are asked for than an entry has readers")
    rows = {reading.entry: row for row, reading in enumerate(entries)}
    columns = {reader.judge: column for column, reader in enumerate(judges)}
    shape = (len(entries), len(judges))
    conflicted, stays, last, met = (np.zeros(shape, bool) for _ in range(4))
    for flags, named in ((conflicted, conflicts), (last, put_off), (met, acquainted)):
        for judge, entry in named:
            if judge in columns and entry in rows:
                flags[rows[entry], columns[judge]] = True
    for judge, entry in kept:
        if judge not in columns or entry not in rows:
            raise ValueError(f"kept, but not in question: {judge}, {entry}")
        stays[rows[entry], columns[judge]] = True
    if (conflicted & stays).any():
        raise ValueError("a kept assignment is in conflict")
    without = np.zeros((len(entries), len(origins)), bool)
    for entry, origin in waived:
        if entry in rows and origin in origins:
            without[rows[entry], origins.index(origin)] = True
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
        waived=without,
        put_off=last,
        acquainted=met,
    )


def _shared(left: Sequence[frozenset[str]], right: Sequence[frozenset[str]]) -> Flags:
    """Which of the sets on the left (rows) share a member with which on the right (columns)."""
    names = sorted({name for names in left for name in names})
    one, other = (
        np.array([[name in held for name in names] for held in side], int).reshape(len(side), len(names))
        for side in (left, right)
    )
    return np.asarray(one @ other.T > 0)


def _thinned(case: _Case[J, E], pairs: Flags, chance: NDArray[np.int64]) -> Flags:
    """For each entry a random few of the judges of each origin, as many again who know the category if there are."""
    last = np.where(pairs, 0, 2 * _CHANCE)
    part = np.zeros_like(pairs)
    few = max(_FEW, 2 * case.sheets)
    origin = np.array([judge.origin for judge in case.judges])
    last += np.where(case.put_off, 4 * _CHANCE, 0) + np.where(case.acquainted, _CHANCE, 0)
    for place in (chance + last, chance + last + np.where(case.expert, 0, _CHANCE)):
        for each in np.unique(origin):
            columns = np.flatnonzero(origin == each)
            best = np.argsort(place[:, columns], axis=1, kind="stable")[:, :few]
            np.put_along_axis(part, columns[best], values=True, axis=1)
    return part & pairs


def _solve(
    case: _Case[J, E], pairs: Flags, chance: NDArray[np.int64], *, max_load: int, expertise: int, again: int
) -> tuple[Flags, list[Shortage[E]]]:
    """Which of the pairs to add (entries × judges), and what is lacking even so."""
    count, width = case.able.shape
    kept_loads = case.kept.sum(axis=0)
    need = np.maximum(case.sheets - case.kept.sum(axis=1), 0)
    lacking = ~((case.kept.astype(int) @ case.of_origin.T) > 0) & ~case.waived
    asked = lacking & (lacking.cumsum(axis=1) <= need[:, None])

    split_row, split_origin = np.nonzero(asked)
    split = np.full(asked.shape, -1)
    split[asked] = count + width + 1 + np.arange(len(split_row))
    judge_node, sink = count + np.arange(width), count + width

    row, column = np.nonzero(pairs)
    tail = row.copy()
    for origin in range(len(case.origins)):
        via = asked[row, origin] & case.of_origin[origin, column]
        tail[via] = split[row[via], origin]

    # A change of plan goes in a ring that meets a judge at most once, by two arcs: so one step of load outweighs all
    # random costs in it, and one missing reader outweighs all else.
    arcs = 2 * width + 2
    step = _CHANCE * arcs
    heaviest = 2 * (max_load + int(kept_loads.max(initial=0)))
    wishes = expertise + again
    later = arcs * (heaviest + wishes + 1) if case.put_off.any() else 0
    missing = step * (heaviest + arcs * (wishes + 1 + later))
    cost = np.where(case.expert, 0, expertise * step) + np.where(case.acquainted, again * step, 0)
    cost = cost + np.where(case.put_off, later * step, 0) + chance

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
    short: list[tuple[int, int | None, int]] = [
        (int(e), None, int(n)) for e, n in enumerate(flow.flows(short_arcs)) if n
    ]
    unmet = np.asarray(flow.flows(short_origin_arcs)) > 0
    short += [(int(e), int(o), 1) for e, o in zip(split_row[unmet], split_origin[unmet], strict=True)]
    return added, [_shortage(case, e, o, n) for e, o, n in sorted(short, key=lambda s: s[0])]


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


def _shortage(case: _Case[J, E], row: int, origin: int | None, missing: int) -> Shortage[E]:
    open_to = np.array([judge.capacity > 0 for judge in case.judges], bool) | case.kept[row]
    if origin is not None:
        open_to &= case.of_origin[origin]
    needed = case.sheets if origin is None else 1
    able = int((case.able[row] & open_to).sum())
    free = int((case.able[row] & open_to & ~case.conflicted[row]).sum())
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
        acquainted=int((taken & case.acquainted).sum()),
        components=len(components(_pairs(case, taken))),
    )
