"""The difference between two counts."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from judging.appeals.difference import changes_place, difference
from judging.rubrics.scale import TEN
from judging.tally.document import CriterionLine, ScoreLine
from judging.tally.results import Contender, Contest, Sheet, count, leaving_out
from tests.factories import some_id

CRITERIA = (CriterionLine("benefit", "منفعة", "Benefit", "100", TEN),)
CATEGORY = some_id()
points = st.integers(0, 10)
contests = st.lists(st.lists(points, min_size=1, max_size=4), min_size=1, max_size=6)


def contest_of(entries):
    contenders = [
        Contender(
            some_id(),
            n,
            "أ",
            "A",
            "ج",
            "G",
            sheets=[
                Sheet(some_id(), f"J{judge:02}", [ScoreLine("benefit", str(given))])
                for judge, given in enumerate(sheets, 1)
            ],
        )
        for n, sheets in enumerate(entries, 1)
    ]
    return Contest(CATEGORY, "G2C", "فرع", "Category", 3, CRITERIA, contenders)


@given(contests)
def test_a_count_does_not_differ_from_itself(entries):
    counted = count(contest_of(entries), min_sheets=1)
    found = difference(counted, counted)
    assert found.same
    assert not found.changes_place
    assert not changes_place([counted], [counted])


@given(contests, st.data())
def test_the_entry_whose_sheet_is_set_aside_moved_and_has_a_sheet_less(entries, data):
    contest = contest_of(entries)
    contender = data.draw(st.sampled_from(contest.contenders))
    card = data.draw(st.sampled_from(contender.sheets)).scorecard_id
    before = count(contest, min_sheets=1)
    after = count(leaving_out(contest, {card}), min_sheets=1)
    found = difference(before, after)
    (own,) = [one for one in found.moved if one.entry.entry_id == contender.entry_id]
    assert own.sheets_after == own.sheets_before - 1
    others = [one for one in found.moved if one.entry.entry_id != contender.entry_id]
    assert all(one.total_before == one.total_after for one in others)
    assert all(one.rank_before != one.rank_after or one.entry.broken_by for one in others) or not others


@given(contests)
def test_an_entry_that_left_is_told_with_what_it_had(entries):
    contest = contest_of(entries)
    before = count(contest, min_sheets=1)
    gone = contest.contenders[0]
    after = count(replace(contest, contenders=contest.contenders[1:]), min_sheets=1)
    (own,) = [one for one in difference(before, after).moved if one.entry.entry_id == gone.entry_id]
    assert own.rank_after is None
    assert own.rank_before is not None


def test_what_ranks_compare_is_told_beside_the_totals():
    before = count(contest_of([[8, 6], [5, 5]]), min_sheets=1)
    adjusted = replace(before, entries=tuple(replace(one, compared="71.250000000") for one in before.entries))
    after = count(contest_of([[8], [5, 5]]), min_sheets=1)
    moved = difference(adjusted, replace(after, id=before.id)).moved
    assert {(one.total_before, one.score_before) for one in moved} >= {("70.00", "71.25")}
