"""How far the points of a panel lie apart on one criterion. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

from judging.rubrics.scale import Scale
from judging.scorecards.sheet import Mark
from judging.scorecards.totals import round_half_up

FEWEST = 2
"""Sheets without which organisers are shown no spread: of a single one they could tell whose it is."""


@dataclass(frozen=True, slots=True)
class Given:
    """One judge's mark; nothing says whose it is, but for the reader's own."""

    mark: Mark
    own: bool
    at: float | None
    """Where it lies on the scale, 0–100, for drawing only; None where there are no points."""
    above: int
    """How many equal ones lie under it in the drawing."""


@dataclass(frozen=True, slots=True)
class Spread:
    """The marks on a criterion, the fewest points first, abstentions last."""

    given: tuple[Given, ...]
    lowest: str
    median: str
    """To two places where it lies between two marks."""
    highest: str
    """Empty, as the others are, where nobody gave points."""


def spread(marks: Sequence[tuple[Mark, bool]], scale: Scale) -> Spread:
    """Each mark with whether it is the reader's own. Points lie on the scale."""
    scored = sorted(
        ((mark, own) for mark, own in marks if mark.points is not None),
        key=lambda one: (Fraction(one[0].points or 0), one[0].comment),
    )
    others = sorted(
        ((mark, own) for mark, own in marks if mark.points is None), key=lambda one: one[0].comment
    )
    given, times = [], dict[str | None, int]()
    for mark, own in scored:
        times[mark.points] = times.get(mark.points, 0) + 1
        given.append(Given(mark, own, float(scale.percent(mark.points or "")), times[mark.points] - 1))
    given += [Given(mark, own, None, 0) for mark, own in others]
    if not scored:
        return Spread(tuple(given), "", "", "")
    middle = median([Fraction(mark.points or 0) for mark, _ in scored])
    shown = f"{round_half_up(middle, 2).normalize():f}"
    return Spread(tuple(given), scored[0][0].points or "", shown, scored[-1][0].points or "")
