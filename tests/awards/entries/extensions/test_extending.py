"""Giving more time: what is refused, who is written to, what the record keeps."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from awards.cycles import moving
from awards.cycles.operations import move_dates
from awards.cycles.queries import cycle_by_number, timetable_of
from awards.cycles.timetable import Happened
from awards.entries.extensions.letters import EXTENDED
from awards.entries.extensions.models import Extension
from awards.entries.extensions.queries import extended_to
from awards.entries.extensions.rules import in_the_way, lacking
from awards.kit.audit import AuditEvent
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.i18n import translate
from awards.kit.mail.letters import in_language
from awards.kit.mail.outbox import Mail
from awards.people.models import Role
from tests.awards.cycles.test_timetable import timetables
from tests.awards.entries.extensions.scenes import extend
from tests.awards.entries.scenes import scene
from tests.letters import letters_to

spans = st.integers(-500_000, 500_000).map(lambda n: timedelta(seconds=n))


@given(timetables(), spans, spans, st.sampled_from(["", " ", "x"]))
def test_what_is_allowed_gives_time_ahead_of_now_and_leaves_judging_where_it_is(times, later, since, reason):
    closes, now = times.closes + later, times.closes + since
    if lacking(times, closes, reason, now):
        return
    assert closes > max(times.closes, now)
    assert reason.strip()
    assert times.extended(closes).entries_end <= times.judging_opens


def test_nobody_is_given_time_before_the_announcement_or_once_judges_read():
    assert in_the_way(Happened(announced=False))
    assert in_the_way(Happened(round_opened=True))
    assert in_the_way(Happened()) is None


def test_without_a_reason_or_into_the_time_of_the_judges_nothing_is_given(make, db):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    with pytest.raises(Invalid) as refused:
        extend(make, 5, s.cycle.judging_opens_at + timedelta(seconds=1), organiser, reason=" ")
    assert set(refused.value.errors) == {"closes", "reason"}
    with db.read() as session:
        assert not session.exec(select(Extension)).all()
        assert not session.exec(select(Mail)).all()


def test_judging_is_not_moved_into_the_time_that_somebody_was_given(make, db, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    closes = s.cycle.closes_at + timedelta(days=5)
    extend(make, 5, closes, organiser, entry=s.start())
    with db.read() as session:
        old = timetable_of(cycle_by_number(session, 5))
        assert extended_to(session, s.cycle.id) == closes
    new = replace(old, judging_opens=closes - timedelta(hours=1))
    asked = {"happened": Happened(), "reason": "x", "confirmed": True}
    assert "judging_opens" in moving.lacking(old, new, **asked, now=clock(), extended_to=closes)
    with pytest.raises(Invalid), db.write() as session:
        move_dates(session, s.cycle.id, new, **asked, extended_to=closes, by=organiser.id, at=clock())


def test_an_entry_that_is_out_is_given_no_time(make):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry = s.start()
    with make.db.write() as session:
        session.merge(entry).state = "disqualified"
    with pytest.raises(RuleBroken):
        extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser, entry=entry)


def addresses(db):
    with db.read() as session:
        return sorted(session.exec(select(Mail.address).where(Mail.kind == EXTENDED)).all())


def test_of_one_entry_the_people_of_its_agency_are_told_each_once(make, db, settings):
    s, organiser, second = scene(make), make.person(Role.ORGANISER), make.person(Role.ENTRANT)
    outsider = make.person(Role.ENTRANT)
    make.agency(outsider)
    agency = make.agency(s.member, second)
    entry = s.start(agency=agency)
    given_ = extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser, entry=entry)
    assert given_.told == 2
    assert addresses(db) == sorted([s.member.email, second.email])
    [(kind, letter)] = letters_to(db, settings, second.email)
    assert kind == "entries.extended"
    said = in_language(letter, "en")
    assert "Wednesday 2 December 2026" in said.subject
    assert "بوابة التراخيص" in said.paragraphs[0]
    assert given_.reason in said.paragraphs[2]
    assert letter.action[1].endswith(f"/entries/{entry.id}")
    assert "2 ديسمبر 2026" in translate(letter.subject, "ar")


def test_of_a_category_whoever_may_still_enter_it_is_told_with_an_entry_in_it_or_without(make, db):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    gone, elsewhere = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    left = s.start(agency=make.agency(gone), by=gone)
    s.start(agency=make.agency(elsewhere), by=elsewhere, category=make.category(s.cycle, "B2B"))
    with db.write() as session:
        session.merge(left).state = "withdrawn"
    s.start()
    s.submit(s.whole())
    extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser, category=s.category)
    assert sorted(addresses(db)) == sorted([s.member.email, gone.email, elsewhere.email])


def test_of_an_extension_for_all_everybody_who_may_enter_is_told(make, db):
    office = make.person(Role.ENTRANT)
    organising = make.agency(office)
    s, organiser = scene(make, organiser_agency_id=organising.id), make.person(Role.ORGANISER)
    idle, away, alone, waiting = (make.person(Role.ENTRANT) for _ in range(4))
    make.person(Role.ENTRANT, Role.ORGANISER)  # may not enter
    make.agency(idle, away)
    single = make.category(s.cycle, "ONE", for_individuals=True)
    s.start(by=alone, alone=True, category=single)
    with db.write() as session:
        session.merge(away).disabled_at = make.now
    given_ = extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser)
    assert addresses(db) == sorted([s.member.email, idle.email, alone.email, waiting.email])
    assert given_.told == 4


def test_without_a_category_for_individuals_nobody_is_told_who_could_not_enter(make, db):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    make.person(Role.ENTRANT)
    extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser)
    assert addresses(db) == [s.member.email]


def test_of_a_category_for_individuals_those_are_told_who_have_only_an_account_yet(make, db, settings):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    single = make.category(s.cycle, "ONE", for_individuals=True)
    begun, waiting = make.person(Role.ENTRANT), make.person(Role.ENTRANT)
    s.start(by=begun, alone=True, category=single)
    given_ = extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser, category=single)
    assert addresses(db) == sorted([begun.email, waiting.email])
    assert given_.told == 2
    [(_, letter)] = letters_to(db, settings, waiting.email)
    assert letter.notes[0].text.startswith("You have no entry yet.")


def test_the_audit_log_keeps_who_was_given_what_and_why(make, db):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry = s.start()
    extend(make, 5, s.cycle.closes_at + timedelta(days=1), organiser, entry=entry)
    with db.read() as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "extension.given")).one()
    assert event.subject_id == str(s.cycle.id)
    assert event.detail["entry"] == str(entry.id)
    assert event.detail["old"] == {"closes": s.cycle.closes_at.isoformat()}
    assert event.detail["told"] == 1


def test_each_is_told_what_more_time_means_for_their_draft_submission_or_nothing_begun(make, db, settings):
    s = scene(make)
    s.start()
    submitter, idle, both = (make.person(Role.ENTRANT) for _ in range(3))
    make.entry(s.category, make.agency(submitter), submitter, number=7)
    make.agency(idle)
    shared = make.agency(both)
    make.entry(s.category, shared, both, number=8)
    make.entry(s.category, shared, both, number=9, submitted=False)
    extend(make, 5, s.cycle.closes_at + timedelta(days=1), make.person(Role.ORGANISER))
    ends = {}
    for person in (s.member, submitter, idle, both):
        [(_, letter)] = letters_to(db, settings, person.email)
        ends[person.id] = [note.text.split(".")[0] for note in letter.notes]
    draft, counts = "You have a draft that is not submitted", "What you have submitted counts as it is"
    assert ends == {
        s.member.id: [draft],
        submitter.id: [counts],
        idle.id: ["You have no entry yet"],
        both.id: [draft, counts],
    }
