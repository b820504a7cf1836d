import random
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from judging.assignments.flow import who_reads_what
from judging.assignments.plan import Cause, Plan, Reader, Reading, Shortage

AR, EN, BOTH = frozenset({"ar"}), frozenset({"en"}), frozenset({"ar", "en"})
ORIGINS = ("international", "regional", "local")
CATEGORIES = {"G2C": 52, "G2G": 30, "G2B": 34, "MOB": 22, "PAR": 14, "LEA": 16, "IND": 16}


def cycle(*, chance=1431, capacity=36):
    """The reference cycle: 184 entries in seven categories, 24 judges of three origins, some conflicts."""
    draw = random.Random(chance)
    codes = [code for code, count in CATEGORIES.items() for _ in range(count)]
    entries = [
        Reading(f"e{i}", code, draw.choices([AR, EN, BOTH], [40, 15, 45])[0]) for i, code in enumerate(codes)
    ]
    origins = ["international"] * 8 + ["regional"] * 6 + ["local"] * 10
    judges = [
        Reader(f"j{i}", origin, EN if i < 2 else BOTH, frozenset(draw.sample(list(CATEGORIES), 3)), capacity)
        for i, origin in enumerate(origins)
    ]
    conflicts = {(draw.choice(judges).judge, draw.choice(entries).entry) for _ in range(60)}
    return entries, judges, conflicts


def check(plan, entries, judges, *, sheets, conflicts=(), kept=(), origins=(), max_load=36):
    """The hard rules, whatever the costs."""
    by_judge = {judge.judge: judge for judge in judges}
    readers = {reading.entry: [j for j, e in plan.assignments if e == reading.entry] for reading in entries}
    assert len(set(plan.assignments)) == len(plan.assignments)
    assert set(plan.assignments) == set(kept) | set(plan.added)
    assert not set(kept) & set(plan.added)
    assert not set(plan.added) & set(conflicts)
    for reading in entries:
        stay = [j for j, e in kept if e == reading.entry]
        assert len(readers[reading.entry]) == max(sheets, len(stay))
        if not stay:
            assert set(origins) <= {by_judge[j].origin for j in readers[reading.entry]}
    languages = {reading.entry: reading.languages for reading in entries}
    assert all(by_judge[j].languages & languages[e] for j, e in plan.added)
    for judge in judges:
        new = sum(j == judge.judge for j, _ in plan.added)
        assert not new or sum(j == judge.judge for j, _ in plan.assignments) <= min(judge.capacity, max_load)


@st.composite
def problems(draw):
    """Small and often impossible."""
    languages = st.sampled_from([AR, EN, BOTH])
    entries = [
        Reading(f"e{i}", draw(st.sampled_from("AB")), draw(languages)) for i in range(draw(st.integers(0, 5)))
    ]
    judges = [
        Reader(
            f"j{i}",
            draw(st.sampled_from("xy")),
            draw(languages),
            draw(st.sampled_from([frozenset("A"), frozenset("B"), frozenset()])),
            draw(st.integers(0, 4)),
        )
        for i in range(draw(st.integers(0, 5)))
    ]
    every = [(j.judge, e.entry) for j in judges for e in entries]
    some = st.sets(st.sampled_from(every), max_size=4) if every else st.just(set())
    conflicts = draw(some)
    return {
        "entries": entries,
        "judges": judges,
        "sheets": draw(st.integers(2, 3)),
        "conflicts": conflicts,
        "kept": draw(some) - conflicts,
        "acquainted": draw(some),
        "origins": draw(st.sampled_from([(), ("x",), ("x", "y")])),
        "seed": draw(st.integers(0, 9)),
    }


