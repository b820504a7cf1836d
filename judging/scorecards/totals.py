"""Sheets and entries in exact numbers: fractions from decimal text, rounded only to be shown."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from judging.rubrics.weights import Weights, total


class NotScored(StrEnum):
    """Why a criterion has no points. Neither is a zero."""

    ABSTAINED = "abstained"
    """The judge leaves this one criterion out."""
    NOT_APPLICABLE = "not_applicable"
    """The organisers granted that the criterion does not apply to the entry: on every sheet of it, and no judge's doing."""
    NOT_SCORED = "not_scored"


Points = Mapping[str, int | Decimal | Fraction | NotScored]
"""Criterion key → what is given on it, on one scale for all; a criterion that is missing counts as not scored. Never floats.

On a sheet they are percents: each criterion has a scale of its own (`judging.rubrics.scale`)."""

LEAST_SHARE = Fraction(1, 2)
"""A sheet with less of the weight that applies scored cannot be lodged, nor is more granted not to apply."""


class UnknownCriterion(KeyError):
    """Points for a criterion that the rubric does not have."""


def weighted_total(points: Points, weights: Weights) -> Fraction | None:
    """Weighted mean, `Σ w·x / Σ w`, on the scale of the points; a criterion without points is left out of both sums.

    None if nothing was scored. Raises UnknownCriterion, and TypeError for a float.
    """
    scored = _scored(points, weights)
    weight = sum((weights[criterion] for criterion in scored), Fraction(0))
    if not weight:
        return None
    return sum((weights[criterion] * value for criterion, value in scored.items()), Fraction(0)) / weight


def share_scored(points: Points, weights: Weights) -> Fraction:
    """How much of the weight that applies has points, 0–1; 0 where nothing applies.

    What does not apply to the entry is out of both sums: the share is there to keep a judge from saying too little, and a
    judge cannot help what was granted. Else a grant and one abstention could leave nobody a sheet to lodge.
    """
    scored = _scored(points, weights)
    out = sum(
        (weights[key] for key, value in points.items() if value is NotScored.NOT_APPLICABLE), Fraction(0)
    )
    applies = total(weights) - out
    return (
        sum((weights[criterion] for criterion in scored), Fraction(0)) / applies if applies else Fraction(0)
    )


def enough_scored(points: Points, weights: Weights) -> bool:
    """Whether the share of the weight that applies and has points is `LEAST_SHARE` or more: less cannot be lodged."""
    return share_scored(points, weights) >= LEAST_SHARE


def entry_mean(totals: Sequence[Fraction]) -> Fraction | None:
    """The raw score of an entry: the plain mean of its sheets' totals; None without sheets."""
    return sum(totals, Fraction(0)) / len(totals) if totals else None


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Rounded to `places` decimals, a half away from zero; always shows that many, `8.00`."""
    if places < 0:
        raise ValueError("places cannot be negative")
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    # Built from its digits: arithmetic on Decimal would round to the context's precision.
    digits = tuple(map(int, str(whole)))
    return Decimal((int(value < 0 < whole), digits, -places))


def exact_text(value: Fraction) -> str:
    """`121/17`, or `8` for a whole number; `Fraction(text)` gives the same value back."""
    return str(value)


def _scored(points: Points, weights: Weights) -> dict[str, Fraction]:
    unknown = points.keys() - weights.keys()
    if unknown:
        raise UnknownCriterion(", ".join(sorted(unknown)))
    return {
        criterion: _exact(value) for criterion, value in points.items() if not isinstance(value, NotScored)
    }


def _exact(value: int | Decimal | Fraction) -> Fraction:
    if isinstance(value, float):
        raise TypeError("points are decimal text, whole numbers or fractions, never floats")
    return Fraction(value)
