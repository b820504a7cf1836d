"""What the chart of a category's scores draws: where each score lies, and how far it may be from the truth. Pure."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, log10

from judging.tally.document import CategoryTally

MOST = 15
_TWO_SIDED = 1.96
"""Standard errors on either side that hold 95 of 100."""
_STEPS = (1, 2, 5)
_TICKS = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """One entry, for drawing only. Shares of the axis, 0 to 1."""

    number: int
    mean: float
    adjusted: float
    low: float | None
    """Of the interval of the adjusted score; None where its error is not known."""
    high: float | None
    sheets: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Ticks as (share of the axis, text)."""

    marks: tuple[Mark, ...]
    ticks: tuple[tuple[float, str], ...]


def chart(category: CategoryTally, most: int = MOST) -> Chart | None:
    """The first `most` ranked entries by rank; None where nothing is ranked or known."""
    rows = []
    for entry in category.entries:
        figures = entry.figures
        if entry.rank is None or figures is None or figures.adjusted is None or entry.total_exact is None:
            continue
        adjusted = float(Fraction(figures.adjusted))
        reach = None if figures.se is None else _TWO_SIDED * figures.se
        sheets = tuple(float(Fraction(sheet.total_exact)) for sheet in entry.sheets)
        rows.append((entry.number, float(Fraction(entry.total_exact)), adjusted, reach, sheets))
    rows = rows[:most]
    if not rows:
        return None
    ends = [
        value for _, mean, adjusted, reach, sheets in rows
        for value in (mean, adjusted - (reach or 0), adjusted + (reach or 0), *sheets)
    ]  # fmt: skip
    step = _step(max(ends) - min(ends))
    first, last = floor(min(ends) / step), ceil(max(ends) / step)
    last = max(last, first + 1)
    begin, length = first * step, (last - first) * step

    def at(value: float) -> float:
        return (value - begin) / length

    return Chart(
        marks=tuple(
            Mark(
                number,
                at(mean),
                at(adjusted),
                None if reach is None else at(adjusted - reach),
                None if reach is None else at(adjusted + reach),
                tuple(at(sheet) for sheet in sheets),
            )
            for number, mean, adjusted, reach, sheets in rows
        ),
        ticks=tuple((at(n * step), f"{n * step:g}") for n in range(first, last + 1)),
    )


def _step(length: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten at which there are few enough ticks."""
    least = length / _TICKS
    power = float(f"1e{floor(log10(least))}") if least > 0 else 1.0
    return next((step * power for step in _STEPS if step * power >= least), 2 * _STEPS[-1] * power)
