"""Events: seats, letters, the calendar file, reminders and attendance."""

from datetime import UTC, datetime, timedelta

import icalendar
import pytest
from sqlmodel import select

from awards.events import operations
from awards.events.forms import EventForm
from awards.events.letters import CANCELLED, CHANGED, MOVED_UP, REGISTERED, REMINDER, WAITING
from awards.events.models import EventRegistration
from awards.events.reminders import remind
from awards.kit.clock import RIYADH
from awards.kit.errors import Invalid, RuleBroken, Stale
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from awards.worker import Worker
from tests.letters import letters_to
from tests.pages import form_token
from tests.statements import statements

LINK = "https://meet.example/zqsecretroom"


@pytest.fixture
def office(make):
    return make.person(Role.ORGANISER)


@pytest.fixture
def people(make):
    return [make.person(Role.ENTRANT) for _ in range(4)]


def form(**other):
    return EventForm(
        **{
            "title_ar": "ورشة تعريفية",
            "title_en": "Orientation",
            "place_ar": "الرياض",
            "place_en": "Riyadh",
            "link": LINK,
            "starts_at": "2026-11-10T10:00",
            "ends_at": "2026-11-10T12:00",
            "capacity": 2,
            **other,
        }
    )


@pytest.fixture
def event(make, office):
    with make.db.write() as session:
        return operations.set_up(session, form(), by=office.id, at=make.now)


def do(make, verb, event, person, **more):
    with make.db.write() as session:
        return verb(session, event.id, by=person.id, at=make.now, **more)


def kinds(make, settings, person):
    return [kind for kind, _ in letters_to(make.db, settings, person.email)]


def test_first_come_first_seated_and_a_seat_that_is_given_back_goes_to_the_first_who_waits(
    make, settings, event, people
):
    assert [do(make, operations.register, event, each) for each in people] == [True, True, False, False]
    do(make, operations.leave, event, people[0])
    do(make, operations.register, event, people[0])
    assert [kinds(make, settings, each) for each in people] == [
        [REGISTERED, WAITING],
        [REGISTERED],
        [WAITING, MOVED_UP],
        [WAITING],
    ]


def test_to_register_twice_is_to_register_once(make, settings, event, people):
    assert do(make, operations.register, event, people[0])
    assert do(make, operations.register, event, people[0])
    assert kinds(make, settings, people[0]) == [REGISTERED]


def test_another_time_is_told_to_everybody_and_more_seats_to_those_who_get_one(
    make, settings, event, office, people
):
    for each in people:
        do(make, operations.register, event, each)
    do(
        make,
        operations.change,
        event,
        office,
        form=form(starts_at="2026-11-10T09:00", capacity=3),
        sequence=0,
    )
    told = [kinds(make, settings, each)[-1] for each in people]
    assert told == [CHANGED, CHANGED, MOVED_UP, CHANGED]
    with pytest.raises(Stale):
        do(make, operations.change, event, office, form=form(), sequence=0)
    with pytest.raises(Invalid):
        do(make, operations.change, event, office, form=form(capacity=2), sequence=1)


def test_what_is_only_said_about_an_event_is_no_news(make, settings, event, office, people):
    do(make, operations.register, event, people[0])
    do(make, operations.change, event, office, form=form(about_en="More about it"), sequence=0)
    assert kinds(make, settings, people[0]) == [REGISTERED]


def test_a_cancelled_event_is_told_and_takes_nobody(make, settings, event, office, people):
    do(make, operations.register, event, people[0])
    do(make, operations.cancel, event, office)
    assert kinds(make, settings, people[0])[-1] == CANCELLED
    with pytest.raises(RuleBroken):
        do(make, operations.register, event, people[1])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends_at": "2026-11-10T10:00"}, "ends_at"),
        ({"place_ar": "", "link": ""}, "place_ar"),
        ({"place_en": ""}, "place_en"),
        ({"link": "javascript:alert(1)"}, "link"),
    ],
)
def test_an_event_that_cannot_be_is_refused(make, office, wrong, field):
    with make.db.write() as session, pytest.raises(Invalid) as refused:
        operations.set_up(session, form(**wrong), by=office.id, at=make.now)
    assert set(refused.value.errors) == {field}


def calendar_of(client, event):
    answer = client.get(f"/events/{event.id}/calendar")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.content)
    return calendar, next(iter(calendar.walk("VEVENT")))


