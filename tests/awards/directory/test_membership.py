"""An agency that has people always has an owner, whatever its people and the organisers do."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from awards.directory.membership import Decider, Part, who_decides, why_not_without
from awards.directory.models import MembershipKind
from awards.directory.operations import add_member, change_part, hand_over, remove_member
from awards.directory.queries import people_of
from awards.kit.errors import Refusal
from awards.people.models import Role
from awards.people.operations import disable_person, enable_person

OWNER, EDITOR = MembershipKind.OWNER, MembershipKind.EDITOR
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["add", "remove", "expel", "change", "hand_over", "disable", "enable"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.sampled_from([OWNER, EDITOR]),
    ),
    max_size=14,
)


@pytest.fixture
def world(make):
    return make.agency(), [make.person(Role.ENTRANT) for _ in range(4)]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_an_agency_with_people_always_has_an_owner(world, db, clock, steps):
    agency, people = world
    with db.write() as session:
        nested = session.begin_nested()
        for what, n, m, kind in steps:
            one, other = people[n].id, people[m].id
            before = people_of(session, agency.id)
            step = session.begin_nested()
            try:
                do(session, agency.id, what, one, other, kind, clock())
            except Refusal:
                step.rollback()
                session.expire_all()
            after = people_of(session, agency.id)
            assert not after or any(part.kind is OWNER for part in after), (what, before, after)
            if what not in ("disable", "add") and any(part.answers for part in before) and after:
                assert any(part.answers for part in after), (what, before, after)
        nested.rollback()
        session.expire_all()


def do(session, agency_id, what, one, other, kind, at):
    match what:
        case "add":
            add_member(session, agency_id, one, kind, by=None, at=at)
        case "remove" | "expel":
            remove_member(session, agency_id, one, by=other, at=at, may_empty=what == "expel")
        case "change":
            change_part(session, agency_id, one, kind, by=other, at=at)
        case "hand_over":
            hand_over(session, agency_id, one, by=other, at=at)
        case "disable":
            disable_person(session, one, by=None, at=at)
        case "enable":
            enable_person(session, one, by=None, at=at)


PART = st.builds(
    Part, st.integers(0, 5).map(lambda n: uuid.UUID(int=n)), st.sampled_from([OWNER, EDITOR]), st.booleans()
)
PEOPLE = st.lists(PART, max_size=6, unique_by=lambda part: part.person_id)


@given(PEOPLE, st.booleans())
def test_whoever_may_go_leaves_an_owner_who_can_sign_in_if_there_was_one(people, may_empty):
    for part in people:
        others = [other for other in people if other is not part]
        if why_not_without(people, part.person_id, may_empty=may_empty) is None and others:
            assert any(other.kind is OWNER for other in others) or not any(p.kind is OWNER for p in people)
            if any(p.answers for p in people):
                assert any(other.answers for other in others)


@given(PEOPLE)
def test_an_owner_decides_who_is_let_in_and_an_organiser_only_where_none_can(people):
    decider = who_decides(people)
    assert (decider is Decider.NOBODY) == (people == [])
    assert (decider is Decider.OWNERS) == any(part.kind is OWNER and part.active for part in people)


def test_the_last_person_goes_by_an_organiser_alone():
    people = [Part(uuid.UUID(int=1), OWNER)]
    assert why_not_without(people, people[0].person_id) is not None
    assert why_not_without(people, people[0].person_id, may_empty=True) is None


def test_the_first_person_of_an_agency_becomes_its_owner_and_no_invitation_takes_that_away(world, db, clock):
    agency, (first, second, *_) = world
    with db.write() as session:
        for person in (first, second, first):
            add_member(session, agency.id, person.id, EDITOR, by=None, at=clock())
        parts = {part.person_id: part.kind for part in people_of(session, agency.id)}
    assert parts == {first.id: OWNER, second.id: EDITOR}
