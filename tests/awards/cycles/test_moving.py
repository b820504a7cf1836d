"""Moving the dates of a cycle while its judges are at work."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles.forms import typed_timetable
from awards.cycles.models import Cycle
from awards.cycles.moving import INTAKE_NOTICE, NOTICE, lacking
from awards.cycles.queries import cycle_by_number, timetable_of
from awards.cycles.timetable import DATES, Happened
from awards.kit.audit import AuditEvent
from awards.people.models import Role
from judging.rounds.operations import close_round
from tests.awards.cycles.test_timetable import timetables
from tests.contests import contest
from tests.pages import form_token
from tests.timetables import days

facts = st.builds(Happened).filter(lambda f: f.round_opened or not f.round_closed)
moments = st.integers(-400, 400)


def look(old, new, happened, now, *, reason="x", confirmed=True):
    return lacking(old, new, happened, reason=reason, confirmed=confirmed, now=now)


@given(timetables(), timetables(), facts, st.booleans(), moments)
def test_dates_are_moved_without_a_word_only_while_nobody_works_to_them(old, new, happened, confirmed, day):
    now = old.opens + timedelta(days=day)
    found = look(old, new, happened, now, reason=" ", confirmed=confirmed)
    at_work = happened.round_opened or (happened.announced and now >= old.opens)
    assert ("reason" in found) == (at_work and new != old)


@given(timetables(), timetables(), facts, moments)
def test_judges_at_work_lose_time_only_after_a_second_look_and_never_at_once(old, new, happened, day):
    now = old.opens + timedelta(days=day)
    new = (
        replace(old, judging_closes=new.judging_closes, publishes=max(old.publishes, new.judging_closes))
        if (new.judging_closes > old.judging_opens)
        else old
    )
    loses = happened.round_opened and not happened.round_closed and new.judging_closes < old.judging_closes
    too_soon = new.judging_closes < now + NOTICE
    assert ("judging_closes" in look(old, new, happened, now)) >= (loses and too_soon)
    if loses and not look(old, new, happened, now):
        assert "confirmed" in look(old, new, happened, now, confirmed=False)


@given(timetables(), timetables(), facts, moments)
def test_nothing_that_people_have_acted_on_is_ever_moved(old, new, happened, day):
    now = old.opens + timedelta(days=day)
    if look(old, new, happened, now) or not happened.announced:
        return
    if happened.round_closed:
        assert replace(new, publishes=old.publishes) == old
    if happened.round_opened:
        assert (new.opens, new.closes, new.grace_minutes, new.judging_opens) == (
            old.opens,
            old.closes,
            old.grace_minutes,
            old.judging_opens,
        )
    if now >= old.opens:
        assert new.opens == old.opens


@given(timetables(), timetables(), facts, moments)
def test_no_announced_date_is_moved_into_the_past(old, new, happened, day):
    now = old.opens + timedelta(days=day)
    if happened.announced and not look(old, new, happened, now):
        for name in DATES:
            assert getattr(new, name) == getattr(old, name) or getattr(new, name) >= now, name


@given(timetables(), timetables(), facts, moments)
def test_agencies_that_write_keep_a_week_at_least_and_the_loss_is_looked_at_twice(old, new, happened, day):
    now = old.opens + timedelta(days=day)
    if not happened.announced or now < old.opens or look(old, new, happened, now):
        return
    if new.closes < old.closes or new.entries_end < old.entries_end:
        assert new.closes >= now + INTAKE_NOTICE
        assert "confirmed" in look(old, new, happened, now, confirmed=False)


@given(timetables(), timetables(), moments)
def test_before_a_cycle_is_announced_every_date_moves_freely(old, new, day):
    now = old.opens + timedelta(days=day)
    assert look(old, new, Happened(announced=False), now, reason="", confirmed=False) == {}


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


def test_before_entries_open_no_reason_is_asked_for(client, make, sign_in, clock):
    cycle = make.cycle(7, opens_at=clock() + days(1))
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


@pytest.fixture
def intake(client, make, sign_in):
    """Open since ten days, for thirty more; a draft and an agency's person who writes it."""
    cycle = make.cycle(7)
    writer = make.person(Role.ENTRANT)
    agency = make.agency(writer)
    make.entry(make.category(cycle), agency, writer, submitted=False)
    sign_in(client, make.person(Role.ORGANISER))
    client.cookies.set("language", "en")
    return timetable_of(cycle), writer


