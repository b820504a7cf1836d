"""Who moves on from a first reading, by its rules alone."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from awards.kit.errors import Invalid
from judging.rounds.first_readings import Outcome, ReadingLimits, Threshold


@dataclass(frozen=True)
class Line:
    rank: int | None
    total_exact: str | None


def ranked(*totals: str | None) -> list[Line]:
    """Lines with the ranks that these totals give; None: too few sheets."""
    counted = [Fraction(total) for total in totals if total is not None]
    return [
        Line(1 + sum(other > Fraction(total) for other in counted), total)
        if total is not None
        else Line(None, "99")
        for total in totals
    ]


def test_the_mark_itself_passes_and_is_on_the_line() -> None:
    lines = ranked("80", "50", "149/3", None)
    assert Threshold(Decimal(50), None).outcomes(lines) == [
        Outcome.PASSES,
        Outcome.ON_THE_LINE,
        Outcome.BELOW,
        Outcome.TOO_FEW,
    ]


def test_whoever_is_tied_for_the_last_place_moves_on_with_it() -> None:
    lines = ranked("90", "70", "70", "60")
    found = Threshold(None, 2).outcomes(lines)
    assert found == [Outcome.PASSES, Outcome.ON_THE_LINE, Outcome.ON_THE_LINE, Outcome.BEHIND]


def test_where_both_are_asked_an_entry_meets_both() -> None:
    lines = ranked("90", "40", "30")
    assert [o.moves_on for o in Threshold(Decimal(50), 2).outcomes(lines)] == [True, False, False]
    assert Threshold(Decimal(50), 2).outcomes(lines)[2] is Outcome.BELOW


def test_fewer_entries_than_may_move_on_have_no_last_place() -> None:
    assert Threshold(None, 5).outcomes(ranked("90", "70")) == [Outcome.PASSES, Outcome.PASSES]


totals = st.lists(
    st.one_of(st.none(), st.fractions(0, 100, max_denominator=8).map(str)), min_size=1, max_size=12
)


@given(
    totals=totals,
    mark=st.one_of(st.none(), st.integers(1, 100).map(Decimal)),
    best=st.one_of(st.none(), st.integers(1, 6)),
)
def test_nobody_passes_before_a_better_one_and_equal_ones_share_their_fate(
    totals: list[str | None], mark: Decimal | None, best: int | None
) -> None:
    lines = ranked(*totals)
    found = list(zip(lines, Threshold(mark, best).outcomes(lines), strict=True))
    moving = [line for line, outcome in found if outcome.moves_on]
    for line, outcome in found:
        if line.rank is None:
            assert outcome is Outcome.TOO_FEW
            continue
        assert outcome.moves_on == (
            (mark is None or Fraction(line.total_exact or 0) >= mark) and (best is None or line.rank <= best)
        )
        assert outcome.moves_on or all(other.rank < line.rank for other in moving if other.rank)
    # What is on the line is the least that moves on.
    for line, outcome in found:
        if outcome is Outcome.ON_THE_LINE:
            assert line.rank == max(other.rank or 0 for other in moving)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"mark": None, "best": None}, "mark"),
        ({"mark": Decimal(0)}, "mark"),
        ({"mark": Decimal(101)}, "mark"),
        ({"sheets_per_entry": 2, "min_sheets": 3}, "least"),
    ],
)
def test_limits_that_cannot_be_kept_are_refused_beside_their_field(
    wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        ReadingLimits(**wrong)  # type: ignore[arg-type]
    assert set(refused.value.errors) == {field}


def test_as_many_must_be_able_to_move_on_as_are_needed_after_it() -> None:
    ReadingLimits(mark=Decimal(50)).fits(least=3)
    with pytest.raises(Invalid):
        ReadingLimits(best=2).fits(least=3)
