"""Reminders before the closing: when they are due, of what they tell, once to each person."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.entries import operations
from awards.entries.changes import EntryChanges
from awards.entries.models import EntryLanguage
from awards.intake.timely import due_now, letters_of, reminders_due, send_reminder, unsubmitted
from awards.kit.audit import AuditEvent
from awards.kit.i18n import translate
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from awards.worker import Worker
from tests.awards.entries.extensions.scenes import extend
from tests.awards.entries.scenes import WHOLE, scene
from tests.letters import letters_to
from tests.pages import form_token

CYCLE = UUID(int=1)
CLOSES = datetime(2026, 12, 3, 20, 59, 59, tzinfo=UTC)
HOURS = st.lists(st.sampled_from([336, 168, 72, 48, 24, 6]), unique=True)


@given(HOURS, st.integers(-60, 400 * 3600), st.none() | st.integers(0, 400 * 3600))
def test_one_reminder_is_due_at_most_the_nearest_whose_time_has_come(hours, left, told):
    now = CLOSES - timedelta(seconds=left)
    told_at = None if told is None else CLOSES - timedelta(seconds=told)
    begun = [n for n in hours if left <= n * 3600]
    due = list(due_now(CYCLE, {CLOSES: told_at}, hours, now))
    if left <= 0 or not begun or (told is not None and told < min(begun) * 3600):
        assert not due
    else:
        assert [one.hours for one in due] == [min(begun)]


def sweep(db, at):
    """What a worker without memory does."""
    with db.write() as session:
        return sum(
            send_reminder(session, due, letters_of(session, due, unsubmitted(session, due.cycle_id)), at=at)
            for due in reminders_due(session, at)
        )


def reminder_to(db, settings, address):
    return next(letter for kind, letter in letters_to(db, settings, address) if kind == "intake.due")


def mails(db):
    with db.read() as session:
        return sorted(session.exec(select(Mail.address).where(Mail.kind == "intake.due")).all())


def test_whoever_has_something_unsubmitted_is_told_once_with_all_that_is_missing(make, db, clock, settings):
    s = scene(make, reminder_hours=[48, 24])
    second, idle = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    make.agency(idle)
    other = make.agency(second)
    s.start(language=EntryLanguage.BOTH)
    s.whole()
    done = s.start(agency=other, by=second)
    s.save(done, WHOLE, by=second)
    s.submit(done, by=second)
    clock.at = s.cycle.closes_at - timedelta(hours=48, seconds=1)
    assert sweep(db, clock()) == 0
    clock.forward(seconds=1)
    assert sweep(db, clock()) == 1
    assert mails(db) == [s.member.email]
    said = [translate(p, "en") for p in reminder_to(db, settings, s.member.email).paragraphs]
    assert "Tuesday 1 December 2026" in said[0]
    assert "still missing" in said[1]
    assert "Nothing is missing" in said[2]
    for later in (timedelta(seconds=1), timedelta(hours=3), timedelta(hours=-3)):  # steps back, too
        assert sweep(db, clock() + later) == 0
    clock.at = s.cycle.closes_at - timedelta(hours=24)
    assert sweep(db, clock()) == 1
    assert sweep(db, s.cycle.closes_at) == 0
    with db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "reminder.sent")).all()
    assert [event.detail["hours"] for event in events] == [48, 24]


def test_changes_that_were_not_submitted_are_told_as_such(make, db, clock, settings):
    s = scene(make, reminder_hours=[24])
    entry = s.whole()
    s.submit(entry)
    clock.at = s.cycle.closes_at - timedelta(hours=30)
    with db.write() as session:
        operations.save_entry(
            session, entry.id, EntryChanges(summary_ar="نص آخر"), by=s.member.id, at=clock()
        )
    clock.forward(hours=6)
    assert sweep(db, clock()) == 1
    said = translate(reminder_to(db, settings, s.member.email).paragraphs[1], "en")
    assert "was changed after it was submitted" in said


def test_who_was_given_more_time_is_reminded_before_their_own_closing(make, db, clock):
    s, organiser = scene(make, reminder_hours=[24]), make.person(Role.ORGANISER)
    entry, other = s.start(), make.person(Role.ENTRANT)
    s.start(agency=make.agency(other), by=other)
    extend(make, 5, s.cycle.closes_at + timedelta(days=3), organiser, entry=entry)
    assert sweep(db, s.cycle.closes_at - timedelta(hours=24)) == 1
    assert mails(db) == [other.email]
    assert sweep(db, s.cycle.closes_at + timedelta(days=2) - timedelta(seconds=1)) == 0
    assert sweep(db, s.cycle.closes_at + timedelta(days=2)) == 1
    assert mails(db) == sorted([other.email, s.member.email])


def test_who_was_told_of_the_closing_or_began_after_the_hour_of_the_reminder_needs_none(make, db, clock):
    s, organiser = scene(make, reminder_hours=[48]), make.person(Role.ORGANISER)
    clock.at = s.cycle.closes_at - timedelta(hours=40)
    late = s.start()
    assert sweep(db, clock()) == 0
    extend(make, 5, s.cycle.closes_at + timedelta(hours=2), organiser, entry=late)
    assert sweep(db, clock()) == 0


def test_the_worker_reminds_and_one_that_was_killed_and_started_again_reminds_nobody_twice(
    make, db, clock, settings, monkeypatch
):
    monkeypatch.setattr("awards.kit.clock.now", clock)
    s = scene(make)
    s.start()
    clock.at = s.cycle.closes_at - timedelta(hours=24)
    for _ in range(2):
        worker = Worker(settings)
        worker._remind()
        worker._remind()
    assert mails(db) == [s.member.email]


@pytest.fixture
def page(make, client, sign_in):
    s = scene(make)
    s.start()
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return s


def test_the_organiser_sees_whom_the_next_letter_reaches_and_sets_its_hours(page, client, db):
    shown = client.get("/cycles/5/reminders").text
    assert "As things stand, the first one goes to 1 person." in shown
    assert "is a draft" in shown
    token = form_token(client, "/cycles/5/reminders")
    data = {"_csrf_token": token, "hours": ["6", "72"]}
    assert client.post("/cycles/5/reminders", data=data, follow_redirects=False).status_code == 303
    again = client.get("/cycles/5/reminders").text
    assert 'value="72" checked' in again
    assert 'value="24" checked' not in again
    assert client.post("/cycles/5/reminders", data={**data, "hours": ["7"]}).status_code == 422
    client.post("/cycles/5/reminders", data={"_csrf_token": token})
    assert "No reminder is to come." in client.get("/cycles/5/reminders").text


def test_an_auditor_reads_the_reminders_and_sets_none(make, client, sign_in):
    scene(make)
    sign_in(client, make.person(Role.AUDITOR))
    assert "<form" not in client.get("/cycles/5/reminders").text.split("<main")[1].split("</main")[0]
    token = client.cookies["form"]
    data = {"_csrf_token": token, "hours": ["6"]}
    assert client.post("/cycles/5/reminders", data=data).status_code in (403, 404)
