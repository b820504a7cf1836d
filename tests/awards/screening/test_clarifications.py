"""Organisers ask about an entry; its people answer once; judges and the snapshot know nothing of it."""

import pytest
from sqlmodel import select

from awards.entries.models import Submission
from awards.kit.audit import AuditEvent
from awards.kit.i18n import translate
from awards.people.models import Role
from awards.screening.models import Clarification
from awards.screening.state import ScreeningState
from tests.awards.entries.scenes import scene
from tests.awards.screening.scenes import letters_about, one, post, text_of
from tests.pages import form_token

QUESTION = "هل بدأت الخدمة فعلًا في يناير؟"
ASKING = "/cycles/5/screening/1/questions"
ADMISSIONS = "/cycles/5/screening/admissions"


@pytest.fixture
def s(make):
    s = scene(make)
    s.entry = s.whole()
    s.submit(s.entry)
    return s


@pytest.fixture
def organiser(make):
    return make.person(Role.ORGANISER)


@pytest.fixture
def page(client, organiser, sign_in):
    sign_in(client, organiser)
    client.cookies.set("language", "en")
    return client


def ask(page, text=QUESTION):
    return post(page, ASKING, question=text)


def the_question(db):
    with db.read() as session:
        return session.exec(select(Clarification)).one()


def reply(client, s, db, text):
    path = f"/entries/{s.entry.id}/clarifications"
    data = {"_csrf_token": form_token(client, path), "answer": text}
    return client.post(f"{path}/{the_question(db).id}", data=data, follow_redirects=False)


def test_the_entrant_is_told_by_letter_and_answers_on_the_page(page, s, db, settings, sign_in, organiser):
    assert ask(page).status_code == 303
    assert one(s, 1).state is ScreeningState.ASKED
    sign_in(page, s.member)
    waits = f'href="/entries/{s.entry.id}/clarifications"'
    assert waits in page.get("/entries").text
    sign_in(page, organiser)
    ((kind, letter),) = letters_about(db, settings, s.member.email)
    assert kind == "screening.asked"
    assert QUESTION in letter.paragraphs
    assert letter.action[1].endswith(f"/entries/{s.entry.id}/clarifications")

    sign_in(page, s.member)
    assert QUESTION in text_of(page.get(f"/entries/{s.entry.id}/clarifications"))
    assert f"/entries/{s.entry.id}/clarifications" in page.get(f"/entries/{s.entry.id}").text
    assert reply(page, s, db, "نعم، في الخامس عشر منه.").status_code == 303
    assert one(s, 1).state is ScreeningState.ANSWERED
    ((kind, letter),) = letters_about(db, settings, organiser.email)
    assert kind == "screening.answered"
    assert "answered" in translate(letter.subject, "en")

    sign_in(page, organiser)
    shown = text_of(page.get("/cycles/5/screening/1"))
    assert QUESTION in shown
    assert "نعم، في الخامس عشر منه." in shown
    assert post(page, ADMISSIONS, receipt="5-0001-1").status_code == 303
    assert one(s, 1).state is ScreeningState.ADMITTED


def test_a_question_is_answered_once_by_whichever_colleague_comes_first(page, s, db, sign_in):
    ask(page)
    sign_in(page, s.member)
    assert reply(page, s, db, "نعم").status_code == 303
    again = reply(page, s, db, "بل لا")
    assert again.status_code == 409
    assert the_question(db).answer == "نعم"


def test_an_empty_answer_is_asked_for_again(page, s, db, sign_in):
    ask(page)
    sign_in(page, s.member)
    answer = reply(page, s, db, "x")
    assert answer.status_code == 422
    assert ">x</textarea>" in answer.text


def test_an_admitted_entry_waits_again_once_it_is_asked_about(page, s):
    post(page, ADMISSIONS, receipt="5-0001-1")
    ask(page)
    assert one(s, 1).state is ScreeningState.ASKED


def test_whoever_does_not_answer_is_asked_no_more_once_the_organisers_go_on(page, s, db, sign_in):
    ask(page)
    post(page, ADMISSIONS, receipt="5-0001-1")
    assert one(s, 1).state is ScreeningState.ADMITTED
    sign_in(page, s.member)
    assert "the organisers went on" in text_of(page.get(f"/entries/{s.entry.id}/clarifications"))
    assert reply(page, s, db, "متأخرًا").status_code == 409


def test_an_entry_that_was_asked_about_is_not_among_those_admitted_at_once(page, s):
    ask(page)
    assert 'value="5-0001-1"' not in page.get("/cycles/5/screening").text


def test_neither_question_nor_answer_enters_the_snapshot_and_both_are_on_record(page, s, db, sign_in):
    ask(page)
    sign_in(page, s.member)
    reply(page, s, db, "نعم، في الخامس عشر منه.")
    with db.read() as session:
        submission = session.exec(select(Submission)).one()
        events = [e.action for e in session.exec(select(AuditEvent)) if e.subject_id == str(s.entry.id)]
    assert "الخامس عشر" not in str(submission.content)
    assert events[-2:] == ["entry.asked", "entry.answered"]


def test_only_the_entrys_people_see_and_answer(client, page, s, db, make, sign_in):
    ask(page)
    stranger = make.person(Role.ENTRANT)
    make.agency(stranger)
    sign_in(client, stranger)
    assert client.get(f"/entries/{s.entry.id}/clarifications").status_code == 404
    data = {"_csrf_token": form_token(client, "/entries"), "answer": "نعم نعم"}
    path = f"/entries/{s.entry.id}/clarifications/{the_question(db).id}"
    assert client.post(path, data=data).status_code == 404
    sign_in(client, make.person(Role.JUDGE))
    assert client.get(f"/entries/{s.entry.id}/clarifications").status_code == 403


def test_a_draft_is_not_asked_about_nor_an_entry_by_an_auditor(page, s, make, sign_in):
    s.start()
    assert post(page, "/cycles/5/screening/2/questions", question=QUESTION).status_code == 409
    assert ask(page, "لماذا").status_code == 422
    sign_in(page, make.person(Role.AUDITOR))
    assert ask(page).status_code == 403
