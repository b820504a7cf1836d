"""A question is asked no more while agencies answer it: answers are kept where they are, and nothing submitted changes."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.models import Category, Question, QuestionKind
from awards.cycles.queries import ever_asked_in, questions_of
from awards.entries.changes import AnswerChange, EntryChanges
from awards.entries.desk import my_entries
from awards.entries.file_answers import answer_with_file
from awards.entries.queries import my_sheet, submissions_of
from awards.entries.revisions.effects import Given
from awards.entries.revisions.letters import RETIRED
from awards.entries.revisions.retiring import loss_of
from awards.kit.audit import AuditEvent
from awards.kit.files import FileStore
from awards.people.models import Role
from judging.blinding.content import BlindContent
from judging.blinding.models import BlindCopy
from judging.blinding.operations import prepare_blind_copies
from tests.awards.entries.scenes import scene
from tests.awards.entries.test_file_answers import upload
from tests.letters import letters_to
from tests.pages import form_token

OF = uuid.UUID(int=7)


def question(key, *, identifying):
    return Question(
        category_id=OF,
        key=key,
        position=1,
        kind=QuestionKind.LONG_TEXT,
        label_ar="س",
        label_en="Q",
        identifying=identifying,
    )


every_entry = st.lists(
    st.builds(Given, entry_id=st.uuids(), submitted=st.booleans(), text_ar=st.sampled_from(["", "نص"])),
    max_size=8,
)


@given(every_entry, st.booleans(), st.lists(st.booleans(), max_size=4))
def test_every_entry_that_answered_is_counted_once_and_judges_are_thought_of(every, hidden, others):
    loss = loss_of(
        question("q", identifying=hidden),
        [question(f"o{n}", identifying=h) for n, h in enumerate(others)],
        every,
    )
    assert loss.begun == len(every)
    assert loss.kept_in_drafts + loss.kept_in_submissions == sum(bool(one.text_ar) for one in every)
    assert loss.judges_left_without == (not hidden and all(others))


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def organiser(make, client, sign_in):
    person = make.person(Role.ORGANISER)
    sign_in(client, person)
    client.cookies.set("language", "en")
    return person


@pytest.fixture
def send(client, s, organiser):
    def post(path, **data):
        token = form_token(client, "/password")
        base = f"/cycles/{s.cycle.number}/categories/{s.category.code}"
        return client.post(base + path, data={"_csrf_token": token, **data}, follow_redirects=False)

    return post


def version(db, s):
    with db.read() as session:
        return session.get_one(Category, s.category.id).questions_version


def sheet(db, s, entry):
    with db.read() as session:
        return my_sheet(session, s.member.id, entry.id)


def test_answers_stay_in_drafts_and_submissions_and_nobody_is_asked_again(
    s, db, client, send, settings, sign_in
):
    submitted, draft = s.whole(), s.whole()
    s.submit(submitted)
    untouched = s.start()
    page = client.get(f"/cycles/5/categories/{s.category.code}/questions/challenge/retirement")
    assert "1 draft has an answer" in page.text
    assert "1 submitted entry has an answer" in page.text
    path = "/questions/challenge/retirement"
    assert send(path, version=version(db, s)).status_code == 422
    assert send(path, reason="Two questions asked the same.", version=version(db, s)).status_code == 303
    assert [asked.key for asked in sheet(db, s, untouched).asked] == ["operator", "launched_on", "solution"]
    assert sheet(db, s, untouched).retired == ()
    [kept] = sheet(db, s, draft).retired
    assert (kept.key, kept.text_ar) == ("challenge", "كان الانتظار طويلًا")
    again = s.submit(draft)
    assert [a["question"] for a in again.content["answers"]] == ["operator", "launched_on", "solution"]
    with db.read() as session:
        [first] = submissions_of(session, submitted.id)
        assert "challenge" in [a["question"] for a in first.content["answers"]]
        unanswered = {entry.id: entry.unanswered for entry in my_entries(session, s.member.id)}
        detail = session.exec(select(AuditEvent.detail).where(AuditEvent.action == "question.retired")).one()
        assert [q.key for q in ever_asked_in(session, s.category.id)] != [
            q.key for q in questions_of(session, s.category.id)
        ]
    assert (unanswered[draft.id], unanswered[untouched.id]) == (0, 3)
    assert (detail["reason"], detail["entries"]) == ("Two questions asked the same.", 3)
    [letter] = [one for kind, one in letters_to(db, settings, s.member.email) if kind == RETIRED]
    assert "Two questions asked the same." in str(letter)
    assert "Asked no more" in client.get(f"/cycles/5/categories/{s.category.code}").text
    sign_in(client, s.member)
    form = client.get(f"/entries/{untouched.id}/answers").text
    assert "Question challenge" not in form
    assert "Asked no more" in client.get(f"/entries/{draft.id}/answers").text


def test_judges_read_the_answer_of_a_submission_that_was_made_before(s, db, send, organiser, make):
    entry = s.whole()
    s.submit(entry)
    send("/questions/challenge/retirement", reason="It was asked twice.", version=version(db, s))
    with db.write() as session:
        prepare_blind_copies(session, s.cycle.id, by=organiser.id, at=make.now)
    with db.read() as session:
        content = BlindContent.from_json(session.exec(select(BlindCopy)).one().content)
    assert [answer.question for answer in content.answers] == ["launched_on", "challenge", "solution"]


def test_answers_to_a_removed_question_can_still_be_hidden_from_judges(s, db, client, send):
    send("/questions/challenge/retirement", reason="It was asked twice.", version=version(db, s))
    assert 'id="reason-challenge"' in client.get(f"/cycles/5/categories/{s.category.code}").text
    assert send("/questions/challenge/hiding", reason="It tells who enters.").status_code == 303
    with db.read() as session:
        [hidden] = [q for q in ever_asked_in(session, s.category.id) if q.key == "challenge"]
    assert hidden.identifying


def test_what_somebody_has_open_meanwhile_is_kept_and_not_submitted(s, db, send):
    entry = s.start()
    send("/questions/challenge/retirement", reason="It was asked twice.", version=version(db, s))
    s.save(entry, EntryChanges(answers={"challenge": AnswerChange(text_ar="كتبته والصفحة مفتوحة")}))
    [kept] = sheet(db, s, entry).retired
    assert kept.text_ar == "كتبته والصفحة مفتوحة"


def test_a_file_of_a_removed_question_is_no_attachment_of_the_entry(s, db, send, settings, make):
    with db.write() as session:
        session.add(
            Question(
                category_id=s.category.id,
                key="licence",
                position=20,
                kind=QuestionKind.FILE,
                label_ar="الرخصة",
                label_en="The licence",
                identifying=True,
            )
        )
    entry = s.whole()
    with db.write() as session:
        answer_with_file(
            session,
            FileStore(settings.files_dir),
            entry.id,
            "licence",
            upload(),
            by=s.member.id,
            at=make.now,
        )
    assert len(sheet(db, s, entry).applying_files) == 1
    send("/questions/licence/retirement", reason="It tells who enters.", version=version(db, s))
    assert len(sheet(db, s, entry).files) == 1
    assert s.submit(entry).content["attachments"] == []


def test_what_a_rule_or_another_question_hangs_on_stays(s, db, client, send):
    with db.write() as session:
        of = {"category_id": s.category.id, "label_ar": "س", "word_limit": 50, "kind": QuestionKind.LONG_TEXT}
        choice = {**of, "kind": QuestionKind.CHOICE, "options": [{"key": "yes", "ar": "نعم", "en": "Yes"}]}
        session.add(Question(**choice, key="has", position=8, label_en="Has it?"))
        child = {"when_question": "has", "when_option": "yes"}
        session.add(Question(**of, **child, key="which", position=9, label_en="Which one?"))
    base = f"/cycles/5/categories/{s.category.code}/questions"
    assert "the rules stand" in client.get(f"{base}/launched_on/retirement").text
    assert "“Which one?” is asked only after" in client.get(f"{base}/has/retirement").text
    for key in ("launched_on", "has"):
        assert send(f"/questions/{key}/retirement", reason="No.", version=version(db, s)).status_code == 409
    stale = version(db, s) - 1
    assert send("/questions/challenge/retirement", reason="No.", version=stale).status_code == 409
    with db.read() as session:
        assert all(q.retired_at is None for q in ever_asked_in(session, s.category.id))


def test_the_key_of_a_removed_question_is_given_to_no_other(s, db, send):
    more = {
        "kind": "long_text",
        "label_ar": "س",
        "label_en": "More?",
        "word_limit": "50",
        "reason": "We need it.",
    }
    send("/later-question", **more, step="apply", version=version(db, s))
    send("/questions/question_1/retirement", reason="We do not.", version=version(db, s))
    send("/later-question", **{**more, "label_en": "Again?"}, step="apply", version=version(db, s))
    with db.read() as session:
        assert [q.key for q in ever_asked_in(session, s.category.id)][-2:] == ["question_1", "question_2"]


def test_who_enters_changes_until_the_first_entry_is_started(s, db, client, send):
    assert send("/entrants", entrants="individuals").status_code == 303
    with db.read() as session:
        assert session.get_one(Category, s.category.id).for_individuals
    s.start(alone=True)
    assert "An entry was started" in client.get(f"/cycles/5/categories/{s.category.code}/entrants").text
    assert send("/entrants", entrants="agencies").status_code == 409
    with db.read() as session:
        assert session.get_one(Category, s.category.id).for_individuals
        events = session.exec(
            select(AuditEvent).where(AuditEvent.action == "category.entrants_changed")
        ).all()
    assert [event.detail["for_individuals"] for event in events] == [True]
