"""What a judge may read of an entry."""

from dataclasses import fields, is_dataclass

import pytest
from sqlmodel import select

from awards.cycles.models import Question, QuestionKind
from awards.cycles.operations import hide_question
from awards.entries.models import EntryState, Submission
from awards.kit.errors import NotFound
from awards.people.models import Role
from judging.assignments.models import Assignment
from judging.assignments.queries import judge_file_by_code, judge_view_by_code, judge_views
from judging.blinding.content import BlindContent
from judging.blinding.judge_view import JudgeAnswer, JudgeFile, JudgePage, JudgeView, rounded_size
from judging.blinding.models import BlindCopy
from judging.panels.models import Judge
from judging.rounds.models import Round
from tests.statements import statements


@pytest.fixture
def mine(world, make):
    """A judge's person and one of their assignments."""
    world.assign()
    judge = world.judges[0]
    with make.db.read() as session:
        person = session.get_one(Judge, judge.id).person_id
    return person, world.assignments(judge_id=judge.id)[0]


def view(make, person, code) -> JudgeView:
    with make.db.read() as session:
        return judge_view_by_code(session.connection(), person, code)


def change(make, kind, id_, **values) -> None:
    with make.db.write() as session:
        row = session.get_one(kind, id_)
        for name, value in values.items():
            setattr(row, name, value)
        session.add(row)


def test_a_judge_reads_the_approved_copy_under_their_own_code(world, make, mine) -> None:
    person, assignment = mine
    seen = view(make, person, assignment.code)
    entry = next(e for e in world.entries if e.id == assignment.entry_id)
    assert (seen.code, seen.assignment_id) == (assignment.code, assignment.id)
    assert (seen.title_en, seen.category_code, seen.language) == (entry.title_en, "G2C", "both")
    assert [answer.label_en for answer in seen.answers] == ["Question challenge", "Question solution"]


def test_a_view_names_neither_entry_nor_entrant(world, make, mine) -> None:
    person, assignment = mine
    hidden = {str(assignment.entry_id), world.entrant.email, *(a.name_en for a in world.agencies)}

    def values(thing):
        if is_dataclass(thing):
            return [v for field in fields(thing) for v in values(getattr(thing, field.name))]
        return [v for item in thing for v in values(item)] if isinstance(thing, tuple) else [str(thing)]

    assert not hidden & set(values(view(make, person, assignment.code)))


def test_unknown_foreign_ended_and_withdrawn_alike_are_not_found(world, make, mine) -> None:
    person, assignment = mine
    stranger = make.person(Role.JUDGE)
    for who, code in (
        (person, "K7-XX9"),
        (stranger.id, assignment.code),
        (world.organiser.id, assignment.code),
    ):
        with pytest.raises(NotFound):
            view(make, who, code)
    for kind, id_, values, back in (
        (Assignment, assignment.id, {"ended_at": make.now}, {"ended_at": None}),
        (
            type(world.entries[0]),
            assignment.entry_id,
            {"state": EntryState.WITHDRAWN},
            {"state": EntryState.SUBMITTED},
        ),
        (Round, world.round.id, {"opened_at": None}, {"opened_at": make.now}),
    ):
        change(make, kind, id_, **values)
        with pytest.raises(NotFound):
            view(make, person, assignment.code)
        change(make, kind, id_, **back)
        assert view(make, person, assignment.code)


def test_a_copy_that_is_superseded_or_no_longer_approved_is_not_shown(world, make, mine) -> None:
    person, assignment = mine
    with make.db.read() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == assignment.entry_id)).one()
        old = session.exec(select(Submission).where(Submission.entry_id == assignment.entry_id)).one()
    change(make, BlindCopy, copy.id, approved_at=None, approved_by_id=None)
    with pytest.raises(NotFound):
        view(make, person, assignment.code)
    change(make, BlindCopy, copy.id, approved_at=make.now, approved_by_id=world.organiser.id)
    with make.db.write() as session:
        session.add(Submission(**(old.model_dump(exclude={"id"}) | {"sequence": 2, "receipt": "again"})))
    with pytest.raises(NotFound):
        view(make, person, assignment.code)


def test_new_wording_is_read_at_once(make, mine) -> None:
    person, assignment = mine
    view(make, person, assignment.code)
    with make.db.write() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == assignment.entry_id)).one()
        copy.content = BlindContent.from_json(copy.content).reworded({"title_en": "New words"}).as_json()
        copy.version += 1
    assert view(make, person, assignment.code).title_en == "New words"


