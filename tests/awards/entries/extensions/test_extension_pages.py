"""The pages of extensions: seen before it is given, read by organisers and auditors, and by nobody else."""

import re
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from sqlmodel import select

from awards.cycles.forms import typed_timetable
from awards.cycles.queries import timetable_of
from awards.entries.extensions.models import Extension
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from awards.site.next_steps import CycleState, next_steps
from tests.awards.entries.extensions.scenes import extend
from tests.awards.entries.scenes import scene
from tests.pages import form_token


def typed_time(cycle, **later):
    times = timetable_of(cycle)
    return typed_timetable(times.extended(times.closes + timedelta(**later)))["closes"]


def english(client):
    client.cookies.set("language", "en")


def post(client, path, **fields):
    token = form_token(client, "/cycles/5/extensions")
    return client.post(path, data={"_csrf_token": token, **fields}, follow_redirects=False)


def test_the_organiser_sees_the_letter_and_its_readers_before_anything_is_done(make, db, client, sign_in):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry = s.start()
    sign_in(client, organiser)
    english(client)
    fields = {"whom": "entry", "entry": str(entry.number), "reason": "Outage of the platform", "category": ""}
    fields["closes"] = typed_time(s.cycle, days=1)
    shown = post(client, "/cycles/5/extensions/preview", **fields)
    assert "to 1 person" in shown.text
    assert "Wednesday 2 December 2026" in shown.text
    with db.read() as session:
        assert not session.exec(select(Mail)).all()
        assert not session.exec(select(Extension)).all()
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
    hidden = {name: unescape(text) for name, text in hidden.items() if name != "_csrf_token"}
    given = post(client, "/cycles/5/extensions", **hidden)
    assert given.status_code == 303
    listed = client.get("/cycles/5/extensions").text
    assert "A letter goes to 1 person." in listed
    assert "Outage of the platform" in listed
    assert "letter to 1 person" in listed
    sign_in(client, s.member)
    page = client.get(f"/entries/{entry.id}").text
    assert "Your entry closes on" in page
    assert "For others, entries close on" in page
    assert "More time: until 2 Dec 2026" in client.get("/entries").text


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"whom": ""}, "whom"),
        ({"whom": "entry", "entry": "999"}, "entry"),
        ({"whom": "entry"}, "entry"),
        ({"whom": "category", "category": "NONE"}, "category"),
        ({"reason": ""}, "reason"),
        ({"closes": "2026-12-01T11:00"}, "closes"),
        ({"closes": "soon"}, "closes"),
    ],
)
def test_a_wrong_form_says_what_is_wrong_beside_the_box_and_keeps_the_rest(
    make, db, client, sign_in, fields, wrong
):
    s = scene(make)
    s.start()
    sign_in(client, make.person(Role.ORGANISER))
    whole = {"whom": "all", "reason": "سبب مفصل", "closes": typed_time(s.cycle, days=1), **fields}
    for path in ("/cycles/5/extensions/preview", "/cycles/5/extensions"):
        answer = post(client, path, **whole)
        assert answer.status_code == 422
        assert f'href="#{wrong}"' in answer.text
        assert wrong == "reason" or "سبب مفصل" in answer.text
    with db.read() as session:
        assert not session.exec(select(Extension)).all()


def test_an_auditor_reads_it_and_gives_nothing_and_judges_and_entrants_do_not_see_it(make, client, sign_in):
    s = scene(make)
    extend(make, 5, s.cycle.closes_at + timedelta(days=1), make.person(Role.ORGANISER), reason="انقطاع")
    sign_in(client, make.person(Role.AUDITOR))
    page = client.get("/cycles/5/extensions").text
    assert "انقطاع" in page
    assert "/extensions/preview" not in page
    for person in (make.person(Role.JUDGE), s.member):
        sign_in(client, person)
        assert client.get("/cycles/5/extensions").status_code in (403, 404)


def test_a_category_with_more_time_takes_new_entries_after_the_deadline(make, client, clock, sign_in):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    make.category(s.cycle, "B2B")
    clock.at = s.cycle.closes_at + timedelta(minutes=1)
    sign_in(client, s.member)
    english(client)
    assert client.get("/entries/new").status_code == 409
    extend(make, 5, clock.at + timedelta(days=2), organiser, category=s.category)
    page = client.get("/entries/new").text
    assert "Entries in this category close on" in page
    assert "Category G2C" in page
    assert "Category B2B" not in page
    assert "Start an entry" in client.get("/entries").text


def test_the_organisers_pages_say_that_entries_are_open_while_one_is(make, client, clock, sign_in):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry = s.whole()
    s.submit(entry)
    clock.at = s.cycle.closes_at + timedelta(minutes=1)
    sign_in(client, organiser)
    english(client)
    told = "Entries are still being taken in."
    assert told not in client.get("/cycles/5/blinding").text
    extend(make, 5, clock.at + timedelta(days=2), organiser, entry=entry)
    assert told in client.get("/cycles/5/blinding").text
    state = CycleState(5, timetable_of(s.cycle), clock(), submitted=1, lacking_judges=1)
    steps = next_steps(replace(state, extended_to=clock() + timedelta(days=2)))
    assert all(step.blocked_by for step in steps)
    assert [step.blocked_by for step in next_steps(state)] != [step.blocked_by for step in steps]
