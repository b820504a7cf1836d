"""Seating judges."""

import uuid
from dataclasses import replace

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.errors import RuleBroken
from awards.people.models import Role, RoleGrant
from judging.panels.models import Origin
from judging.panels.operations import Seat, seat_judge
from judging.panels.queries import jury_of
from tests.conftest import NOW

SEAT = Seat(Origin.LOCAL, reads_ar=True, reads_en=False, capacity=36, expertise=("G2C",), country="SA")


@pytest.fixture
def cycle(make):
    cycle = make.cycle(7)
    make.category(cycle, "G2C")
    return cycle


def test_a_seat_keeps_all_that_is_known_of_the_judge_and_gives_the_role(make, db, cycle) -> None:
    person = make.person()
    here, before = make.agency(name_en="Here"), make.agency(name_en="Before")
    seat = replace(SEAT, affiliations=(here.id,), former_affiliations=(before.id, here.id))
    with db.write() as session:
        seat_judge(session, cycle.id, person.id, seat, by=None, at=NOW)
    with db.read() as session:
        (judge,) = jury_of(session, cycle.id)
        assert session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person.id)).all() == [
            Role.JUDGE
        ]
        (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "judge.seated"))
    assert (judge.person_id, judge.origin, judge.reads_ar, judge.reads_en) == (
        person.id,
        Origin.LOCAL,
        True,
        False,
    )
    assert (judge.capacity, judge.expertise, judge.country) == (36, ("G2C",), "SA")
    assert {(a.name_en, a.former) for a in judge.affiliations} == {("Here", False), ("Before", True)}
    assert event.subject_id == str(judge.id)
    assert person.name_en not in str(event.detail)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"reads_ar": False}, "Arabic, English or both"),
        ({"capacity": 0}, "at least one entry"),
        ({"expertise": ("G2C", "XXX")}, "no category"),
        ({"affiliations": (uuid.uuid4(),)}, "not in the directory"),
    ],
)
def test_a_seat_that_cannot_be_is_refused(make, db, cycle, change, says) -> None:
    person = make.person()
    with pytest.raises(RuleBroken, match=says), db.write() as session:
        seat_judge(session, cycle.id, person.id, replace(SEAT, **change), by=None, at=NOW)
    with db.read() as session:
        assert jury_of(session, cycle.id) == []


def test_nobody_sits_twice_on_a_jury_but_may_on_the_next(make, db, cycle) -> None:
    person, later = make.person(), make.cycle(8)
    make.category(later, "G2C")
    with db.write() as session:
        seat_judge(session, cycle.id, person.id, SEAT, by=None, at=NOW)
        seat_judge(session, later.id, person.id, SEAT, by=None, at=NOW)
    with pytest.raises(RuleBroken, match="already"), db.write() as session:
        seat_judge(session, cycle.id, person.id, SEAT, by=None, at=NOW)


@pytest.mark.parametrize("role", [Role.ORGANISER, Role.AUDITOR])
def test_whoever_sees_who_entered_cannot_judge(make, db, cycle, role) -> None:
    person = make.person(role)
    with pytest.raises(RuleBroken, match="cannot judge"), db.write() as session:
        seat_judge(session, cycle.id, person.id, SEAT, by=None, at=NOW)
