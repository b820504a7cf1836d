"""Making assignments, judges who are recused or excused."""

import contextlib
from random import Random

import pytest
from sqlmodel import select

from awards.entries.models import Entry, EntryLanguage, EntryState, Submission
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from awards.people.models import Role
from judging.assignments import operations
from judging.assignments.gather import gather
from judging.assignments.models import Assignment
from judging.assignments.plan import Plan
from judging.panels.models import Judge, Origin
from judging.recusals.conflicts import ConflictKind
from judging.recusals.models import Recusal
from tests.judging.assignments.world import World
from tests.statements import statements


def test_every_entry_gets_its_readers_and_one_of_each_origin(world) -> None:
    assert world.assign() == 18
    origin = {judge.id: judge.origin for judge in world.judges}
    for entry in world.entries:
        assert {origin[a.judge_id] for a in world.assignments(entry_id=entry.id)} == set(Origin)
    assert isinstance(world.plan(), Plan)
    assert world.plan().added == ()
    assert world.assign() == 0


def test_codes_and_positions_are_each_judges_own(world) -> None:
    world.assign()
    for judge in world.judges:
        mine = world.assignments(judge_id=judge.id)
        assert [a.position for a in mine] == list(range(1, len(mine) + 1))
        assert len({a.code for a in mine}) == len(mine)
    assert len({a.code for a in world.assignments()}) == 18
    orders = {tuple(a.entry_id for a in world.assignments(judge_id=j.id)) for j in world.judges}
    assert len(orders) > 1


def test_a_code_that_the_person_met_in_another_cycle_is_not_used_again(world, make, monkeypatch) -> None:
    judge = world.judges[0]
    with make.db.read() as session:
        person = session.get_one(Judge, judge.id).person_id
    other = World(make)
    with make.db.write() as session:
        seat = session.get_one(Judge, other.judges[0].id)
        seat.person_id = person
        session.add(seat)
    old = make.assignment(other.round, other.judges[0], other.entries[0], world.organiser, code="K7-QM2")
    seen = []
    real = operations.entry_codes

    def spy(entries, source, *, taken=()):
        seen.append(set(taken))
        return real(entries, source, taken=taken)

    monkeypatch.setattr(operations, "entry_codes", spy)
    world.assign()
    assert {old.code} in seen


def test_an_entry_without_an_approved_copy_is_not_assigned(world, make) -> None:
    bare = make.entry(world.category, world.agencies[0], world.entrant)
    waiting = make.entry(world.category, world.agencies[0], world.entrant)
    make.blind_copy(waiting)
    world.assign()
    assert world.assignments(entry_id=bare.id) == world.assignments(entry_id=waiting.id) == []


def test_a_plan_with_an_entry_that_was_submitted_again_since_is_refused(world, make) -> None:
    plan = world.plan()
    with make.db.write() as session:
        old = session.exec(select(Submission).where(Submission.entry_id == world.entries[0].id)).one()
        again = old.model_dump() | {"id": None, "sequence": 2, "receipt": "again"}
        del again["id"]
        session.add(Submission(**again))
    with pytest.raises(RuleBroken):
        world.assign(plan)
    assert world.assignments() == []


def test_a_plan_is_refused_once_a_judge_in_it_is_recused_or_released(world, make) -> None:
    plan = world.plan()
    judge_id, entry_id = plan.added[0]
    with make.db.write() as session:
        session.add(
            Recusal(
                judge_id=judge_id,
                entry_id=entry_id,
                reason="x",
                declared_at=make.now,
                declared_by_id=world.organiser.id,
            )
        )
    with pytest.raises(RuleBroken):
        world.assign(plan)
    plan = world.plan()
    with make.db.write() as session:
        operations.release_judge(session, plan.added[0][0], "ill", by=world.organiser.id, at=make.now)
    with pytest.raises(RuleBroken):
        world.assign(plan)
    assert world.assignments() == []


def test_two_organisers_who_assign_the_same_plan_assign_it_once(world) -> None:
    plan = world.plan()
    world.assign(plan)
    with pytest.raises(RuleBroken):
        world.assign(plan)
    assert len(world.assignments()) == 18


def test_nothing_is_assigned_in_a_closed_round(world, make) -> None:
    plan = world.plan()
    with make.db.write() as session:
        round_ = session.merge(world.round)
        round_.closed_at = make.now
    with pytest.raises(RuleBroken):
        world.assign(plan)


