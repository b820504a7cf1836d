"""A question that is answered with a file: a gap until it is there, one file at a time, judges where it may be read."""

import io
from functools import cache

import pytest
from sqlmodel import select

from awards.cycles.models import Question, QuestionKind
from awards.cycles.operations import hide_question
from awards.entries.attachments import MAX_FILES, attach_file, check_file, remove_attachment
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.file_answers import answer_with_file
from awards.entries.models import Answer
from awards.entries.queries import my_sheet
from awards.entries.refusals import NotReady
from awards.kit.errors import NotFound
from awards.kit.files import FileStore
from awards.people.models import Role
from judging.assignments.queries import judge_file_by_code, judge_view_by_code
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.blinding.operations import approve_blind_copy, prepare_blind_copies
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene
from tests.pages import form_token


@pytest.fixture
def world(make, db):
    made = scene(make)
    with db.write() as session:
        for n, (key, identifying) in enumerate((("evidence", False), ("licence", True))):
            session.add(
                Question(
                    category_id=made.category.id,
                    key=key,
                    position=20 + n,
                    kind=QuestionKind.FILE,
                    label_ar=f"ملف {key}",
                    label_en=f"The {key}",
                    identifying=identifying,
                )
            )
    return made


@pytest.fixture
def store(settings):
    return FileStore(settings.files_dir)


@cache
def upload(n=0):
    """The same bytes each time: a PDF's id holds the second in which it was made."""
    return check_file(f"file{n}.pdf", pdf(fill=lambda made: made.add_blank_page(page_size=(100 + n, 100))))


@pytest.fixture
def give(make, db, world, store):
    def answer(entry, key, n):
        with db.write() as session:
            return answer_with_file(
                session, store, entry.id, key, upload(n), by=world.member.id, at=make.now
            ).id

    return answer


def gaps(world, entry):
    try:
        world.submit(entry)
    except NotReady as refused:
        return {gap.field for gap in refused.gaps}
    return set()


def test_a_required_file_is_a_gap_until_it_is_there_and_again_once_it_is_removed(
    db, make, world, give
) -> None:
    entry = world.whole()
    assert gaps(world, entry) == {"value-evidence", "value-licence"}
    first = give(entry, "evidence", 1)
    give(entry, "licence", 2)
    assert gaps(world, entry) == set()
    with db.write() as session:
        remove_attachment(session, first, by=world.member.id, at=make.now)
    assert gaps(world, entry) == {"value-evidence"}


def test_another_file_takes_its_place_and_what_is_typed_does_not(db, world, give) -> None:
    entry = world.whole()
    give(entry, "evidence", 1)
    second = give(entry, "evidence", 2)
    assert give(entry, "evidence", 2) == second
    world.save(entry, EntryChanges(answers={"evidence": AnswerChange(value="anything")}))
    with db.read() as session:
        sheet = my_sheet(session, world.member.id, entry.id)
        values = session.exec(select(Answer.value).where(Answer.entry_id == entry.id)).all()
    assert [file.id for file in sheet.files] == [second]
    assert str(second) in values


def test_files_that_are_asked_for_come_on_top_of_the_others(db, make, world, store, give) -> None:
    entry = world.whole()
    for n in range(MAX_FILES):
        with db.write() as session:
            attach_file(session, store, entry.id, upload(10 + n), by=world.member.id, at=make.now)
    give(entry, "evidence", 1)
    give(entry, "licence", 2)
    give(entry, "licence", 3)
    assert gaps(world, entry) == set()


def test_only_a_question_that_asks_for_a_file_takes_one(world, give) -> None:
    entry = world.whole()
    for key in ("challenge", "nothing"):
        with pytest.raises(NotFound):
            give(entry, key, 1)


def test_the_entrant_attaches_it_on_a_page_of_its_own(client, sign_in, world) -> None:
    entry = world.whole()
    sign_in(client, world.member)
    client.cookies.set("language", "en")
    path = f"/entries/{entry.id}/answers/evidence/file"
    assert client.get(f"/entries/{entry.id}/answers/challenge/file").status_code == 404
    token = form_token(client, path)
    refused = client.post(
        path, data={"_csrf_token": token}, files={"file": ("a.pdf", io.BytesIO(b"no pdf"), "application/pdf")}
    )
    assert refused.status_code == 422
    assert "Only PDF, PNG and JPEG files are taken." in refused.text
    sent = client.post(
        path,
        data={"_csrf_token": token},
        files={"file": ("evidence.pdf", io.BytesIO(pdf()), "application/pdf")},
        follow_redirects=False,
    )
    assert sent.headers["location"].startswith(f"/entries/{entry.id}/answers#value-evidence")
    assert ">evidence<" in client.get(f"/entries/{entry.id}/answers").text
    check = client.get(f"/entries/{entry.id}/check").text
    assert check.count("/attachments/") == 1


