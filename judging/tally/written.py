"""The computation of a total, written out as a reader would do it on paper; figures only, for any language."""

from collections.abc import Sequence
from fractions import Fraction

from judging.rubrics.scale import Scale
from judging.rubrics.weights import WHOLE
from judging.scorecards.totals import round_half_up
from judging.tally.document import CategoryTally, EntryLine, SheetLine


def sheet_sum(category: CategoryTally, sheet: SheetLine) -> str:
    """`(50 × 8 + 30 × 7) ÷ 80 × 10 = 305/4 = 76.25`: weight times points, by the weight that was scored.

    Where the criteria have different scales, or none begins at 0, points are parts of their scale:
    `(50 × 8/10 + 30 × (4 − 1)/4) ÷ 80 × 100`.
    """
    by_key = {c.key: c for c in category.criteria_on(sheet)}
    scored = [(by_key[s.criterion], s.points) for s in sheet.scores if s.points is not None]
    whole = sum((Fraction(c.weight) for c, _ in scored), Fraction(0))
    factor = _factor([c.scale for c, _ in scored])
    products = " + ".join(
        f"{c.weight} × {points if factor != WHOLE else _part(c.scale, points)}" for c, points in scored
    )
    return f"({products}) ÷ {decimal_text(whole)} × {decimal_text(factor)} {equals(sheet.total_exact)}"


def _factor(scales: Sequence[Scale]) -> Fraction:
    """By what a mean of points is multiplied to be out of 100; `WHOLE` where it is made of parts of the scales."""
    ends = {(scale.lowest, scale.highest) for scale in scales}
    if len(ends) > 1 or any(lowest != "0" for lowest, _ in ends):
        return WHOLE
    (_, highest) = ends.pop()
    factor = WHOLE / Fraction(highest)
    return factor if Fraction(decimal_text(factor)) == factor else WHOLE


def _part(scale: Scale, points: str) -> str:
    """`8/10`; `(4 − 1)/4` on a scale from 1 to 5."""
    length = decimal_text(Fraction(scale.highest) - Fraction(scale.lowest))
    return f"{points}/{length}" if scale.lowest == "0" else f"({points} − {scale.lowest})/{length}"


def entry_sum(entry: EntryLine) -> str:
    """`(305/4 + 81) ÷ 2 = 629/8 ≈ 78.63`: the mean of the sheets' exact totals; empty without sheets."""
    if entry.total_exact is None:
        return ""
    totals = " + ".join(sheet.total_exact for sheet in entry.sheets)
    return f"({totals}) ÷ {len(entry.sheets)} {equals(entry.total_exact)}"


def equals(exact: str) -> str:
    """`= 121/2 = 60.50`, `= 8`, or `= 25/3 ≈ 8.33` where two decimals do not hold it."""
    value = Fraction(exact)
    if value.denominator == 1:
        return f"= {exact}"
    rounded = round_half_up(value, 2)
    return f"= {exact} {'=' if Fraction(rounded) == value else '≈'} {rounded}"


def decimal_text(value: Fraction) -> str:
    """A sum of decimal weights in decimals again, without trailing zeros: `82.5`."""
    text = str(round_half_up(value, 6))
    return text.rstrip("0").rstrip(".")


def shown_mean(exact: str | None) -> str:
    """A mean of points to two decimals, with a dash where there is none."""
    return "–" if exact is None else str(round_half_up(Fraction(exact), 2))
