"""Moving the dates of a cycle while its judges are at work."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.forms import typed_timetable
from awards.cycles.moving import NOTICE, lacking
from awards.cycles.queries import cycle_by_number, timetable_of
from awards.cycles.timetable import DATES, Happened
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from tests.awards.cycles.test_timetable import timetables
from tests.pages import form_token
from tests.timetables import days

facts = st.builds(Happened)


@given(timetables(), timetables(), facts, st.booleans(), st.integers(-400, 400))
def test_dates_are_moved_without_a_word_only_before_the_round_is_open(old, new, happened, confirmed, day):
    now = old.opens + timedelta(days=day)
    found = lacking(old, new, happened, reason=" ", confirmed=confirmed, now=now)
    assert ("reason" in found) == (happened.round_opened and new != old)


@given(timetables(), timetables(), facts, st.booleans(), st.integers(-400, 400))
def test_judges_at_work_lose_time_only_after_a_second_look_and_never_at_once(
    old, new, happened, confirmed, day
):
    now = old.opens + timedelta(days=day)
    found = lacking(old, new, happened, reason="x", confirmed=confirmed, now=now)
    at_work = happened.round_opened and not happened.round_closed
    loses = at_work and new.judging_closes < old.judging_closes
    too_soon = new.judging_closes < now + NOTICE
    assert bool(found) == (loses and (not confirmed or too_soon))
    assert ("judging_closes" in found) == (loses and too_soon)


@pytest.fixture
def judging(client, make, sign_in):
    cycle = make.judging_cycle(7)
    make.round(cycle)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return timetable_of(cycle)


def move(client, timetable, **fields):
    token = form_token(client, "/cycles/7/timetable")
    data = {"_csrf_token": token, **typed_timetable(timetable), **fields}
    return client.post("/cycles/7/timetable", data=data, follow_redirects=False)


def moved(db):
    with db.read() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "cycle.dates_moved"))
        return timetable_of(cycle_by_number(session, 7)), [event.detail.get("reason") for event in events]


def test_a_date_is_moved_with_a_reason_once_the_round_is_open(client, judging, db):
    later = replace(judging, publishes=judging.publishes + days(3))
    refused = move(client, later)
    assert refused.status_code == 422
    assert 'id="reason-error"' in refused.text
    assert moved(db) == (judging, [])
    assert move(client, later, reason="The hall is not free.").status_code == 303
    assert moved(db) == (later, ["The hall is not free."])


def test_before_the_round_is_open_no_reason_is_asked_for(client, make, sign_in, db):
    cycle = make.cycle(7)
    sign_in(client, make.person(Role.ORGANISER))
    assert 'name="reason"' not in client.get("/cycles/7/timetable").text
    later = replace(timetable_of(cycle), publishes=timetable_of(cycle).publishes + days(3))
    assert move(client, later).status_code == 303


def test_judges_have_less_time_only_after_a_second_look(client, judging, db):
    sooner = replace(judging, judging_closes=judging.judging_closes - days(2))
    first = move(client, sooner, reason="The minister travels.")
    assert first.status_code == 422
    assert "The judges would have less time than they were told" in first.text
    assert "sheets are not lodged yet." in first.text
    assert moved(db) == (judging, [])
    answer = move(client, sooner, reason="The minister travels.", confirmed="true")
    assert answer.status_code == 303
    assert moved(db) == (sooner, ["The minister travels."])


@pytest.mark.parametrize("ahead", [timedelta(minutes=-1), NOTICE - timedelta(minutes=2)])
def test_judging_is_not_ended_by_a_date_too_near_to_work_to(client, judging, db, clock, ahead):
    ended = replace(judging, judging_closes=clock() + ahead)
    answer = move(client, ended, reason="Now.", confirmed="true")
    assert answer.status_code == 422
    assert "close the round together with another organiser" in answer.text
    assert moved(db) == (judging, [])


def test_every_date_is_in_the_list_of_faults_by_name(client, judging):
    answer = move(client, judging, **dict.fromkeys(DATES, "never"))
    for name in DATES:
        assert f'href="#{name}"' in answer.text
    assert "Entries close: Enter a date and time" in answer.text
