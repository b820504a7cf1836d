"""Reserves of a panel step in where somebody leaves, and before that nowhere."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid
from awards.people.models import Role
from judging.assignments.flow import who_reads_what
from judging.assignments.gather import gather
from judging.assignments.operations import make_assignments, plan_assignments, release_judge
from judging.assignments.plan import Plan, Reader, Reading
from judging.panels.chairs import Officers
from judging.panels.naming import name_officers
from judging.panels.reserves import name_reserves, reserves_of, why_not_reserves
from tests.factories import Factory


def test_a_reserve_serves_on_the_jury_and_holds_no_office_of_the_panel() -> None:
    chair, deputy, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    officers = Officers(chair, deputy)
    assert why_not_reserves([other], officers, [chair, deputy, other]) is None
    assert why_not_reserves([other], officers, [chair, deputy]) is not None
    assert why_not_reserves([other, deputy], officers, [chair, deputy, other]) is not None


@settings(max_examples=40)
@given(
    entries=st.integers(1, 5),
    judges=st.integers(2, 6),
    sheets=st.integers(1, 3),
    off=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 4))),
    seed=st.integers(0, 99),
)
def test_a_pair_that_is_put_off_is_used_only_where_an_entry_would_lack_readers_without_it(
    entries: int, judges: int, sheets: int, off: set[tuple[int, int]], seed: int
) -> None:
    readings = [Reading(e, "G2C", frozenset({"ar"})) for e in range(entries)]
    readers = [Reader(j, "local", frozenset({"ar"})) for j in range(judges)]

    def plan(**more: object) -> object:
        return who_reads_what(readings, readers, sheets=sheets, seed=seed, **more)  # type: ignore[arg-type]

    found = plan(put_off=off)
    assert isinstance(found, Plan) == isinstance(plan(), Plan)
    if isinstance(found, Plan):
        spared = {e: judges - sum((j, e) in off for j in range(judges)) for e in range(entries)}
        used = [sum((j, e) in off and e == entry for j, e in found.added) for entry in range(entries)]
        assert used == [max(sheets - spared[entry], 0) for entry in range(entries)]


def test_a_reserve_reads_nothing_until_somebody_leaves_and_then_comes_first(make: Factory) -> None:
    cycle = make.judging_cycle()
    category, round_ = make.category(cycle), make.round(cycle, sheets_per_entry=2, min_sheets=2)
    by, entrant = make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    agency = make.agency(entrant)
    for _ in range(4):
        make.blind_copy(make.entry(category, agency, entrant), approved_by=by)
    judges = [make.judge(cycle) for _ in range(3)]
    reserve = make.judge(cycle)
    with make.db.write() as session:
        name_reserves(session, category.id, [reserve.id], by=by.id, at=make.now)
        plan = plan_assignments(session, round_.id, seed=3)
        assert isinstance(plan, Plan)
        assert reserve.id not in {judge for judge, _ in plan.added}
        make_assignments(session, round_.id, plan, seed=3, by=by.id, at=make.now)
        left = [entry for judge, entry in plan.added if judge == judges[0].id]
        release_judge(session, judges[0].id, "سفر", by=by.id, at=make.now)
        again = plan_assignments(session, round_.id, seed=4)
        assert isinstance(again, Plan)
        assert sorted(again.added, key=str) == sorted(((reserve.id, entry) for entry in left), key=str)


def test_reserves_are_named_anew_and_recorded(make: Factory) -> None:
    cycle, by = make.judging_cycle(), make.person(Role.ORGANISER)
    category = make.category(cycle)
    one, two = make.judge(cycle).id, make.judge(cycle).id
    with make.db.write() as session:
        name_reserves(session, category.id, [one], by=by.id, at=make.now)
        name_reserves(session, category.id, [two], by=by.id, at=make.now)
        name_reserves(session, category.id, [two], by=by.id, at=make.now)
        assert reserves_of(session, cycle.id) == {category.id: {two}}
        events = session.exec(
            select(AuditEvent).where(col(AuditEvent.action) == "panel.reserves_named")
        ).all()
        assert [event.detail["reserves"] for event in events] == [[str(one)], [str(two)]]
        name_officers(session, category.id, Officers(one), by=by.id, at=make.now)
        with pytest.raises(Invalid):
            name_reserves(session, category.id, [one], by=by.id, at=make.now)


def test_a_cycle_without_reserves_puts_nothing_off(make: Factory) -> None:
    cycle = make.judging_cycle()
    round_ = make.round(cycle)
    with make.db.read() as session:
        assert gather(session, round_.id).put_off == frozenset()
