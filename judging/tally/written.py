"""The computation of a total, written out as a reader would do it on paper; figures only, for any language."""

from fractions import Fraction

from judging.rubrics.scale import TO_PERCENT
from judging.scorecards.totals import round_half_up
from judging.tally.document import CategoryTally, EntryLine, SheetLine


def sheet_sum(category: CategoryTally, sheet: SheetLine) -> str:
    """`(50 × 8 + 30 × 7) ÷ 80 × 10 = 305/4 = 76.25`: weight times points, by the weight that was scored."""
    weights = {c.key: c.weight for c in category.criteria}
    scored = [(weights[s.criterion], s.points) for s in sheet.scores if s.points is not None]
    products = " + ".join(f"{weight} × {points}" for weight, points in scored)
    whole = sum((Fraction(weight) for weight, _ in scored), Fraction(0))
    return f"({products}) ÷ {decimal_text(whole)} × {TO_PERCENT} {equals(sheet.total_exact)}"


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
