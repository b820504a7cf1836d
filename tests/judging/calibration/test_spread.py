"""Points lie on a line; the lowest, the middle and the highest are told, and never whose they are."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from judging.calibration.rules import Phase, letter, phase_of, shared_codes
from judging.calibration.spread import spread
from judging.rubrics.scale import TEN
from judging.scorecards.sheet import ABSTAINED, Mark

MARKS = st.lists(st.sampled_from([*map(Mark, TEN.values), Mark(not_scored=ABSTAINED)]), max_size=12)
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@given(MARKS, st.randoms())
def test_the_order_of_the_judges_changes_nothing(marks, source):
    shuffled = list(marks)
    source.shuffle(shuffled)
    assert spread([(mark, False) for mark in marks], TEN) == spread([(mark, False) for mark in shuffled], TEN)


@given(MARKS)
def test_every_mark_is_there_once_and_the_middle_lies_between_the_ends(marks):
    found = spread([(mark, False) for mark in marks], TEN)
    assert sorted(one.mark.chosen for one in found.given) == sorted(mark.chosen for mark in marks)
    points = [Fraction(mark.points) for mark in marks if mark.points]
    if not points:
        assert (found.lowest, found.median, found.highest) == ("", "", "")
        return
    assert Fraction(found.lowest) == min(points) <= Fraction(found.median) <= max(points)
    assert Fraction(found.highest) == max(points)
    dots = [(one.at, one.above) for one in found.given if one.at is not None]
    assert len(set(dots)) == len(dots) == len(points)
    assert all(0 <= at <= 100 for at, _ in dots)


def test_the_readers_own_mark_is_told_apart_from_an_equal_one():
    found = spread([(Mark("7"), False), (Mark("7"), True), (Mark("4"), False)], TEN)
    assert sum(one.own for one in found.given) == 1
    assert replace(found, given=()) == replace(
        spread([(Mark("7"), False)] * 2 + [(Mark("4"), False)], TEN), given=()
    )
    assert found.median == "7"


@pytest.mark.parametrize(
    ("closed", "scoring", "minutes", "phase"),
    [
        (False, False, -1, Phase.MARKING),
        (False, False, 0, Phase.WAITING),
        (True, False, -1, Phase.TALKING),
        (True, True, 9, Phase.OVER),
        (False, True, -1, Phase.UNSHOWN),
    ],
)
def test_once_scoring_is_open_nothing_is_shown_that_was_not_shown_before(closed, scoring, minutes, phase):
    closed_at = NOW if closed else None
    at = NOW + timedelta(minutes=minutes)
    assert phase_of(ends_at=NOW, closed_at=closed_at, scoring=scoring, at=at) is phase


def test_shared_codes_differ_from_each_other_and_from_those_of_other_cycles():
    first = shared_codes(24, Random(1), [])
    assert len(set(first)) == 24
    assert not set(shared_codes(24, Random(1), first)) & set(first)
    with pytest.raises(ValueError, match="larger"):
        shared_codes(1025, Random(1), [])


def test_judges_are_called_by_letters_however_many_there_are():
    assert [letter(n) for n in (0, 1, 25, 26, 27)] == ["A", "B", "Z", "AA", "AB"]
    assert len({letter(n) for n in range(800)}) == 800