def test_the_calendar_file_has_riyadhs_time_a_lasting_id_and_a_number_that_goes_up(
    make, client, sign_in, event, office, people
):
    sign_in(client, people[0])
    _, first = calendar_of(client, event)
    assert first["dtstart"].params["TZID"] == "Asia/Riyadh"
    assert first.decoded("dtstart") == datetime(2026, 11, 10, 7, 0, tzinfo=UTC)
    do(make, operations.change, event, office, form=form(starts_at="2026-11-10T09:00"), sequence=0)
    _, second = calendar_of(client, event)
    assert second.decoded("dtstart") == datetime(2026, 11, 10, 9, 0, tzinfo=RIYADH)
    do(make, operations.cancel, event, office)
    calendar, third = calendar_of(client, event)
    assert (str(calendar["method"]), str(third["status"])) == ("CANCEL", "CANCELLED")
    assert first["uid"] == second["uid"] == third["uid"]
    assert [int(each["sequence"]) for each in (first, second, third)] == [0, 1, 2]


def test_where_to_join_is_told_to_whoever_has_a_seat_alone(
    make, client, sign_in, settings, event, office, people
):
    for each in people[:3]:
        do(make, operations.register, event, each)

    def told():
        return [LINK in client.get(f"/events/{event.id}{page}").text for page in ("", "/calendar")]

    assert LINK not in client.get(f"/events/{event.id}").text
    for person, may in ((people[0], True), (people[2], False), (people[3], False), (office, True)):
        sign_in(client, person)
        assert told() == [may, may]
    for each in people:
        assert LINK not in str(letters_to(make.db, settings, each.email))


def test_one_day_ahead_whoever_has_a_seat_is_reminded_once(make, settings, clock, event, people, monkeypatch):
    for each in people[:3]:
        do(make, operations.register, event, each)
    assert remind(make.db, at=make.now) == 0
    clock.at = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
    monkeypatch.setattr("awards.kit.clock.now", clock)
    worker = Worker(settings)
    for _ in range(2):
        worker._sweep()
    assert [kinds(make, settings, each).count(REMINDER) for each in people] == [1, 1, 0, 0]
    with statements(make.db.engine) as written:
        remind(make.db, at=make.now)
    assert written == []


def test_a_reminder_that_dies_half_way_leaves_nothing_and_is_written_whole_the_next_time(
    make, settings, clock, event, people, monkeypatch
):
    for each in people[:2]:
        do(make, operations.register, event, each)
    clock.at = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
    from awards.events import reminders

    queue, calls = reminders.queue_mail, []

    def dies(*args, **given):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return queue(*args, **given)

    monkeypatch.setattr(reminders, "queue_mail", dies)
    with pytest.raises(SystemExit):
        remind(make.db, at=make.now)
    with make.db.read() as session:
        assert session.exec(select(Mail).where(Mail.kind == REMINDER)).all() == []
    monkeypatch.undo()
    assert remind(make.db, at=make.now) == 2
    assert remind(make.db, at=make.now) == 0


def test_an_event_that_was_moved_reminds_anew(make, settings, clock, event, office, people):
    do(make, operations.register, event, people[0])
    clock.at = datetime(2026, 11, 9, 7, 30, tzinfo=UTC)
    assert remind(make.db, at=make.now) == 1
    later = form(starts_at="2026-11-20T10:00", ends_at="2026-11-20T12:00")
    do(make, operations.change, event, office, form=later, sequence=0)
    assert remind(make.db, at=make.now) == 0
    clock.forward(days=10)
    assert remind(make.db, at=make.now) == 1


def test_attendance_is_marked_by_organisers_when_the_day_has_come(
    make, client, sign_in, clock, event, office, people
):
    for each in people[:2]:
        do(make, operations.register, event, each)
    with pytest.raises(RuleBroken):
        do(make, operations.mark_attendance, event, office, present=())
    clock.at = event.starts_at + timedelta(hours=1)
    with make.db.read() as session:
        mine = session.exec(
            select(EventRegistration.id).where(EventRegistration.person_id == people[0].id)
        ).one()
    sign_in(client, office)
    page = f"/events/{event.id}/attendance"
    sent = {"_csrf_token": form_token(client, page), "present": [str(mine)]}
    assert client.post(page, data=sent, follow_redirects=False).status_code == 303
    with make.db.read() as session:
        marked = session.exec(select(EventRegistration.person_id, EventRegistration.attended)).all()
    assert dict(marked) == {people[0].id: True, people[1].id: False}
    sign_in(client, people[0])
    assert client.get(page).status_code == 403


def test_the_list_costs_as_many_statements_for_many_events_as_for_one(make, db, client, office, event):
    def cost():
        with statements(db.reader) as seen:
            assert client.get("/events").status_code == 200
        return len(seen)

    client.get("/events")
    one = cost()
    with make.db.write() as session:
        for _ in range(4):
            operations.set_up(session, form(), by=office.id, at=make.now)
    assert cost() == one