@pytest.mark.parametrize("seed", range(6))
def test_no_judge_is_given_an_entry_of_an_agency_that_they_are_tied_to(make, seed) -> None:
    random = Random(seed)
    world = World(make)
    a, b = world.agencies
    child = make.agency(world.entrant, parent_id=a.id)
    joint = make.entry(world.category, child, world.entrant)
    make.blind_copy(joint, approved_by=world.organiser)
    own = make.judge(world.cycle, origin=Origin.LOCAL, affiliations=(a,))
    by_mail = make.judge(
        world.cycle, make.person(Role.JUDGE, email=f"x{seed}@mail.{b.code}.example"), origin=Origin.REGIONAL
    )
    member = make.judge(world.cycle, world.entrant, origin=Origin.INTERNATIONAL)
    recused = make.judge(world.cycle, origin=random.choice(list(Origin)))
    with make.db.write() as session:
        for entry in world.entries[1:]:
            session.add(
                Recusal(
                    judge_id=recused.id,
                    entry_id=entry.id,
                    reason="x",
                    declared_at=make.now,
                    declared_by_id=world.organiser.id,
                )
            )
    world.assign(seed=seed)
    of_a = {e.id for e in world.entries if e.agency_id == a.id} | {joint.id}
    of_b = {e.id for e in world.entries if e.agency_id == b.id}
    assert not of_a & {x.entry_id for x in world.assignments(judge_id=own.id)}
    assert not of_b & {x.entry_id for x in world.assignments(judge_id=by_mail.id)}
    assert world.assignments(judge_id=member.id) == []
    assert {x.entry_id for x in world.assignments(judge_id=recused.id)} <= {world.entries[0].id, joint.id}


def test_a_judge_reads_a_language_of_every_entry(world, make) -> None:
    english = make.entry(world.category, world.agencies[0], world.entrant, language="en")
    make.blind_copy(english, approved_by=world.organiser)
    arabist = make.judge(world.cycle, reads_en=False)
    world.assign()
    assert english.id not in {a.entry_id for a in world.assignments(judge_id=arabist.id)}


def test_standing_back_ends_the_assignment_and_bars_the_pair(world, make) -> None:
    world.assign()
    mine = world.assignments()[0]
    with make.db.read() as session:
        person = session.get_one(Judge, mine.judge_id).person_id
    with make.db.write() as session:
        operations.stand_back(session, mine.id, "My brother works there", by=person, at=make.now)
    ended = world.assignments(id=mine.id)[0]
    assert ended.ended_at == make.now
    plan = world.plan()
    assert isinstance(plan, Plan)
    assert (mine.judge_id, mine.entry_id) not in plan.added
    assert [entry for _, entry in plan.added] == [mine.entry_id]
    assert world.assign() == 1
    with make.db.read() as session:
        actions = session.exec(select(AuditEvent.action)).all()
    assert "recusal.declared" in actions


def test_nobody_stands_back_for_another_judge_or_twice_or_after_the_round(world, make) -> None:
    world.assign()
    mine, other = world.assignments()[:2]
    with make.db.read() as session:
        person = session.get_one(Judge, mine.judge_id).person_id
    with pytest.raises(NotFound), make.db.write() as session:
        operations.stand_back(session, mine.id, "x", by=world.organiser.id, at=make.now)
    with make.db.write() as session:
        operations.stand_back(session, mine.id, "x", by=person, at=make.now)
    with pytest.raises(NotFound), make.db.write() as session:
        operations.stand_back(session, mine.id, "x", by=person, at=make.now)
    with make.db.write() as session:
        session.merge(world.round).closed_at = make.now
    with pytest.raises(RuleBroken), make.db.write() as session:
        operations.excuse_from_entry(
            session, other.id, ConflictKind.OWN_AGENCY, by=world.organiser.id, at=make.now
        )


def test_a_released_judges_lodged_sheets_stay_and_only_the_rest_is_assigned_anew(world, make) -> None:
    world.assign()
    judge = world.judges[0]
    mine = world.assignments(judge_id=judge.id)
    points = {"benefit": 7, "channels": 8, "support": 5}
    make.scorecard(mine[0], points)
    make.scorecard(mine[1], points, lodged=False)
    others = {a.id for a in world.assignments()} - {a.id for a in mine}
    with make.db.write() as session:
        ended = operations.release_judge(session, judge.id, "Fell ill", by=world.organiser.id, at=make.now)
    assert ended == len(mine) - 1
    assert world.assignments(id=mine[0].id)[0].ended_at is None
    assert world.assign() == ended
    assert all(a.ended_at is None for a in world.assignments() if a.id in others)
    assert {a.judge_id for a in world.assignments() if a.ended_at is None and a.id not in others} - {judge.id}
    with pytest.raises(RuleBroken), make.db.write() as session:
        operations.release_judge(session, judge.id, "again", by=world.organiser.id, at=make.now)


