"""Planning with conflicts: whatever the data, nobody reads what they may not."""

import uuid
from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from awards.kit.clock import now
from judging.assignments.facts import EntryFacts, Facts, JudgeFacts, Made
from judging.assignments.plan import Plan
from judging.assignments.planning import loads, may_be_assigned, origins_asked, plan_of
from judging.assignments.state import state_of
from judging.panels.models import Origin
from judging.recusals.conflicts import ConflictKind
from judging.rounds.models import Round

LANGUAGES = st.sampled_from([frozenset({"ar"}), frozenset({"en"}), frozenset({"ar", "en"})])


@st.composite
def worlds(draw: st.DrawFn) -> Facts:
    """A round in any state: conflicts, drop-outs, ended and standing assignments."""
    random = Random(draw(st.integers(0, 2**32)))
    entries = {
        id_: EntryFacts(
            id_, n, "", "", draw(st.sampled_from("AB")), draw(LANGUAGES), draw(st.integers(0, 5)) > 0
        )
        for n in range(draw(st.integers(1, 8)))
        if (id_ := uuid.UUID(int=n + 1))
    }
    judges = {
        id_: JudgeFacts(
            id_,
            uuid.UUID(int=500 + n),
            "",
            "",
            draw(st.sampled_from(Origin)),
            draw(LANGUAGES),
            draw(st.integers(0, 8)),
            frozenset(draw(st.sampled_from(["", "A", "AB"]))),
            None,
            "",
        )
        for n in range(draw(st.integers(1, 7)))
        if (id_ := uuid.UUID(int=n + 100))
    }
    pairs = [(judge, entry) for judge in judges for entry in entries]
    share = draw(st.sampled_from([0.0, 0.1, 0.4]))
    conflicts = {pair: random.choice(list(ConflictKind)) for pair in pairs if random.random() < share}
    made = tuple(
        Made(uuid.UUID(int=1000 + n), *pair, f"C{n}", n, ended=random.random() < 0.5, lodged=False)
        for n, pair in enumerate(pairs)
        if random.random() < 0.1 and judges[pair[0]].languages & entries[pair[1]].languages
    )
    round_ = Round(
        cycle_id=uuid.UUID(int=9), sheets_per_entry=draw(st.integers(1, 4)), max_load=8, opened_at=now()
    )
    acquainted = frozenset(pair for pair in pairs if random.random() < share)
    return Facts(round_, entries, judges, made, conflicts, acquainted=acquainted)


@given(worlds(), st.integers(0, 99), st.booleans())
@settings(max_examples=300, deadline=None)
def test_a_recused_or_conflicted_judge_is_never_assigned_whatever_the_data(facts, seed, mix) -> None:
    plan = plan_of(facts, seed=seed, mix=mix)
    if not isinstance(plan, Plan):
        assert all(shortage.missing > 0 for shortage in plan)
        return
    before = loads(facts)
    for judge, entry in plan.added:
        assert (judge, entry) not in facts.conflicts
        assert may_be_assigned(facts, (judge, entry))
        before[judge] += 1
        assert before[judge] <= facts.judges[judge].capacity
    readers = {entry.id: {j for j, e in plan.assignments if e == entry.id} for entry in facts.ready}
    assert all(len(judges) >= facts.round.sheets_per_entry for judges in readers.values())
    for origin in origins_asked(facts) if mix and not facts.kept else ():
        assert all(any(facts.judges[j].origin == origin for j in judges) for judges in readers.values())


@given(worlds())
@settings(max_examples=100, deadline=None)
def test_what_is_assigned_stays_and_what_has_ended_does_not_come_back(facts) -> None:
    plan = plan_of(facts, seed=1)
    if isinstance(plan, Plan):
        assert facts.kept <= set(plan.assignments)
        assert not {(m.judge_id, m.entry_id) for m in facts.made if m.ended} & set(plan.added)


