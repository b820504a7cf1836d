"""Who is in an entry right now: told in words, soon forgotten, and never part of the record."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import func, select

from awards.directory.models import Membership, MembershipKind
from awards.entries import operations, presence
from awards.entries.models import EntryPresence, Place, Submission
from awards.kit.audit import AuditEvent
from awards.kit.errors import NotFound
from awards.people.models import Role
from tests.awards.entries.scenes import scene
from tests.pages import form_token
from tests.statements import statements


@pytest.fixture
def s(make):
    return scene(make)


@pytest.fixture
def colleague(make, s):
    sara = make.person(Role.ENTRANT, name_ar="سارة الحربي", name_en="Sara Al-Harbi")
    with make.db.write() as session:
        session.add(
            Membership(agency_id=s.agency.id, person_id=sara.id, kind=MembershipKind.EDITOR, since=make.now)
        )
    return sara


def beat(s, entry, by, place=Place.ANSWERS, *, unsaved=False):
    with s.make.db.write() as session:
        presence.beat(session, entry.id, place, unsaved=unsaved, by=by.id, at=s.make.now)


def present(s, entry, viewer):
    with s.make.db.rows() as connection:
        return presence.others(presence.present_in(connection, viewer.id, entry.id, s.make.now), viewer.id)


def rows(s, table=EntryPresence):
    with s.make.db.read() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def sign_in_english(client, sign_in, person):
    sign_in(client, person)
    client.cookies.set("language", "en")


def post(client, path, data):
    token = form_token(client, "/entries")
    return client.post(path, data={"_csrf_token": token, **data}, follow_redirects=False)


def test_somebody_is_there_for_three_missed_beats_and_no_longer(s, colleague, clock):
    entry = s.start()
    beat(s, entry, colleague)
    clock.forward(seconds=44)
    assert [(one.name_en, one.place) for one in present(s, entry, s.member)] == [
        ("Sara Al-Harbi", Place.ANSWERS)
    ]
    clock.forward(seconds=1)
    assert present(s, entry, s.member) == []


def test_a_page_that_beats_again_stays_one_row_and_old_ones_go_when_somebody_comes(s, colleague, clock):
    entry = s.start()
    for _ in range(3):
        clock.forward(seconds=20)
        beat(s, entry, colleague)
    assert rows(s) == 1
    clock.forward(minutes=1)
    beat(s, entry, s.member, Place.SUMMARY)
    assert rows(s) == 1


def test_a_beat_leaves_no_trace_in_the_record(s, colleague):
    entry = s.start()
    before = rows(s, AuditEvent)
    beat(s, entry, colleague, unsaved=True)
    with s.make.db.write() as session:
        presence.leave(session, entry.id, Place.ANSWERS, by=colleague.id)
    assert (rows(s, AuditEvent), rows(s)) == (before, 0)


def test_only_the_entrys_own_people_may_ask(s, colleague, make):
    entry = s.start()
    beat(s, entry, colleague)
    stranger = make.person(Role.ENTRANT)
    make.agency(stranger)
    with pytest.raises(NotFound):
        present(s, entry, stranger)


@given(st.integers(0, 60), st.booleans(), st.booleans())
def test_a_beat_is_written_when_it_says_something_new_or_the_last_one_grows_old(seconds, was, unsaved):
    me, now = uuid4(), datetime(2026, 3, 1, tzinfo=UTC)
    own = presence.Present(me, "", "", Place.ANSWERS, now - timedelta(seconds=seconds), was)
    news = presence.is_news([own], me, Place.ANSWERS, now, unsaved=unsaved)
    assert news == (was != unsaved or seconds >= 10)
    assert presence.is_news([own], me, Place.SUMMARY, now, unsaved=unsaved)
    assert presence.is_news([own], uuid4(), Place.ANSWERS, now, unsaved=unsaved)


def test_the_pages_of_an_entry_say_who_else_is_in_it(s, colleague, client, sign_in):
    entry = s.start()
    beat(s, entry, colleague, unsaved=True)
    beat(s, entry, s.member, Place.SUMMARY)
    sign_in_english(client, sign_in, s.member)
    for path in ("", "/summary", "/answers", "/check"):
        html = client.get(f"/entries/{entry.id}{path}").text
        assert "Sara Al-Harbi is in “Answers” and has text there that is not saved yet." in html, path
        assert f"{s.member.name_en} is in" not in html
    client.cookies.set("language", "ar")
    assert "سارة الحربي الآن في «الإجابات»" in client.get(f"/entries/{entry.id}").text


def test_a_page_beats_asks_and_leaves(s, colleague, client, sign_in):
    entry = s.start()
    beat(s, entry, s.member, Place.SUMMARY)
    sign_in_english(client, sign_in, colleague)
    address = f"/entries/{entry.id}/presence"
    answer = post(client, address, {"place": "answers", "unsaved": "yes"})
    assert answer.json() == {"here": [f"{s.member.name_en} is in “Title and summary”."]}
    assert client.get(address).json() == answer.json()
    assert [one.unsaved for one in present(s, entry, s.member)] == [True]
    post(client, address, {"place": "answers", "gone": "yes"})
    assert present(s, entry, s.member) == []
    assert post(client, address, {"place": "elsewhere"}).status_code == 404


def test_a_page_that_is_closed_with_unsaved_text_is_not_forgotten_at_once(s, colleague, client, sign_in):
    entry = s.start()
    sign_in_english(client, sign_in, colleague)
    post(client, f"/entries/{entry.id}/presence", {"place": "answers", "unsaved": "yes", "gone": "yes"})
    assert [one.unsaved for one in present(s, entry, s.member)] == [True]


def test_a_save_says_that_its_page_has_nothing_unsaved(s, colleague, client, sign_in):
    entry = s.start()
    beat(s, entry, colleague, unsaved=True)
    sign_in_english(client, sign_in, colleague)
    token = form_token(client, f"/entries/{entry.id}/answers")
    client.post(
        f"/entries/{entry.id}/answers",
        data={"_csrf_token": token, "text_ar-challenge": "نص", "was-text_ar-challenge": ""},
        headers={"accept": "application/json"},
    )
    assert [one.unsaved for one in present(s, entry, s.member)] == [False]


def test_a_quiet_beat_writes_nothing(s, colleague, client, sign_in, db):
    entry = s.start()
    sign_in_english(client, sign_in, colleague)
    token = form_token(client, "/entries")
    said = {"_csrf_token": token, "place": "answers"}
    client.post(f"/entries/{entry.id}/presence", data=said)
    with statements(db.engine, db.reader) as ran:
        client.post(f"/entries/{entry.id}/presence", data=said)
    assert [one for one in ran if "entry_presence" in one and not one.startswith("SELECT")] == []


def test_organisers_do_not_see_who_is_writing(s, colleague, client, sign_in, make):
    entry = s.start()
    beat(s, entry, colleague, unsaved=True)
    sign_in_english(client, sign_in, make.person(Role.ORGANISER))
    assert client.get(f"/entries/{entry.id}/presence").status_code == 403
    page = client.get(f"/cycles/{s.cycle.number}/entries/{entry.number}")
    assert page.status_code == 200
    assert "Sara" not in page.text


class TestSubmittingWhileSomebodyWrites:
    def test_is_refused_by_name_until_it_is_meant(self, s, colleague, client, sign_in):
        entry = s.whole()
        beat(s, entry, colleague, unsaved=True)
        sign_in_english(client, sign_in, s.member)
        said = {"terms": "true", "checked": s.checked(entry), "version": "2"}
        answer = post(client, f"/entries/{entry.id}/submissions", said)
        assert answer.status_code == 409
        assert "Nothing is submitted yet: somebody is still writing" in answer.text
        assert "Sara Al-Harbi is in “Answers” and has text there that is not saved yet." in answer.text
        assert rows(s, Submission) == 0
        assert post(client, f"/entries/{entry.id}/submissions", {**said, "anyway": "true"}).status_code == 303
        assert rows(s, Submission) == 1

    def test_goes_through_where_everything_is_saved(self, s, colleague, client, sign_in):
        entry = s.whole()
        beat(s, entry, colleague)
        beat(s, entry, s.member, unsaved=True)  # in a window of their own
        sign_in_english(client, sign_in, s.member)
        said = {"terms": "true", "checked": s.checked(entry), "version": "2"}
        assert post(client, f"/entries/{entry.id}/submissions", said).status_code == 303

    def test_and_one_who_left_long_ago_stops_nobody(self, s, colleague, clock):
        entry = s.whole()
        beat(s, entry, colleague, unsaved=True)
        clock.forward(seconds=46)
        with s.make.db.write() as session:
            operations.submit_entry(
                session,
                entry.id,
                terms_accepted=True,
                despite_others=False,
                by=s.member.id,
                at=s.make.now,
            )
        assert rows(s, Submission) == 1