def cheapest(problem, *, expertise, again):
    """The least cost of any plan, by trying every way to fill each entry in turn; None if there is none."""
    judges = {judge.judge: judge for judge in problem["judges"]}
    loads = {key: sum(j == key for j, _ in problem["kept"]) for key in judges}
    rows = []
    for reading in problem["entries"]:
        stay = [j for j, e in problem["kept"] if e == reading.entry]
        need = max(problem["sheets"] - len(stay), 0)
        lacking = [o for o in problem["origins"] if o not in {judges[j].origin for j in stay}][:need]
        free = [
            key
            for key, judge in judges.items()
            if judge.languages & reading.languages
            and key not in stay
            and (key, reading.entry) not in problem["conflicts"]
        ]
        ways = [c for c in combinations(free, need) if set(lacking) <= {judges[j].origin for j in c}]
        wishes = {
            j: expertise * (reading.category not in judges[j].expertise)
            + again * ((j, reading.entry) in problem["acquainted"])
            for j in free
        }
        rows.append([(c, sum(wishes[j] for j in c)) for c in ways])

    def fill(row, so_far):
        if row == len(rows):
            return so_far
        best = None
        for choice, cost in rows[row]:
            if all(loads[j] < judges[j].capacity for j in choice):
                steps = sum(2 * loads[j] + 1 for j in choice)
                for j in choice:
                    loads[j] += 1
                found = fill(row + 1, so_far + cost + steps)
                for j in choice:
                    loads[j] -= 1
                if found is not None and (best is None or found < best):
                    best = found
        return best

    return fill(0, 0)


def cost_of(plan, problem, *, expertise, again):
    categories = {reading.entry: reading.category for reading in problem["entries"]}
    cost = 0
    for judge in problem["judges"]:
        new = [e for j, e in plan.added if j == judge.judge]
        load = sum(j == judge.judge for j, _ in plan.assignments)
        cost += load**2 - (load - len(new)) ** 2
        cost += sum(expertise for e in new if categories[e] not in judge.expertise)
        cost += sum(again for e in new if (judge.judge, e) in problem["acquainted"])
    return cost


@settings(max_examples=150, deadline=None)
@given(problems(), st.sampled_from([0, 2, 6]), st.sampled_from([0, 1, 4]))
def test_a_plan_is_found_exactly_when_there_is_one_and_it_is_the_cheapest(problem, expertise, again):
    outcome = who_reads_what(**problem, expertise=expertise, again=again)
    best = cheapest(problem, expertise=expertise, again=again)
    assert isinstance(outcome, Plan) == (best is not None)
    if isinstance(outcome, Plan):
        assert cost_of(outcome, problem, expertise=expertise, again=again) == best
        met = sum(pair in problem["acquainted"] for pair in outcome.assignments)
        assert outcome.quality.acquainted == met


@settings(max_examples=150, deadline=None)
@given(problems())
def test_a_plan_keeps_every_rule(problem):
    outcome = who_reads_what(**problem)
    if isinstance(outcome, Plan):
        rules = {
            key: value
            for key, value in problem.items()
            if key not in {"entries", "judges", "seed", "acquainted"}
        }
        check(outcome, problem["entries"], problem["judges"], **rules)
    else:
        assert outcome
        assert all(0 < short.missing <= problem["sheets"] for short in outcome)


@settings(max_examples=60, deadline=None)
@given(problems())
def test_a_cause_says_what_would_have_to_change(problem):
    outcome = who_reads_what(**problem)
    for short in [] if isinstance(outcome, Plan) else outcome:
        needed = problem["sheets"] if short.origin is None else 1
        assert short.able >= short.free
        match short.cause:
            case Cause.TOO_FEW_ABLE:
                assert short.able < needed
            case Cause.CONFLICTS:
                assert short.free < needed <= short.able
            case Cause.CAPACITY:
                assert short.free >= needed


def test_the_reference_cycle_is_assigned_evenly_and_by_those_who_know():
    entries, judges, conflicts = cycle()
    plan = who_reads_what(entries, judges, sheets=4, seed=7, origins=ORIGINS, conflicts=conflicts)
    check(plan, entries, judges, sheets=4, conflicts=conflicts, origins=ORIGINS)
    assert plan.quality.sheets == 736
    assert plan.quality.load_max - plan.quality.load_min <= 4
    assert plan.quality.origins_covered == 184
    assert plan.quality.expertise_hits >= 700
    assert plan.quality.components == 1