def test_what_comes_later_stands_behind_what_the_judge_has(world, make) -> None:
    world.assign()
    before = {a.id: a.position for a in world.assignments()}
    late = make.entry(world.category, world.agencies[0], world.entrant)
    make.blind_copy(late, approved_by=world.organiser)
    assert world.assign() == 3
    for new in world.assignments(entry_id=late.id):
        mine = [a.position for a in world.assignments(judge_id=new.judge_id) if a.id in before]
        assert new.position == len(mine) + 1
    assert before == {a.id: a.position for a in world.assignments() if a.id in before}


def test_an_entry_that_is_out_is_left_alone(world, make) -> None:
    world.assign()
    with make.db.write() as session:
        entry = session.merge(world.entries[0])
        entry.state = EntryState.WITHDRAWN
    assert isinstance(world.plan(), Plan)
    assert world.plan().added == ()


def test_shortages_name_the_entry_and_how_many_it_lacks(make) -> None:
    world = World(make)
    with make.db.write() as session:
        for judge in world.judges[1:]:
            seat = session.merge(judge)
            seat.dropped_out_at, seat.dropped_out_reason = make.now, "x"
    lacking = world.plan()
    assert not isinstance(lacking, Plan)
    assert {shortage.entry for shortage in lacking} == {e.id for e in world.entries}
    for entry in world.entries:
        assert sum(shortage.missing for shortage in lacking if shortage.entry == entry.id) == 2


def test_the_facts_take_as_many_statements_for_many_entries_as_for_few(world, make) -> None:
    def asked() -> int:
        with statements(make.db.reader) as seen, make.db.read() as session:
            gather(session, world.round.id)
        return len(seen)

    few = asked()
    for _ in range(5):
        make.blind_copy(
            make.entry(world.category, world.agencies[0], world.entrant), approved_by=world.organiser
        )
        make.judge(world.cycle)
    world.assign()
    assert asked() == few


def test_codes_follow_from_the_seed_in_a_demo_cycle_and_only_there(world, make) -> None:
    class Undo(Exception):
        pass

    def codes() -> list[str]:
        plan, found = world.plan(7), []
        with contextlib.suppress(Undo), make.db.write() as session:
            operations.make_assignments(
                session, world.round.id, plan, seed=7, by=world.organiser.id, at=make.now
            )
            found.extend(session.exec(select(Assignment.code)))
            raise Undo
        return sorted(found)

    assert codes() != codes()
    with make.db.write() as session:
        session.merge(world.cycle).is_demo = True
    assert codes() == codes()


def test_the_event_of_an_assignment_says_which_judge_reads_which_entry(world, make) -> None:
    world.assign()
    with make.db.read() as session:
        detail = session.exec(select(AuditEvent.detail).where(AuditEvent.action == "assignments.made")).one()
    numbers = {entry.id: entry.number for entry in world.entries}
    made: dict[str, list[int]] = {}
    for assignment in world.assignments():
        made.setdefault(str(assignment.judge_id), []).append(numbers[assignment.entry_id])
    assert {judge: sorted(entries) for judge, entries in made.items()} == detail["readers"]
    assert sum(map(len, detail["readers"].values())) == detail["sheets"] == 18


def test_the_event_of_a_release_says_which_entries_the_judge_no_longer_reads(world, make) -> None:
    world.assign()
    judge = world.judges[0]
    numbers = {entry.id: entry.number for entry in world.entries}
    had = sorted(numbers[a.entry_id] for a in world.assignments(judge_id=judge.id))
    with make.db.write() as session:
        operations.release_judge(session, judge.id, "x", by=world.organiser.id, at=make.now)
    with make.db.read() as session:
        detail = session.exec(select(AuditEvent.detail).where(AuditEvent.action == "judge.released")).one()
    assert detail == {"reason": "x", "ended": len(had), "readers": {str(judge.id): had}}


def test_who_can_read_an_entry_is_decided_by_the_language_in_which_it_was_submitted(world, make) -> None:
    """The draft goes on being written, and may be in one language by now."""
    with make.db.write() as session:
        draft = session.get_one(Entry, world.entries[0].id)
        draft.language = EntryLanguage.ARABIC
        session.add(draft)
    with make.db.read() as session:
        facts = gather(session, world.round.id)
    assert facts.entries[world.entries[0].id].languages == {"ar", "en"}
