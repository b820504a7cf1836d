"""Who moves on to a final panel."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.errors import RuleBroken
from judging.rounds.finals import FinalLimits, moving_on
from judging.tally.ranking import Standing, one_after_another, ranking

standings = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), min_size=1, max_size=12).map(
    lambda drawn: [Standing(n, Fraction(total), sheets) for n, (total, sheets) in enumerate(drawn)]
)


@given(standings, st.integers(1, 8))
def test_nobody_who_stays_behind_is_as_good_as_somebody_who_moves_on(
    given_: list[Standing[int]], wanted: int
) -> None:
    rows = ranking(given_)
    moved = {row.entry for row in moving_on(rows, wanted)}
    totals = {s.entry: s.total for s in given_ if s.sheets >= 3}
    behind = [total for entry, total in totals.items() if entry not in moved]
    ahead = [total for entry, total in totals.items() if entry in moved]
    assert not behind or min(ahead) > max(behind)  # type: ignore[type-var]


@given(standings, st.integers(1, 8))
def test_as_many_move_on_as_are_asked_for_and_more_only_in_a_tie_for_the_last_place(
    given_: list[Standing[int]], wanted: int
) -> None:
    rows = ranking(given_)
    moved = moving_on(rows, wanted)
    ranked = sum(row.rank is not None for row in rows)
    assert len(moved) >= min(wanted, ranked)
    last = max((row.rank or 0 for row in moved), default=0)
    assert sum((row.rank or 0) < last for row in moved) < wanted


@given(standings, st.integers(1, 8))
def test_an_unranked_entry_never_moves_on(given_: list[Standing[int]], wanted: int) -> None:
    too_few = {s.entry for s in given_ if s.sheets < 3}
    assert not too_few & {row.entry for row in moving_on(ranking(given_), wanted)}


@given(standings, standings)
def test_two_rankings_as_one_keep_each_order_and_every_finalist_ahead(
    finalists: list[Standing[int]], others: list[Standing[int]]
) -> None:
    ahead = ranking(finalists)
    behind = ranking([Standing(100 + s.entry, s.total, s.sheets) for s in others])
    rows = one_after_another(ahead, behind)
    assert sorted(row.entry for row in rows) == sorted(row.entry for row in [*ahead, *behind])
    ranks = [row.rank for row in rows if row.rank is not None]
    assert ranks == sorted(ranks)
    assert rows[len(ranks) :] == [row for row in [*ahead, *behind] if row.rank is None]
    # 1 + the number strictly ahead holds over both.
    for row in rows:
        if row.rank is not None:
            assert row.rank == 1 + sum(r < row.rank for r in ranks)
    worst = max((row.rank or 0 for row in rows if row.entry < 100), default=0)
    assert all(row.rank > worst for row in rows if row.entry >= 100 and row.rank is not None)


def test_a_final_panel_cannot_ask_for_more_sheets_than_a_finalist_can_have() -> None:
    pooled = FinalLimits(finalists=3, sheets_per_entry=2, min_sheets=6)
    pooled.fits(scoring_sheets=4, places=3)
    with pytest.raises(RuleBroken, match="sheets that count at most"):
        FinalLimits(finalists=3, sheets_per_entry=2, min_sheets=7).fits(scoring_sheets=4, places=3)
    with pytest.raises(RuleBroken, match="sheets that count at most"):
        FinalLimits(finalists=3, sheets_per_entry=2, min_sheets=3, pools=False).fits(
            scoring_sheets=4, places=3
        )


def test_no_fewer_entries_move_on_than_there_are_places() -> None:
    with pytest.raises(RuleBroken, match="places"):
        FinalLimits(finalists=2).fits(scoring_sheets=4, places=3)
