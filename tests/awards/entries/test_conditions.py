"""A question that does not apply is not asked: its answer stays in the draft and goes nowhere else."""

import pytest

from awards.cycles.models import Question, QuestionKind
from awards.cycles.queries import questions_of
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.completeness import gaps
from awards.entries.content import content_of
from awards.entries.queries import my_sheet
from judging.blinding.proposal import readable_content
from tests.awards.entries.scenes import scene

YES_NO = [{"key": "yes", "ar": "نعم", "en": "Yes"}, {"key": "no", "ar": "لا", "en": "No"}]


@pytest.fixture
def world(make, db):
    made = scene(make)
    with db.write() as session:
        session.add(
            Question(
                category_id=made.category.id,
                key="ai",
                position=20,
                kind=QuestionKind.CHOICE,
                label_ar="هل من ذكاء اصطناعي؟",
                label_en="Any AI?",
                options=YES_NO,
                identifying=False,
            )
        )
        session.add(
            Question(
                category_id=made.category.id,
                key="how",
                position=21,
                kind=QuestionKind.LONG_TEXT,
                label_ar="كيف؟",
                label_en="How?",
                word_limit=3,
                identifying=False,
                when_question="ai",
                when_option="yes",
            )
        )
    return made


def answer(world, entry, **answers):
    world.save(entry, EntryChanges(answers=answers))


def gaps_of(db, world, entry):
    with db.read() as session:
        return {gap.field for gap in gaps(my_sheet(session, world.member.id, entry.id))}


def test_it_is_required_and_limited_only_where_it_applies(db, world) -> None:
    entry = world.whole()
    assert gaps_of(db, world, entry) == {"value-ai"}
    answer(world, entry, ai=AnswerChange(value="yes"))
    assert gaps_of(db, world, entry) == {"text_ar-how"}
    answer(world, entry, how=AnswerChange(text_ar="واحد اثنان ثلاثة أربعة"))
    assert gaps_of(db, world, entry) == {"text_ar-how"}
    answer(world, entry, ai=AnswerChange(value="no"))
    assert gaps_of(db, world, entry) == set()


def test_a_hidden_answer_stays_in_the_draft_and_is_not_submitted_nor_shown_to_judges(db, world) -> None:
    entry = world.whole()
    answer(world, entry, ai=AnswerChange(value="yes"), how=AnswerChange(text_ar="بالتنبؤ"))
    assert "how" in [a["question"] for a in world.submit(entry).content["answers"]]
    answer(world, entry, ai=AnswerChange(value="no"))
    submitted = world.submit(entry)
    assert "how" not in [a["question"] for a in submitted.content["answers"]]
    assert "بالتنبؤ" not in str(submitted.content)
    with db.read() as session:
        sheet = my_sheet(session, world.member.id, entry.id)
        assert next(one.text_ar for one in sheet.asked if one.key == "how") == "بالتنبؤ"
        copy = readable_content(submitted.content, questions_of(session, world.category.id))
    assert "how" not in [one.question for one in copy.answers]
    answer(world, entry, ai=AnswerChange(value="yes"))
    with db.read() as session:
        content = content_of(my_sheet(session, world.member.id, entry.id))
    assert "بالتنبؤ" in str(content)


def test_the_writing_page_says_when_a_question_applies(client, sign_in, world) -> None:
    entry = world.whole()
    sign_in(client, world.member)
    client.cookies.set("language", "en")
    page = client.get(f"/entries/{entry.id}/answers").text
    assert "Only if “Any AI?” is answered with “Yes”." in page
    assert 'data-when="value-ai" data-option="yes"' in page
    assert page.index('id="value-ai"') < page.index('id="text_ar-how"')
