"""The deadline at the edges of the day, of the zone and of the clock."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from awards.entries.changes import EntryChanges
from awards.entries.models import Submission
from awards.kit.clock import RIYADH
from awards.kit.errors import RuleBroken
from awards.kit.i18n import translate
from awards.people.models import Role
from tests.awards.entries.extensions.scenes import extend
from tests.awards.entries.scenes import scene


def midnight(make, **cycle):
    """A cycle that closes at midnight in Riyadh, three hours before the day ends in UTC."""
    closes = datetime(2026, 12, 4, 0, 0, 0, tzinfo=RIYADH).astimezone(UTC)
    assert closes == datetime(2026, 12, 3, 21, 0, 0, tzinfo=UTC)
    return scene(make, closes_at=closes, **cycle), closes


def test_midnight_is_that_of_riyadh_and_not_that_of_utc(make, clock):
    s, closes = midnight(make)
    entry = s.whole()
    clock.at = datetime(2026, 12, 3, 23, 59, 59, tzinfo=UTC)
    with pytest.raises(RuleBroken) as refused:
        s.submit(entry)
    assert "Friday 4 December 2026, 12:00 am" in translate(refused.value.message, "en")
    clock.at = closes
    with pytest.raises(RuleBroken):
        s.submit(entry)
    clock.at = datetime(2026, 12, 3, 23, 59, 59, tzinfo=RIYADH)
    assert s.submit(entry).submitted_at == closes - timedelta(seconds=1)


def test_the_minutes_of_grace_end_to_the_second_after_midnight_too(make, clock):
    s, closes = midnight(make, grace_minutes=1)
    entry = s.whole()
    clock.at = closes + timedelta(seconds=60)
    with pytest.raises(RuleBroken):
        s.submit(entry)
    clock.at = closes + timedelta(seconds=59, microseconds=999_999)
    assert s.submit(entry).sequence == 1


def test_a_clock_that_steps_back_leaves_what_counts_and_the_order_of_the_record(make, db, clock):
    s, closes = midnight(make)
    entry = s.whole()
    clock.at = closes - timedelta(seconds=5)
    first = s.submit(entry)
    clock.at -= timedelta(minutes=10)
    s.save(entry, EntryChanges(summary_ar="نص آخر"))
    second = s.submit(entry)
    assert (first.sequence, second.sequence) == (1, 2)
    assert second.submitted_at < first.submitted_at
    with db.read() as session:
        counted = session.exec(select(Submission).order_by(Submission.sequence.desc())).first()
    assert counted.id == second.id
    clock.at = closes
    with pytest.raises(RuleBroken):
        s.submit(entry)


def test_an_extension_that_ends_at_an_odd_second_ends_at_that_second(make, clock):
    s, closes = midnight(make)
    organiser, entry = make.person(Role.ORGANISER), s.whole()
    clock.at = closes + timedelta(seconds=1)
    until = closes + timedelta(hours=7, minutes=13, seconds=37)
    extend(make, 5, until, organiser, entry=entry)
    clock.at = until
    with pytest.raises(RuleBroken):
        s.submit(entry)
    clock.at = until - timedelta(seconds=1)
    assert s.submit(entry).sequence == 1
