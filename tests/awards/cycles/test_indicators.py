"""Some questions are indicators, whatever they are called, and the next cycle keeps them."""

import pytest
from sqlalchemy.exc import IntegrityError

from awards.cycles.models import Indicator, Question, QuestionKind
from awards.cycles.plans import plan_from_cycle, plan_from_fixtures
from awards.cycles.queries import timetable_of


def test_every_category_of_the_product_asks_for_every_indicator_once(make):
    plan = plan_from_fixtures(3, timetable_of(make.cycle()))
    for category in plan.categories:
        named = [question.indicator for question in category.questions if question.indicator]
        assert sorted(named) == sorted(Indicator), category.code


def test_a_copied_cycle_keeps_its_indicators(make):
    cycle = make.cycle()
    category = make.category(cycle)
    make._save(asked(category, "reach"))
    with make.db.read() as session:
        plan = plan_from_cycle(session, cycle.id, cycle.number + 1, timetable_of(cycle))
    (copied,) = plan.categories
    assert {q.key: q.indicator for q in copied.questions if q.indicator} == {"reach": Indicator.BENEFICIARIES}


def test_a_category_has_one_question_for_an_indicator(make):
    category = make.category(make.cycle())
    make._save(asked(category, "reach"))
    with pytest.raises(IntegrityError):
        make._save(asked(category, "again"))


def asked(category, key):
    return Question(
        category_id=category.id,
        key=key,
        position=9,
        kind=QuestionKind.NUMBER,
        label_ar="العدد",
        label_en="Number",
        indicator=Indicator.BENEFICIARIES,
    )
