"""Judges who read the same agency in an earlier cycle come later."""

import pytest

from awards.people.models import Person, Role
from judging.assignments.flow import who_reads_what
from judging.assignments.gather import gather
from judging.assignments.plan import Plan, Reader, Reading
from tests.factories import CRITERIA

BOTH = frozenset({"ar", "en"})
POINTS: dict[str, int | None] = {key: 5 for key, _ in CRITERIA}


def person_of(world, n: int) -> Person:
    """Who sits on the world's n-th seat."""
    with world.make.db.read() as session:
        return session.get_one(Person, world.judges[n].person_id)


@pytest.fixture
def earlier(world):
    """A cycle before, in which the world's first judge lodged a sheet on an entry of the first agency, and the second has
    one on an entry of the second that is not lodged."""
    make = world.make
    cycle = make.judging_cycle(1)
    category, round_ = make.category(cycle), make.round(cycle)
    for n, lodged in ((0, True), (1, False)):
        entry = make.entry(category, world.agencies[n], world.entrant)
        then = make.judge(cycle, person_of(world, n))
        make.scorecard(
            make.assignment(round_, then, entry, world.organiser),
            POINTS,
            lodged=lodged,
        )
    return cycle


def test_whoever_lodged_a_sheet_on_the_agency_in_an_earlier_cycle_is_acquainted_with_its_entries(
    world, earlier
):
    with world.make.db.read() as session:
        facts = gather(session, world.round.id)
    first = {entry.id for entry in world.entries if entry.agency_id == world.agencies[0].id}
    assert facts.acquainted == {(world.judges[0].id, entry) for entry in first}


def test_a_later_cycle_makes_nobody_acquainted(world):
    make = world.make
    cycle = make.judging_cycle(99)
    entry = make.entry(make.category(cycle), world.agencies[0], world.entrant)
    given = make.assignment(make.round(cycle), make.judge(cycle, person_of(world, 0)), entry, world.organiser)
    make.scorecard(given, POINTS)
    with make.db.read() as session:
        assert gather(session, world.round.id).acquainted == frozenset()


def test_an_entry_of_one_person_is_of_that_person_and_of_no_agency(world):
    make = world.make
    other = make.person(Role.ENTRANT)
    before, judge = make.judging_cycle(2), make.person(Role.JUDGE)
    old = make.entry(make.category(before), None, other)
    make.scorecard(
        make.assignment(make.round(before), make.judge(before, judge), old, world.organiser),
        POINTS,
    )
    seat = make.judge(world.cycle, judge)
    new = make.entry(world.category, None, other)
    make.entry(world.category, None, make.person(Role.ENTRANT))
    with make.db.read() as session:
        assert gather(session, world.round.id).acquainted == {(seat.id, new.id)}


def test_new_eyes_are_worth_a_few_sheets_but_not_any_number():
    entries = [Reading(i, "A", BOTH) for i in range(20)]
    judges = [Reader("old", "x", BOTH), Reader("new", "x", BOTH)]
    met = {("old", i) for i in range(20)}
    for again, most in ((0, {10}), (4, {9, 8})):
        plan = who_reads_what(entries, judges, sheets=1, seed=1, acquainted=met, again=again)
        assert isinstance(plan, Plan)
        assert plan.quality.acquainted in most


def test_the_page_counts_them_and_says_what_it_costs(world, earlier, client, sign_in):
    sign_in(client, world.organiser)
    client.cookies.set("language", "en")
    where = f"/cycles/{world.cycle.number}/assignments?seed=5"
    page = client.get(where).text
    assert "By a judge who read the agency before" in page
    assert "Without regard to who read the agency in an earlier cycle" in page


def test_the_page_says_nothing_of_it_where_there_was_no_earlier_cycle(world, client, sign_in):
    sign_in(client, world.organiser)
    client.cookies.set("language", "en")
    page = client.get(f"/cycles/{world.cycle.number}/assignments?seed=5").text
    assert "By a judge who read the agency before" not in page
    assert "Without regard to who read the agency in an earlier cycle" not in page