@pytest.mark.parametrize("ahead", [timedelta(minutes=-10), INTAKE_NOTICE - timedelta(minutes=2)])
def test_an_open_intake_is_not_cut_to_less_than_a_week(client, intake, db, clock, ahead):
    dates, _ = intake
    answer = move(client, replace(dates, closes=clock() + ahead), reason="Now.", confirmed="true")
    assert answer.status_code == 422
    assert "Leave the agencies at least 7 days" in answer.text
    assert moved(db) == (dates, [])


def test_an_open_intake_does_not_open_later(client, intake, db, clock):
    dates, _ = intake
    assert 'type="hidden" name="opens"' in client.get("/cycles/7/timetable").text
    answer = move(client, replace(dates, opens=clock() + days(1)), reason="Not yet.", confirmed="true")
    assert answer.status_code == 422
    assert "Entries have been opened: this is part of the record." in answer.text
    assert moved(db) == (dates, [])


def test_agencies_read_that_the_closing_was_brought_forward_and_why(client, intake, db, clock, sign_in):
    dates, writer = intake
    sooner = replace(dates, closes=dates.closes - days(10))
    first = move(client, sooner, reason="The minister <travels>.")
    assert first.status_code == 422
    assert "1 draft is not submitted yet." in first.text
    assert move(client, sooner, reason="The minister <travels>.", confirmed="true").status_code == 303
    sign_in(client, writer)
    page = client.get("/entries").text
    assert "The closing was brought forward on" in page
    assert "The minister &lt;travels&gt;." in page
    entry = client.get(re.search(r'href="(/entries/[0-9a-f-]{36})"', page).group(1)).text
    assert "The closing was brought forward on" in entry
    sign_in(client, writer)
    clock.forward(days=25)
    sign_in(client, writer)
    assert "The closing was brought forward on" in client.get("/entries").text


def test_putting_the_closing_off_needs_a_reason_and_is_told_too(client, intake, db, sign_in):
    dates, writer = intake
    later = replace(dates, closes=dates.closes + days(5))
    assert 'id="reason-error"' in move(client, later).text
    assert move(client, later, reason="Many asked for it.").status_code == 303
    sign_in(client, writer)
    assert "The closing was put off on" in client.get("/entries").text


def test_the_dates_of_a_closed_round_stay_and_its_publication_is_not_backdated(
    client, make, sign_in, db, clock
):
    c = contest(make, {"G2C": [[9, 9, 9]]})
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    with db.write() as session:
        close_round(session, c.round.id, by=c.organisers[0].id, at=clock())
        dates = timetable_of(session.get_one(Cycle, c.cycle.id))
    path = f"{c.path}/timetable"
    data = {"_csrf_token": form_token(client, path), "reason": "Sooner.", "confirmed": "true"}
    for wrong in (
        replace(dates, judging_closes=clock() - timedelta(minutes=1)),
        replace(dates, judging_closes=dates.judging_closes + days(1)),
        replace(
            dates, judging_closes=dates.judging_opens + days(1), publishes=clock() - timedelta(minutes=1)
        ),
    ):
        assert client.post(path, data={**typed_timetable(wrong), **data}).status_code == 422
    later = replace(dates, publishes=dates.publishes + days(1))
    answer = client.post(path, data={**typed_timetable(later), **data}, follow_redirects=False)
    assert answer.status_code == 303