def test_a_recused_judge_is_never_assigned():
    entries, judges, _ = cycle()
    recused = {("j5", reading.entry) for reading in entries}
    plan = who_reads_what(entries, judges, sheets=4, seed=7, conflicts=recused)
    assert "j5" not in {judge for judge, _ in plan.assignments}
    assert plan.quality.load_min == 0


def test_a_judge_is_never_given_what_they_cannot_read():
    entries, judges, _ = cycle()
    languages = {reading.entry: reading.languages for reading in entries}
    plan = who_reads_what(entries, judges, sheets=4, seed=7)
    english_only = [languages[e] for j, e in plan.assignments if j in {"j0", "j1"}]
    assert english_only
    assert AR not in english_only


def test_loads_are_level_where_nothing_speaks_against_it():
    entries = [Reading(i, "A", BOTH) for i in range(30)]
    judges = [Reader(i, "x", BOTH) for i in range(7)]
    plan = who_reads_what(entries, judges, sheets=3, seed=1)
    assert (plan.quality.load_min, plan.quality.load_max) == (12, 13)


def test_knowing_the_category_is_worth_a_few_sheets_but_not_any_number():
    entries = [Reading(i, "A", BOTH) for i in range(20)]
    judges = [Reader("expert", "x", BOTH, frozenset("A")), Reader("other", "x", BOTH)]
    plan = who_reads_what(entries, judges, sheets=1, seed=1, expertise=6)
    assert plan.quality.expertise_hits in {11, 12}
    ignored = who_reads_what(entries, judges, sheets=1, seed=1, expertise=0)
    assert ignored.quality.expertise_hits == 10


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    entries, judges, conflicts = cycle()
    plans = [who_reads_what(entries, judges, sheets=4, seed=seed, conflicts=conflicts) for seed in (1, 1, 2)]
    assert plans[0] == plans[1]
    assert plans[0] != plans[2]


def test_after_a_drop_out_only_what_is_left_over_is_given_anew():
    entries, judges, conflicts = cycle()
    before = who_reads_what(entries, judges, sheets=4, seed=7, origins=ORIGINS, conflicts=conflicts)
    kept = {pair for pair in before.assignments if pair[0] != "j3"}
    remaining = [judge for judge in judges if judge.judge != "j3"]
    after = who_reads_what(
        entries, remaining, sheets=4, seed=8, origins=ORIGINS, conflicts=conflicts, kept=kept
    )
    left_over = sorted(e for j, e in before.assignments if j == "j3")
    assert sorted(e for _, e in after.added) == left_over
    assert kept <= set(after.assignments)
    assert after.quality.origins_covered == 184
    assert after.quality.load_max <= 36


def test_sheets_of_a_judge_who_takes_nothing_new_still_count():
    entries = [Reading("a", "A", BOTH), Reading("b", "A", BOTH)]
    judges = [Reader("gone", "x", BOTH, capacity=0), Reader("here", "x", BOTH), Reader("too", "x", BOTH)]
    plan = who_reads_what(entries, judges, sheets=2, seed=1, kept={("gone", "a")})
    assert sum(e == "a" for _, e in plan.added) == 1
    assert ("gone", "b") not in plan.assignments
    assert plan.quality.load_min == 1


def test_an_origin_for_which_kept_pairs_leave_no_place_shows_in_the_quality():
    judges = [Reader("here", "local", BOTH), Reader("far", "regional", BOTH)]
    plan = who_reads_what(
        [Reading("a", "A", BOTH)], judges, sheets=1, seed=1, origins=["regional"], kept={("here", "a")}
    )
    assert plan.added == ()
    assert plan.quality.origins_covered == 0