def judged(db, make, world, entry):
    """The entry before a judge, all of its files shown."""
    organiser, judge = make.person(Role.ORGANISER), make.person(Role.JUDGE)
    make.clock.forward(days=45)
    with db.write() as session:
        prepare_blind_copies(session, world.cycle.id, by=organiser.id, at=make.now)
        copy = session.exec(select(BlindCopy)).one()
        content = BlindContent.from_json(copy.content)
        approve_blind_copy(session, copy.id, content, version=1, by=organiser.id, at=make.now)
    make.assignment(make.round(world.cycle), make.judge(world.cycle, judge), entry, organiser, code="AB-123")
    return organiser, judge


def test_a_judge_meets_the_file_in_its_questions_place_and_never_one_that_identifies(
    client, db, make, sign_in, world, store, give
) -> None:
    entry = world.whole()
    with db.write() as session:
        attach_file(session, store, entry.id, upload(5), by=world.member.id, at=make.now)
    evidence, licence = give(entry, "evidence", 1), give(entry, "licence", 2)
    world.submit(entry)
    organiser, judge = judged(db, make, world, entry)
    with db.read() as session:
        view = judge_view_by_code(session.connection(), judge.id, "AB-123")
    asked = next(answer for answer in view.answers if answer.kind == "file")
    assert (asked.label_en, asked.file, asked.value_ar, asked.value_en) == ("The evidence", 2, "", "")
    assert len(view.files) == 2
    for told in (str(evidence), str(licence), "The licence", "file1.pdf", "file2.pdf"):
        assert told not in str(view)
    sign_in(client, judge)
    client.cookies.set("language", "en")
    page = client.get("/scorecards/AB-123").text
    assert page.count('href="/scorecards/AB-123/files/2"') == 2
    with db.write() as session:
        question = session.exec(select(Question).where(Question.key == "evidence")).one()
        hide_question(session, question.id, "It shows a logo.", by=organiser.id, at=make.now)
    with db.read() as session:
        view = judge_view_by_code(session.connection(), judge.id, "AB-123")
        assert [answer.kind for answer in view.answers if answer.kind == "file"] == []
        assert len(view.files) == 1
        with pytest.raises(NotFound):
            judge_file_by_code(session.connection(), judge.id, "AB-123", 2)


def test_a_file_that_also_answers_an_identifying_question_is_kept_from_judges(db, make, world, give) -> None:
    entry = world.whole()
    assert give(entry, "evidence", 1) == give(entry, "licence", 1)
    world.submit(entry)
    _, judge = judged(db, make, world, entry)
    with db.read() as session:
        view = judge_view_by_code(session.connection(), judge.id, "AB-123")
    assert view.files == ()
    assert [answer.file for answer in view.answers if answer.kind == "file"] == [0]


def test_the_file_of_a_question_that_does_not_apply_is_not_submitted(db, world, give) -> None:
    entry = world.whole()
    with db.write() as session:
        question = session.exec(select(Question).where(Question.key == "evidence")).one()
        choice = Question(
            category_id=world.category.id, key="ai", position=5, kind=QuestionKind.CHOICE, label_ar="س", label_en="AI",
            options=[{"key": "yes", "ar": "نعم", "en": "Yes"}, {"key": "no", "ar": "لا", "en": "No"}],
        )  # fmt: skip
        session.add(choice)
        question.when_question, question.when_option = "ai", "yes"
    evidence = give(entry, "evidence", 1)
    give(entry, "licence", 2)
    world.save(entry, EntryChanges(answers={"ai": AnswerChange(value="no")}))
    assert str(evidence) not in str(world.submit(entry).content)
    world.save(entry, EntryChanges(answers={"ai": AnswerChange(value="yes")}))
    assert str(evidence) in str(world.submit(entry).content)
