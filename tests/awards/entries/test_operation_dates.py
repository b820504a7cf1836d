"""The months in operation are counted from the question that is marked, whatever its key."""

import pytest
from sqlmodel import select

from awards import schema
from awards.cycles.models import Question, QuestionKind
from awards.cycles.queries import questions_of
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.refusals import NotReady
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import one
from tests.migrating import back_to


def answer(s, entry, key, value):
    s.save(entry, EntryChanges(answers={key: AnswerChange(value=value)}))


def test_the_rule_counts_from_a_question_of_any_key_and_screening_does_too(make, db):
    s = scene(make, months_in_operation=6)  # entries close on 1 December 2026
    with db.write() as session:
        old = session.exec(select(Question).where(Question.key == "launched_on")).one()
        old.in_operation_since = False
        session.flush()
        columns = {
            "category_id": s.category.id,
            "key": "question_9",
            "position": 9,
            "kind": QuestionKind.DATE,
            "label_ar": "منذ متى؟",
            "label_en": "Since when?",
        }
        session.add(Question(**columns, in_operation_since=True))
    entry = s.whole()
    answer(s, entry, "launched_on", "2026-10-01")
    answer(s, entry, "question_9", "2026-06-02")
    with pytest.raises(NotReady) as caught:
        s.submit(entry)
    assert [gap.field for gap in caught.value.gaps] == ["value-question_9"]
    answer(s, entry, "question_9", "2026-05-31")
    s.submit(entry)
    found = one(s, 1).findings
    assert (found.asks_launch, found.months, found.obstacles) == (True, 6, ())


def test_an_older_database_counts_as_it_did_from_its_launch_dates(make, db):
    s = scene(make)
    other = make.category(s.cycle, "G2B")
    with db.write() as session:
        session.add(
            Question(
                category_id=other.id,
                key="question_5",
                position=5,
                kind=QuestionKind.DATE,
                label_ar="س",
                label_en="Q",
            )
        )
    back_to(db, "0033")
    schema.migrate(db)
    with db.read() as session:
        marked = [q.key for q in questions_of(session, s.category.id) if q.in_operation_since]
        everywhere = session.exec(select(Question.key).where(Question.in_operation_since)).all()
    assert marked == ["launched_on"]
    assert set(everywhere) == {"launched_on"}
