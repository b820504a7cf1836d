"""A withdrawn entry is taken back in time, and one entry is reopened after the deadline."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.entries.letters import TAKEN_BACK
from awards.entries.models import Entry, EntryEnding, EntryState, Submission
from awards.entries.permissions import may_take_back, may_write
from awards.entries.taking_back import take_back_entry
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.people.models import Role
from tests.awards.cycles.test_timetable import timetables
from tests.awards.entries.extensions.scenes import extend
from tests.awards.entries.scenes import WHOLE, scene
from tests.letters import letters_to
from tests.pages import form_token

REASON = "تعطلت منصة الجهة يوم الإغلاق"


def take_back(s, entry, by=None):
    with s.make.db.write() as session:
        take_back_entry(session, entry.id, by=(by or s.member).id, at=s.make.now)


def state_of(s, entry):
    with s.make.db.read() as session:
        return session.get_one(Entry, entry.id).state


@given(timetables(), st.sampled_from(EntryState), st.integers(-9_000_000, 9_000_000))
def test_what_may_be_taken_back_may_be_written_then_and_nothing_else_may(times, state, seconds):
    now = times.closes + timedelta(seconds=seconds)
    assert may_take_back(state, times, now) is (
        state is EntryState.WITHDRAWN and may_write(EntryState.DRAFT, times, now)
    )


def test_a_withdrawn_entry_is_a_draft_again_with_all_that_was_in_it(make, db):
    s = scene(make)
    entry = s.whole()
    s.submit(entry)
    s.withdraw(entry)
    take_back(s, entry)
    assert state_of(s, entry) is EntryState.DRAFT
    with db.read() as session:
        assert session.get(EntryEnding, entry.id) is None
        kinds = session.exec(
            select(AuditEvent.action)
            .where(AuditEvent.subject_id == str(entry.id))
            .order_by(AuditEvent.sequence)
        ).all()
    assert kinds[-3:] == ["entry.submitted", "entry.withdrawn", "entry.taken_back"]
    assert TAKEN_BACK in [kind for kind, _ in letters_to(db, make.settings, s.member.email)]


def test_what_is_taken_back_counts_once_it_is_submitted_again_even_unchanged(make):
    s = scene(make)
    entry = s.whole()
    first = s.submit(entry)
    s.withdraw(entry)
    take_back(s, entry)
    second = s.submit(entry)
    assert (second.sequence, second.content_hash) == (2, first.content_hash)
    assert state_of(s, entry) is EntryState.SUBMITTED
    s.withdraw(entry)
    take_back(s, entry)
    assert state_of(s, entry) is EntryState.DRAFT


def test_neither_a_stranger_nor_anybody_after_the_deadline_takes_it_back(make, clock):
    s, stranger = scene(make), make.person(Role.ENTRANT)
    entry = s.whole()
    with pytest.raises(RuleBroken):
        take_back(s, entry)
    s.withdraw(entry)
    with pytest.raises(NotFound):
        take_back(s, entry, by=stranger)
    clock.forward(days=31)
    with pytest.raises(RuleBroken):
        take_back(s, entry)
    assert state_of(s, entry) is EntryState.WITHDRAWN


def test_a_withdrawn_entry_is_reopened_after_the_deadline_submitted_and_shut_again(make, db, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry, other = s.whole(), s.whole()
    s.submit(entry)
    s.withdraw(entry)
    clock.forward(days=31)
    given_ = extend(make, 5, clock() + timedelta(days=2), organiser, entry=entry, reason=REASON)
    assert given_.told == 1
    take_back(s, entry)
    s.save(entry, WHOLE)
    last = s.submit(entry)
    with pytest.raises(RuleBroken):
        s.submit(other)
    clock.forward(days=3)
    with pytest.raises(RuleBroken):
        s.submit(entry)
    with db.read() as session:
        counted = session.exec(select(Submission).where(Submission.entry_id == entry.id)).all()
    assert max(counted, key=lambda one: one.sequence).id == last.id


def test_a_disqualified_entry_and_one_that_is_assigned_are_not_reopened(make, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    out, assigned = make.entry(s.category, s.agency, s.member), make.entry(s.category, s.agency, s.member)
    with make.db.write() as session:
        session.get_one(Entry, out.id).state = EntryState.DISQUALIFIED
    make.assignment(make.round(s.cycle, opened=False), make.judge(s.cycle), assigned, organiser)
    for entry in (out, assigned):
        with pytest.raises(RuleBroken):
            extend(make, 5, s.cycle.closes_at + timedelta(days=2), organiser, entry=entry, reason=REASON)


def test_one_entry_is_reopened_with_a_reason_that_others_understand(make):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    with pytest.raises(Invalid) as refused:
        extend(make, 5, s.cycle.closes_at + timedelta(days=2), organiser, entry=s.whole(), reason="نعم")
    assert set(refused.value.errors) == {"reason"}


def test_the_page_of_a_withdrawn_entry_offers_to_take_it_back_only_in_time(make, client, sign_in, clock):
    s = scene(make)
    entry = s.whole()
    s.withdraw(entry)
    sign_in(client, s.member)
    client.cookies.set("language", "en")
    path = f"/entries/{entry.id}"
    assert f'action="{path}/return"' in client.get(path).text
    answer = client.post(f"{path}/return", data={"_csrf_token": form_token(client, path)})
    assert "The entry is a draft again" in answer.text
    s.withdraw(entry)
    clock.forward(days=31)
    assert "/return" not in client.get(path).text
