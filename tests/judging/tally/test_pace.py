"""Who is behind, by the time that is gone."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.tally.pace import expected_finish, is_behind, last_of, share_gone
from tests.contests import contest
from tests.timetables import START, days

shares = st.fractions(0, 1)
sheets = st.integers(0, 60)


@given(sheets, sheets, shares)
def test_nobody_who_has_lodged_everything_is_behind(lodged, more, gone):
    assert not is_behind(lodged + more, lodged, gone)


@given(sheets, st.integers(1, 60))
def test_when_the_time_is_gone_whoever_lacks_a_sheet_is_behind_and_at_the_beginning_nobody(lodged, more):
    assert is_behind(lodged, lodged + more, Fraction(1))
    assert not is_behind(0, more, Fraction(0))


@given(sheets, st.integers(1, 60), shares, shares)
def test_who_is_behind_stays_so_as_time_passes_and_catches_up_by_lodging(lodged, more, one, other):
    earlier, later = sorted((one, other))
    expected = lodged + more
    assert is_behind(lodged, expected, later) >= is_behind(lodged, expected, earlier)
    assert is_behind(lodged, expected, later) >= is_behind(lodged + 1, expected, later)


@given(sheets, st.integers(1, 60), shares)
def test_nobody_is_behind_who_has_done_as_much_as_time_is_gone(lodged, more, gone):
    assert is_behind(lodged, lodged + more, gone) <= (Fraction(lodged, lodged + more) < gone)


@given(st.integers(-100, 300), st.integers(1, 200))
def test_the_share_of_time_goes_from_none_to_all(day, length):
    gone = share_gone(START, START + days(length), START + days(day))
    assert gone == min(max(Fraction(day, length), 0), 1)


def test_a_third_done_in_a_tenth_of_the_time_is_not_behind_and_in_two_thirds_it_is():
    assert not is_behind(3, 9, Fraction(1, 10))
    assert is_behind(3, 9, Fraction(2, 3))


@pytest.fixture
def organiser(client, make, sign_in):
    c = contest(make, {"G2C": [[9, None, None]]})
    sign_in(client, c.organisers[0])
    client.cookies.set("language", "en")
    return c


def test_the_progress_page_names_nobody_behind_at_the_beginning(client, organiser):
    page = client.get(f"{organiser.path}/progress").text
    assert 'badge-wait">Behind' not in page
    assert "Nobody is behind" in page


def test_late_in_the_round_it_says_who_is_behind_and_how_to_write_to_them(client, organiser, clock, sign_in):
    clock.forward(days=11)
    sign_in(client, organiser.organisers[0])
    page = client.get(f"{organiser.path}/progress").text
    assert page.count('badge-wait">Behind') == 2
    assert "2 judges are behind" in page
    assert "/progress/reminders" in page
    assert page.count('href="mailto:') == len(organiser.judges)
    assert "See who is behind: 2 judges" in client.get("/desk/organiser").text


def test_the_desk_speaks_of_nobody_as_late_while_there_is_time(client, organiser):
    page = client.get("/desk/organiser").text
    assert "See who is behind" not in page
    assert "Follow the judging: 2 sheets are missing" in page


def test_after_the_deadline_whoever_lacks_a_sheet_is_late(client, organiser, clock, sign_in):
    clock.forward(days=13)
    sign_in(client, organiser.organisers[0])
    assert "2 judges are behind" in client.get(f"{organiser.path}/progress").text


@given(expected=st.integers(1, 400), hours=st.integers(1, 2000), data=st.data())
def test_an_expected_finish_lies_ahead_and_sooner_the_more_is_lodged(expected, hours, data):
    opened = datetime(2026, 1, 1, tzinfo=UTC)
    now = opened + timedelta(hours=hours)
    lodged = data.draw(st.integers(0, expected))
    finish = expected_finish(lodged, expected, opened, now)
    assert (finish is None) == (lodged in (0, expected))
    if finish:
        assert finish > now
        more = expected_finish(lodged + 1, expected, opened, now)
        assert more is None or more <= finish


def test_who_has_done_half_in_half_of_the_time_is_expected_at_its_end():
    opened, now = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 6, tzinfo=UTC)
    assert expected_finish(5, 10, opened, now) == datetime(2026, 1, 11, tzinfo=UTC)


@given(st.lists(st.none() | st.datetimes(timezones=st.just(UTC))))
def test_a_category_is_done_with_the_last_of_its_judges_and_told_if_all_of_theirs_are(finishes):
    last = last_of(finishes)
    if None in finishes or not finishes:
        assert last is None
    else:
        assert last in finishes
        assert all(one <= last for one in finishes)