@pytest.mark.parametrize(
    ("judges", "conflicts", "origins", "shortages"),
    [
        ([Reader("p", "x", AR), Reader("q", "x", EN)], (), (), [Shortage("a", 1, Cause.TOO_FEW_ABLE, 1, 1)]),
        (
            [Reader("p", "x", AR), Reader("q", "x", AR)],
            [("q", "a")],
            (),
            [Shortage("a", 1, Cause.CONFLICTS, 2, 1)],
        ),
        (
            [Reader("p", "x", AR), Reader("q", "x", AR, capacity=0)],
            (),
            (),
            [Shortage("a", 1, Cause.TOO_FEW_ABLE, 1, 1)],
        ),
        (
            [Reader("p", "x", AR), Reader("q", "x", AR)],
            (),
            ["x", "y"],
            [Shortage("a", 1, Cause.TOO_FEW_ABLE, 0, 0, "y")],
        ),
        (
            [Reader("p", "x", AR), Reader("q", "x", AR), Reader("r", "y", AR)],
            [("r", "a")],
            ["y"],
            [Shortage("a", 1, Cause.CONFLICTS, 1, 0, "y")],
        ),
    ],
)
def test_a_shortage_says_who_lacks_how_many_and_why(judges, conflicts, origins, shortages):
    entries = [Reading("a", "A", AR)]
    assert (
        who_reads_what(entries, judges, sheets=2, seed=1, conflicts=conflicts, origins=origins) == shortages
    )


def test_too_little_capacity_is_told_with_the_number_of_sheets_that_lack():
    entries, judges, conflicts = cycle(capacity=30)
    shortages = who_reads_what(entries, judges, sheets=4, seed=7, conflicts=conflicts)
    assert sum(short.missing for short in shortages) == 736 - 24 * 30
    assert {short.cause for short in shortages} == {Cause.CAPACITY}


def test_the_largest_load_holds_whatever_a_judge_offers():
    entries = [Reading(i, "A", BOTH) for i in range(5)]
    assert isinstance(
        who_reads_what(entries, [Reader("p", "x", BOTH, capacity=99)], sheets=1, seed=1, max_load=4), list
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"kept": {("nobody", "a")}}, "not in question"),
        ({"kept": {("p", "nothing")}}, "not in question"),
        ({"kept": {("p", "a")}, "conflicts": {("p", "a")}}, "in conflict"),
        ({"origins": ["x", "y"]}, "more origins"),
    ],
)
def test_contradictory_wishes_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        who_reads_what([Reading("a", "A", AR)], [Reader("p", "x", AR)], sheets=1, seed=1, **arguments)


def test_a_large_cycle_is_first_tried_on_a_part_of_the_pairs_and_keeps_every_rule():
    draw = random.Random(5)
    entries = [Reading(i, draw.choice("AB"), draw.choice([AR, BOTH])) for i in range(800)]
    judges = [Reader(i, draw.choice(ORIGINS), BOTH, frozenset(draw.choice("AB"))) for i in range(150)]
    plan = who_reads_what(entries, judges, sheets=4, seed=3, origins=["regional"])
    check(plan, entries, judges, sheets=4, origins=["regional"])
    assert plan.quality.load_max - plan.quality.load_min <= 2


def test_a_large_cycle_is_looked_at_as_a_whole_before_a_shortage_is_reported():
    entries = [Reading(i, "A", AR) for i in range(1100)]
    judges = [Reader(i, "x", AR, capacity=1) for i in range(99)] + [
        Reader("tireless", "x", AR, capacity=1001)
    ]
    plan = who_reads_what(entries, judges, sheets=1, seed=3, max_load=2000)
    assert plan.quality.load_max == 1001
    short = who_reads_what([*entries, Reading("more", "A", AR)], judges, sheets=1, seed=3, max_load=2000)
    assert [(s.missing, s.cause, s.free) for s in short] == [(1, Cause.CAPACITY, 100)]
