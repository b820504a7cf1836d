"""The deadline, to the second: what is taken and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.cycles.timetable import Timetable
from awards.entries import operations
from awards.entries.models import EntryState
from awards.entries.permissions import ALIVE, may_start, may_withdraw, may_write
from awards.kit.errors import RuleBroken
from awards.kit.files import FileStore
from awards.kit.i18n import translate
from tests.awards.entries.hostile_files import pdf
from tests.awards.entries.scenes import WHOLE, scene

OPENS = datetime(2026, 10, 1, 5, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 3, 20, 59, 59, tzinfo=UTC)
moments = st.one_of(
    st.integers(-3, 3).map(lambda s: CLOSES + timedelta(seconds=s)),
    st.integers(-3, 3).map(lambda s: OPENS + timedelta(seconds=s)),
    st.datetimes(datetime(2026, 9, 1), datetime(2027, 6, 1)).map(lambda d: d.replace(tzinfo=UTC)),
)


def timetable(grace):
    return Timetable(
        OPENS,
        CLOSES,
        grace,
        CLOSES + timedelta(days=2),
        CLOSES + timedelta(days=30),
        CLOSES + timedelta(days=40),
    )


@given(moments, st.integers(0, 120), st.sampled_from(EntryState), st.integers(-2, 2))
def test_an_entry_is_written_from_the_opening_until_the_end_of_the_grace(now, grace, state, edge):
    table = timetable(grace)
    end = CLOSES + timedelta(minutes=grace)
    for moment in (now, end + timedelta(seconds=edge)):
        assert may_write(state, table, moment) == (state in ALIVE and OPENS <= moment < end)
        assert may_start(table, moment) == (OPENS <= moment < CLOSES)
        if may_write(state, table, moment):
            assert may_withdraw(state, table, moment, results_open=False)
        assert not may_withdraw(state, table, moment, results_open=True)


def everything(s, entry, attachment, upload):
    """Each thing that an entrant may do to an entry, by name."""
    files, by, at = FileStore(s.make.settings.files_dir), s.member.id, s.make.now
    return {
        "save": lambda session: operations.save_entry(session, entry.id, WHOLE, by=by, at=at),
        "attach": lambda session: operations.attach_file(session, files, entry.id, upload, by=by, at=at),
        "remove": lambda session: operations.remove_attachment(session, attachment.id, by=by, at=at),
        "submit": lambda session: operations.submit_entry(
            session, entry.id, terms_accepted=True, by=by, at=at
        ),
    }


@pytest.mark.parametrize("grace", [0, 60])
@pytest.mark.parametrize("deed", ["save", "attach", "remove", "submit"])
def test_the_last_second_counts_and_the_next_one_does_not(make, clock, db, grace, deed):
    s = scene(make, grace_minutes=grace)
    entry, upload = s.whole(), operations.check_file("a.pdf", pdf())
    with db.write() as session:
        files = FileStore(make.settings.files_dir)
        attachment = operations.attach_file(session, files, entry.id, upload, by=s.member.id, at=make.now)
    end = s.cycle.closes_at + timedelta(minutes=grace)
    clock.at = end
    with pytest.raises(RuleBroken) as refused, db.write() as session:
        everything(s, entry, attachment, upload)[deed](session)
    assert "Tuesday 1 December 2026" in translate(refused.value.message, "en")
    assert "1 ديسمبر 2026" in translate(refused.value.message, "ar")
    clock.at = end - timedelta(microseconds=1)
    with db.write() as session:
        everything(s, entry, attachment, upload)[deed](session)