def test_one_statement_reads_a_copy_that_was_read_before(make, mine) -> None:
    person, assignment = mine
    view(make, person, assignment.code)
    with make.db.read() as session:
        session.connection()
        with statements(make.db.reader) as seen:
            judge_view_by_code(session.connection(), person, assignment.code)
    assert len(seen) == 1


def test_all_that_a_judge_reads_comes_in_their_own_order(world, make, mine) -> None:
    person, assignment = mine
    with make.db.read() as session:
        seen = judge_views(session.connection(), person, world.round.id)
    assert [v.code for v in seen] == [a.code for a in world.assignments(judge_id=assignment.judge_id)]
    assert len({v.title_en for v in seen}) == len(seen)


def test_values_are_worded_in_both_languages_and_identifying_answers_left_out(world, make, mine) -> None:
    person, assignment = mine
    with make.db.write() as session:
        first = session.exec(select(Question).where(Question.key == "launched_on")).one()
        first.kind, first.unit_ar, first.unit_en = QuestionKind.NUMBER, "معاملة", "requests"
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == assignment.entry_id)).one()
        copy.content = {
            **copy.content,
            "answers": [
                {"question": "launched_on", "text_ar": "", "text_en": "", "value": "412380"},
                {"question": "operator", "text_ar": "سرّ", "text_en": "secret", "value": ""},
                {"question": "gone", "text_ar": "x", "text_en": "x", "value": ""},
            ],
        }
        copy.version += 1
    answers = view(make, person, assignment.code).answers
    assert [(a.value_ar, a.value_en) for a in answers] == [("412,380 معاملة", "412,380 requests")]


def test_files_have_a_number_a_kind_and_a_rounded_size(make, mine) -> None:
    person, assignment = mine
    files = [
        {
            "attachment": "a",
            "digest": "1" * 64,
            "media_type": "application/pdf",
            "size": 2_096_111,
            "shown": True,
        },
        {"attachment": "b", "digest": "2" * 64, "media_type": "image/jpeg", "size": 500, "shown": False},
        {"attachment": "c", "digest": "3" * 64, "media_type": "image/png", "size": 637_000, "shown": True},
    ]
    with make.db.write() as session:
        copy = session.exec(select(BlindCopy).where(BlindCopy.entry_id == assignment.entry_id)).one()
        copy.content = {**copy.content, "files": files}
        copy.version += 1
    shown = view(make, person, assignment.code).files
    assert [(f.number, f.kind, f.size_en) for f in shown] == [(1, "PDF", "2.1 MB"), (2, "PNG", "640 KB")]
    with make.db.read() as session:
        second = judge_file_by_code(session.connection(), person, assignment.code, 2)
        assert (second.digest, second.name) == ("3" * 64, "attachment-2.png")
        for number in (0, 3, -1):
            with pytest.raises(NotFound):
                judge_file_by_code(session.connection(), person, assignment.code, number)


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (1, "10 KB"),
        (14_999, "10 KB"),
        (637_000, "640 KB"),
        (994_999, "990 KB"),
        (995_000, "1.0 MB"),
        (12_340_000, "12 MB"),
    ],
)
def test_sizes_are_rounded(size, shown) -> None:
    assert rounded_size(size).size_en == shown


def test_a_question_that_is_hidden_disappears_at_once_from_what_was_read_before(world, make, mine) -> None:
    person, assignment = mine
    before = view(make, person, assignment.code)
    with make.db.write() as session:
        question = session.exec(
            select(Question).where(Question.key == "challenge", Question.category_id == before.category_id)
        ).one()
        hide_question(session, question.id, "It names the city.", by=world.organiser.id, at=make.now)
    after = view(make, person, assignment.code)
    assert {a.label_en for a in before.answers} - {a.label_en for a in after.answers} == {question.label_en}
    assert len(after.answers) == len(before.answers) - 1


def test_what_a_judge_sees_of_an_entry_is_what_somebody_decided_to_show() -> None:
    """A new field of a view is a decision about blindness: it is made here too."""
    assert [field.name for field in fields(JudgeView)] == [
        "code",
        "assignment_id",
        "category_id",
        "category_code",
        "category_ar",
        "category_en",
        "language",
        "title_ar",
        "title_en",
        "summary_ar",
        "summary_en",
        "answers",
        "files",
        "translation",
        "translated_by",
    ]
    assert [field.name for field in fields(JudgeAnswer)] == [
        "kind",
        "label_ar",
        "label_en",
        "text_ar",
        "text_en",
        "value_ar",
        "value_en",
        "table",
        "file",
    ]
    assert [field.name for field in fields(JudgeFile)] == [
        "number",
        "kind",
        "size_ar",
        "size_en",
        "pages",
    ]
    assert [field.name for field in fields(JudgePage)] == ["number", "width", "height"]
