"""Weights of a rubric: decimal text in, exact fractions out, 100 in all."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from awards.kit.text import fold

Weights = Mapping[str, Fraction]
"""Criterion key → weight; in a checked rubric they sum to exactly 100."""

WHOLE = Fraction(100)
_DECIMAL = re.compile(r"[0-9]{1,3}(?:[.٫][0-9]{1,6})?", re.ASCII)


class Fault(StrEnum):
    """What is wrong with a weight, or with all of them together."""

    NOT_A_NUMBER = "not_a_number"
    NOT_POSITIVE = "not_positive"
    NOT_A_HUNDRED = "not_a_hundred"


@dataclass(frozen=True, slots=True)
class WeightFault:
    """One fault. `total` is there where the weights do not sum to a hundred."""

    fault: Fault
    criterion: str | None = None
    """None where the fault is of the rubric as a whole."""
    total: Fraction | None = None


class WeightsRefused(ValueError):
    """`faults` holds all that is wrong, in the order of the criteria."""

    def __init__(self, faults: list[WeightFault]) -> None:
        super().__init__("; ".join(f"{f.criterion or 'total ' + str(f.total)}: {f.fault}" for f in faults))
        self.faults = tuple(faults)


def parse_weight(text: str) -> Fraction | None:
    """Decimal text such as `12.5` or `١٢٫٥`; None for anything else (signs, exponents, thousands, empty)."""
    plain = fold(text).strip()
    return Fraction(plain.replace("٫", ".")) if _DECIMAL.fullmatch(plain) else None


def parse_weights(texts: Mapping[str, str]) -> dict[str, Fraction]:
    """Criterion key → decimal text, to exact weights that sum to 100. Raises WeightsRefused."""
    faults: list[WeightFault] = []
    weights: dict[str, Fraction] = {}
    for criterion, text in texts.items():
        weight = parse_weight(text)
        if weight is None:
            faults.append(WeightFault(Fault.NOT_A_NUMBER, criterion))
        elif weight == 0:
            faults.append(WeightFault(Fault.NOT_POSITIVE, criterion))
        else:
            weights[criterion] = weight
    if not faults and not sums_to_hundred(weights):
        faults.append(WeightFault(Fault.NOT_A_HUNDRED, total=total(weights)))
    if faults:
        raise WeightsRefused(faults)
    return weights


def total(weights: Weights) -> Fraction:
    """The exact sum, whether or not it is a hundred."""
    return sum(weights.values(), Fraction(0))


def sums_to_hundred(weights: Weights) -> bool:
    """Exactly: 33.33 three times is not enough."""
    return total(weights) == WHOLE
