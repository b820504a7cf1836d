"""Plans of a cycle, from the fixtures and from an earlier cycle."""

from dataclasses import replace

import pytest
from sqlmodel import Session, select

from awards.cycles.models import QuestionKind
from awards.cycles.operations import create_cycle, move_dates
from awards.cycles.plans import CyclePlan, plan_from_cycle, plan_from_fixtures
from awards.cycles.queries import (
    categories_of,
    cycle_by_number,
    public_cycle,
    question_counts,
    questions_of,
    timetable_of,
)
from awards.cycles.timetable import Happened
from awards.directory.operations import import_agencies
from awards.directory.rows import agencies_from_fixtures
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound, RuleBroken
from tests.conftest import NOW
from tests.timetables import days, timetable


@pytest.fixture
def plan(session: Session) -> CyclePlan:
    """The fixtures' award, whose organiser is in the directory."""
    import_agencies(session, agencies_from_fixtures(), by=None, at=NOW)
    return plan_from_fixtures(3, timetable())


def test_the_fixtures_hold_the_award_its_signatory_and_seven_categories() -> None:
    plan = plan_from_fixtures(3, timetable())
    assert (plan.name_en, plan.organiser, plan.entries_per_agency) == ("Third cycle", "dga", 2)
    assert plan.signatory_post_en == "Chair of the Supreme Committee of the Award"
    assert [c.code for c in plan.categories] == ["G2C", "G2G", "G2B", "MOB", "PAR", "LEA", "IND"]
    assert [c.code for c in plan.categories if c.for_individuals] == ["IND"]
    assert len(plan.terms_ar.splitlines()) == len(plan.terms_en.splitlines()) == 10


def test_each_category_asks_its_own_question_and_hides_what_identifies() -> None:
    for category in plan_from_fixtures(3, timetable()).categories:
        keys = [question.key for question in category.questions]
        assert len(keys) == len(set(keys)) == 13
        hidden = {question.key for question in category.questions if question.identifying}
        assert hidden == {"operator", "link"}
        (maturity,) = (q for q in category.questions if q.kind is QuestionKind.CHOICE)
        assert [option["key"] for option in maturity.options][-1] == "integrated"


def test_a_cycle_holds_everything_its_plan_said(session: Session, plan: CyclePlan) -> None:
    made = create_cycle(session, plan, by=None, at=NOW)
    cycle = cycle_by_number(session, 3)
    assert cycle.id == made.id
    assert timetable_of(cycle) == plan.timetable
    assert plan_from_cycle(
        session, cycle.id, 3, plan.timetable, name_ar=plan.name_ar, name_en=plan.name_en
    ) == replace(plan, copied_from_id=cycle.id)


def test_a_copied_cycle_is_equal_and_knows_where_it_comes_from(session: Session, plan: CyclePlan) -> None:
    old = create_cycle(session, plan, by=None, at=NOW)
    again = plan_from_cycle(session, old.id, 4, timetable(days(400)), name_ar="الرابعة", name_en="Fourth")
    new = create_cycle(session, again, by=None, at=NOW)
    assert new.copied_from_id == old.id
    categories = categories_of(session, new.id)
    assert [category.code for category in categories] == [category.code for category in plan.categories]
    assert {q.id for q in questions_of(session, categories[0].id)}.isdisjoint(
        q.id for q in questions_of(session, categories_of(session, old.id)[0].id)
    )
    assert set(question_counts(session, new.id).values()) == {13}


def test_a_plan_that_breaks_a_rule_makes_no_cycle(session: Session, plan: CyclePlan) -> None:
    first = plan.categories[0]
    twice = replace(first, questions=(first.questions[0], first.questions[0]))
    for broken, why in (
        (replace(plan, categories=(first, first)), "more than once"),
        (replace(plan, categories=(twice,)), "more than once"),
        (replace(plan, organiser="nobody"), "no agency with the code"),
    ):
        with pytest.raises(RuleBroken, match=why):
            create_cycle(session, broken, by=None, at=NOW)
    create_cycle(session, plan, by=None, at=NOW)
    with pytest.raises(RuleBroken, match="already a cycle"):
        create_cycle(session, plan, by=None, at=NOW)


def test_an_unknown_number_is_not_found(session: Session) -> None:
    assert public_cycle(session, NOW) is None
    with pytest.raises(NotFound):
        cycle_by_number(session, 99)


def test_moved_dates_are_recorded_beside_the_old_ones(session: Session, plan: CyclePlan) -> None:
    cycle = create_cycle(session, plan, by=None, at=NOW)
    later = replace(plan.timetable, closes=plan.timetable.closes + days(3))
    move_dates(session, cycle.id, later, happened=Happened(), reason="Asked for.", by=None, at=NOW)
    assert timetable_of(cycle_by_number(session, 3)) == later
    (event,) = session.exec(select(AuditEvent).where(AuditEvent.action == "cycle.dates_moved"))
    assert event.detail["old"]["closes"] == plan.timetable.closes.isoformat()
    assert event.detail["new"]["closes"] == later.closes.isoformat()
    move_dates(session, cycle.id, later, happened=Happened(), by=None, at=NOW)
    assert len(session.exec(select(AuditEvent).where(AuditEvent.action == "cycle.dates_moved")).all()) == 1


def test_dates_stand_once_the_results_are_out(session: Session, plan: CyclePlan) -> None:
    cycle = create_cycle(session, plan, by=None, at=NOW)
    with pytest.raises(RuleBroken, match="can no longer be moved"):
        move_dates(session, cycle.id, timetable(days(5)), happened=Happened(published=True), by=None, at=NOW)
