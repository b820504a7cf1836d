"""The closing of an entry: the latest of the cycle's, its category's and its own, to the second."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.queries import cycle_by_number
from awards.entries import operations
from awards.entries.changes import EntryChanges
from awards.entries.extensions.queries import intake_ends
from awards.entries.models import Entry, EntryLanguage
from awards.entries.permissions import may_start, may_write
from awards.entries.refusals import NotEligible
from awards.entries.sheet import EntryState
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.files import FileStore
from awards.people.models import Role
from judging.rounds.operations import create_round, open_round
from judging.tally.operations import obstacle_to_opening
from tests.awards.cycles.test_timetable import timetables
from tests.awards.entries.extensions.scenes import extend
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import scene

seconds = st.integers(-400_000, 400_000)


@given(timetables(), st.none() | seconds, st.none() | seconds, seconds)
def test_the_latest_closing_holds_and_none_shortens(times, category, entry, now):
    closings = [times.closes + timedelta(seconds=n) for n in (category, entry) if n is not None]
    if any(times.ends_with(closing) > times.judging_opens for closing in closings):
        return
    held = times.extended(max(closings, default=None))
    assert held.closes == max([times.closes, *closings])
    moment = times.closes + timedelta(seconds=now)
    if may_write(EntryState.DRAFT, times, moment):
        assert may_write(EntryState.DRAFT, held, moment)
    if may_start(times, moment):
        assert may_start(held, moment)
    for edge, open_ in ((-1, True), (0, False)):
        end = held.entries_end + timedelta(seconds=edge)
        assert may_write(EntryState.DRAFT, held, end) == (open_ and end >= held.opens)


def save(s, entry, at=None):
    with s.make.db.write() as session:
        changes = EntryChanges(summary_ar="نص أخير")
        operations.save_entry(session, entry.id, changes, by=s.member.id, at=at or s.make.now)


def test_after_the_deadline_an_extension_reopens_its_entry_alone_to_the_second(make, clock):
    s, organiser = scene(make, grace_minutes=30), make.person(Role.ORGANISER)
    mine, other = s.whole(), s.whole()
    clock.at = s.cycle.closes_at + timedelta(hours=5)
    with pytest.raises(RuleBroken):
        s.submit(mine)
    closes = clock.at + timedelta(hours=3, seconds=7)
    extend(make, 5, closes, organiser, entry=mine)
    end = closes + timedelta(minutes=30)
    for at in (clock.at, end - timedelta(microseconds=1)):
        save(s, mine, at)
        with pytest.raises(RuleBroken):
            save(s, other, at)
    with pytest.raises(RuleBroken):
        save(s, mine, end)
    files = FileStore(make.settings.files_dir)
    with make.db.write() as session:
        upload = operations.check_file("a.pdf", pdf())
        operations.attach_file(session, files, mine.id, upload, by=s.member.id, at=make.now)
    assert s.submit(mine).sequence == 1
    clock.at = end
    with pytest.raises(RuleBroken):
        s.submit(mine)


def test_an_extension_of_a_category_is_for_its_drafts_and_for_entries_that_are_begun_in_it(make, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    other = make.category(s.cycle, "B2B")
    draft, elsewhere = s.whole(), s.start(category=other)
    clock.at = s.cycle.closes_at
    closes = clock.at + timedelta(days=2)
    extend(make, 5, closes, organiser, category=s.category)
    assert s.submit(draft).receipt
    assert s.start()
    with pytest.raises(RuleBroken):
        save(s, elsewhere)
    with pytest.raises(NotEligible):
        s.start(category=other)
    clock.at = closes
    with pytest.raises(NotEligible):
        s.start()


def test_the_later_of_two_extensions_holds_whichever_was_given_last(make, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry = s.start()
    late, soon = (s.cycle.closes_at + timedelta(days=n) for n in (4, 2))
    extend(make, 5, late, organiser, entry=entry)
    extend(make, 5, soon, organiser, category=s.category)
    save(s, entry, late - timedelta(seconds=1))
    with pytest.raises(RuleBroken):
        save(s, entry, late)
    with pytest.raises(Invalid) as refused:
        extend(make, 5, late, organiser, entry=entry)
    assert set(refused.value.errors) == {"closes"}


def test_an_extension_for_all_moves_the_closing_of_the_cycle_and_is_told_as_such(make, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    first, entry = s.cycle.closes_at, s.start()
    clock.at = first + timedelta(hours=1)
    closes = clock.at + timedelta(days=3)
    given_ = extend(make, 5, closes, organiser)
    with make.db.read() as session:
        cycle = cycle_by_number(session, 5)
    assert (cycle.closes_at, cycle.closes_first_told) == (closes, first)
    assert cycle.closes_moved_reason == given_.reason
    save(s, entry)
    assert s.start()


def test_more_time_to_write_makes_no_service_older(make, clock):
    s, organiser = scene(make, months_in_operation=24), make.person(Role.ORGANISER)
    entry = s.whole()  # in operation since 15 January 2025
    extend(make, 5, s.cycle.closes_at + timedelta(days=8), organiser, entry=entry)
    with pytest.raises(RuleBroken) as refused:
        s.submit(entry)
    assert "22" in str(refused.value.message.params)


def test_judging_waits_for_the_last_entry_that_is_open(make, clock):
    s, organiser = scene(make, grace_minutes=10), make.person(Role.ORGANISER)
    entry = s.whole()
    s.submit(entry)
    closes = s.cycle.closes_at + timedelta(days=3)
    extend(make, 5, closes, organiser, entry=entry)
    end = closes + timedelta(minutes=10)
    with make.db.write() as session:
        assert intake_ends(session, s.cycle) == end
        made = create_round(
            session, s.cycle.id, sheets_per_entry=1, max_load=5, by=organiser.id, at=make.now, min_sheets=1
        )
        assert obstacle_to_opening(session, made.id, at=end - timedelta(seconds=1)).params["when"] == end
    with pytest.raises(RuleBroken), make.db.write() as session:
        open_round(session, made.id, by=organiser.id, at=end - timedelta(seconds=1))
    with make.db.write() as session:
        open_round(session, made.id, by=organiser.id, at=end)
    clock.at = end
    with pytest.raises(RuleBroken):
        extend(make, 5, end + timedelta(days=1), organiser, entry=entry)


def test_an_entry_in_english_is_told_its_own_closing_when_it_is_refused(make, clock):
    s, organiser = scene(make), make.person(Role.ORGANISER)
    entry: Entry = s.start(language=EntryLanguage.ENGLISH)
    closes = s.cycle.closes_at + timedelta(days=2)
    extend(make, 5, closes, organiser, entry=entry)
    with pytest.raises(RuleBroken) as refused:
        save(s, entry, closes)
    assert refused.value.message.params["deadline"] == closes