def test_the_mix_is_dropped_where_an_entry_has_fewer_readers_than_there_are_origins() -> None:
    judges = {
        id_: JudgeFacts(id_, id_, "", "", origin, frozenset({"ar"}), 5, frozenset(), None, "")
        for origin in Origin
        if (id_ := uuid.uuid4())
    }
    few = Facts(Round(cycle_id=uuid.uuid4(), sheets_per_entry=2), {}, judges, (), {})
    enough = Facts(Round(cycle_id=uuid.uuid4(), sheets_per_entry=3), {}, judges, (), {})
    assert origins_asked(few) == ()
    assert set(origins_asked(enough)) == set(Origin)


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_once_a_plan_is_made_the_page_shows_the_quality_that_the_plan_promised(world: Facts) -> None:
    plan = plan_of(world, seed=1)
    if not isinstance(plan, Plan):
        return
    old = tuple(m for m in world.made if m.ended)
    made = tuple(
        Made(uuid.UUID(int=5000 + n), *pair, f"N{n}", n, ended=False, lodged=False)
        for n, pair in enumerate(plan.assignments)
    )
    state = state_of(replace(world, made=(*old, *made)))
    shown, promised = state.quality, plan.quality
    assert (shown.load_min, shown.load_max) == (promised.load_min, promised.load_max)
    assert (shown.expertise_hits, shown.components) == (promised.expertise_hits, promised.components)
    assert shown.acquainted == promised.acquainted
    if origins_asked(world):
        assert shown.origins_covered == promised.origins_covered
    assert shown.short == state.missing == 0
    assert shown.conflicts_avoided + len(state.conflicts) == len(world.conflicts)


def test_a_wish_that_takes_another_entrys_places_is_waived_too():
    """One entry is short of readers, none of an origin: what keeps them from it is what the other one wishes."""
    arabic, english = frozenset({"ar"}), frozenset({"en"})
    entries = {
        uuid.UUID(int=n): EntryFacts(uuid.UUID(int=n), n, "", "", "A", languages, ready=True)
        for n, languages in ((1, english), (4, arabic | english))
    }
    seats = (
        (100, Origin.INTERNATIONAL, arabic, 0),
        (101, Origin.REGIONAL, english, 1),
        (102, Origin.INTERNATIONAL, arabic, 1),
        (103, Origin.INTERNATIONAL, english, 2),
    )
    judges = {
        uuid.UUID(int=n): JudgeFacts(
            uuid.UUID(int=n), uuid.UUID(int=400 + n), "", "", origin, languages, places, frozenset(), None, ""
        )
        for n, origin, languages, places in seats
    }
    facts = Facts(Round(cycle_id=uuid.uuid4(), sheets_per_entry=2), entries, judges, (), {})
    assert isinstance(plan_of(facts, seed=1, mix=False), Plan)
    plan = plan_of(facts, seed=1, waive=True)
    assert isinstance(plan, Plan)
    assert plan.waived == ((uuid.UUID(int=4), "regional"),)


@settings(max_examples=120, deadline=None)
@given(worlds())
def test_the_wish_for_every_origin_never_keeps_an_entry_from_its_judges(facts: Facts) -> None:
    """Waiving finds a plan exactly where one exists without the wish, and waives only what cannot be had."""
    plan = plan_of(facts, seed=1, waive=True)
    plain = plan_of(facts, seed=1, mix=False)
    assert isinstance(plan, Plan) == isinstance(plain, Plan)
    if not isinstance(plan, Plan):
        return
    origin_of = {judge.id: judge.origin.value for judge in facts.judges.values()}
    there = {(entry, origin_of[judge]) for judge, entry in plan.added}
    assert set(plan.waived) <= {(e.id, o) for e in facts.ready for o in origins_asked(facts)}
    assert not plan.waived or not isinstance(plan_of(facts, seed=1), Plan)
    each = facts.round.sheets_per_entry
    for entry in facts.ready:
        kept = [judge for judge, read in facts.kept if read == entry.id]
        new = [judge for judge, read in plan.added if read == entry.id]
        assert len(kept) + len(new) == max(each, len(kept))
        missing = [o for o in origins_asked(facts) if o not in {origin_of[judge] for judge in kept}]
        asked = missing[: max(each - len(kept), 0)]
        assert all((entry.id, o) in there or (entry.id, o) in plan.waived for o in asked)
