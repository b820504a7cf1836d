"""Drafts at risk, and the letter that reminds of them."""

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import select

from awards.kit.audit import AuditEvent
from awards.kit.i18n import translate
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.letters import letters_to
from tests.pages import form_token
from tests.statements import statements


@pytest.fixture
def s(make):
    """A cycle that closes in ten days."""
    return scene(
        make, closes_at=make.now + timedelta(days=10), judging_opens_at=make.now + timedelta(days=20)
    )


@pytest.fixture
def page(client, make, sign_in):
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return client


def text_of(answer):
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def send(page, *numbers):
    token = form_token(page, "/cycles/5/intake/reminders?" + "&".join(f"entry={n}" for n in numbers))
    data = {"_csrf_token": token, "entry": [str(n) for n in numbers]}
    return page.post("/cycles/5/intake/reminders", data=data, follow_redirects=False)


def test_drafts_are_shown_with_what_they_lack_and_submitted_entries_are_not(page, s):
    s.start()
    s.whole()
    s.submit(s.whole())
    rows = re.findall(
        r'<tr>\s*<td data-label="Remind">.*?</tr>', page.get("/cycles/5/intake/drafts").text, re.DOTALL
    )
    assert len(rows) == 2
    assert "At risk" in rows[0]
    assert "5 of 6" in rows[0]
    assert "Write the summary in Arabic." in rows[0]
    assert " checked" in rows[0]
    assert "Ready to submit" in rows[1]
    assert " checked" not in rows[1]


def test_the_letter_and_its_readers_are_shown_before_it_is_sent(page, s, make, db, settings):
    colleague = make.person(Role.ENTRANT)
    s.start(colleague, agency=make.agency(colleague))
    s.start()
    shown = text_of(page.get("/cycles/5/intake/reminders?entry=2"))
    assert s.member.email in shown
    assert colleague.email not in shown
    assert "Your entry is not submitted yet" in shown
    assert "مشاركتكم لم تُقدَّم بعد" in shown
    assert letters_to(db, settings, s.member.email) == []
    assert send(page, 2).status_code == 303
    ((kind, letter),) = letters_to(db, settings, s.member.email)
    assert kind == "intake.reminded"
    assert "5 things are still missing" in " ".join(translate(p, "en") for p in letter.paragraphs)
    assert letters_to(db, settings, colleague.email) == []


def test_an_entry_is_reminded_of_once_a_day_in_riyadh(page, s, clock, db, settings, sign_in, make):
    s.start()
    assert send(page, 1).status_code == 303
    clock.forward(hours=2)
    assert send(page, 1).status_code == 409
    assert "Reminded today" in page.get("/cycles/5/intake/drafts").text
    clock.forward(hours=11)
    sign_in(page, make.person(Role.ORGANISER))
    assert send(page, 1).status_code == 303
    assert len(letters_to(db, settings, s.member.email)) == 2


def test_a_reminder_is_in_the_log_with_who_sent_it(page, s, db):
    entry = s.start()
    send(page, 1)
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "entry.reminded")).one()
    assert event.subject_id == str(entry.id)
    assert event.detail == {"recipients": 1, "lacking": 5}


def test_a_draft_that_was_submitted_meanwhile_is_not_reminded_of(page, s):
    entry = s.whole()
    token = form_token(page, "/cycles/5/intake/reminders?entry=1")
    s.submit(entry)
    data = {"_csrf_token": token, "entry": ["1"]}
    assert page.post("/cycles/5/intake/reminders", data=data, follow_redirects=False).status_code == 409


def test_nothing_is_sent_once_entries_have_ended(page, s, clock, sign_in, make):
    s.start()
    clock.forward(days=10)
    sign_in(page, make.person(Role.ORGANISER))
    assert send(page, 1).status_code == 409
    assert "Read the reminder" not in page.get("/cycles/5/intake/drafts").text


def test_an_account_that_is_disabled_is_not_written_to(page, s, db):
    s.start()
    with db.write() as session:
        s.member.disabled_at = s.make.now
        session.add(s.member)
    assert "Nobody can be written to" in text_of(page.get("/cycles/5/intake/reminders?entry=1"))
    assert send(page, 1).status_code == 409


def test_an_individual_is_reminded_in_person(page, s, make, db, settings):
    person = make.person(Role.ENTRANT)
    s.start(person, alone=True, category=make.category(s.cycle, "IND", for_individuals=True))
    assert send(page, 1).status_code == 303
    assert len(letters_to(db, settings, person.email)) == 1


def test_an_auditor_sees_drafts_and_reminds_nobody(client, s, make, sign_in):
    s.start()
    sign_in(client, make.person(Role.AUDITOR))
    assert client.get("/cycles/5/intake/drafts").status_code == 200
    assert client.get("/cycles/5/intake/reminders?entry=1").status_code == 403


def test_the_page_asks_the_same_of_the_database_for_any_number_of_drafts(page, s, make, db):
    counted = []
    for more in (1, 6):
        for _ in range(more):
            person = make.person(Role.ENTRANT)
            make.entry(s.category, make.agency(person), person, submitted=False)
        with statements(db.engine, db.reader) as seen:
            page.get("/cycles/5/intake/drafts")
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 10
