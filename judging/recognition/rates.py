"""How often judges could tell whose entry they read, and which of these figures name nobody. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from judging.recognition.models import Recognised

LEAST_ANSWERS = 5
"""Fewer answers together tell what single judges said."""


class Withheld(StrEnum):
    """Why a line's answers are not told."""

    FEW = "few"
    """It has fewer than `LEAST_ANSWERS`."""
    BESIDE = "beside"
    """A withheld line could be worked out from it."""


@dataclass(frozen=True, slots=True)
class Rate:
    """The lodged sheets of one category, or of all, by what their judges said."""

    code: str
    """Of the category; empty for all."""
    name_ar: str
    name_en: str
    lodged: int
    no: int = 0
    guessed: int = 0
    knew: int = 0
    withheld: Withheld | None = None
    """Where set, the line holds no answers."""

    @property
    def answered(self) -> int:
        return self.no + self.guessed + self.knew

    @property
    def share(self) -> Decimal | None:
        """Who guessed or knew, in whole per cent of those who answered, half up; none where nobody did."""
        if not self.answered:
            return None
        told = Fraction(100 * (self.guessed + self.knew), self.answered)
        return Decimal(int(told + Fraction(1, 2)))


def rates_of(rows: Iterable[tuple[str, str, str, Recognised | None, int]]) -> list[Rate]:
    """From (category's code and names, answer, sheets), in the order in which categories first appear."""
    found: dict[str, dict[Recognised | None, int]] = {}
    names: dict[str, tuple[str, str]] = {}
    for code, ar, en, answer, sheets in rows:
        names[code] = (ar, en)
        counted = found.setdefault(code, {})
        counted[answer] = counted.get(answer, 0) + sheets
    return [
        Rate(
            code,
            *names[code],
            lodged=sum(counted.values()),
            no=counted.get(Recognised.NO, 0),
            guessed=counted.get(Recognised.GUESSED, 0),
            knew=counted.get(Recognised.KNEW, 0),
        )
        for code, counted in found.items()
    ]


@dataclass(frozen=True, slots=True)
class Figures:
    """What may be read: each category, and all together."""

    categories: tuple[Rate, ...]
    whole: Rate

    @property
    def any_answered(self) -> bool:
        """Whether a judge answered at all, whether it is told or withheld."""
        return any(rate.answered or rate.withheld for rate in self.categories)


def figures_of(rates: Iterable[Rate]) -> Figures:
    """The lines by which no judge's answer can be told, nor worked out from the others.

    A line with few answers is withheld. So is the smallest other one until at least two are, with
    `LEAST_ANSWERS` among them: the total less what is told is then the sum of enough. Where no other is left, the
    total is withheld. A line without answers says nothing about anybody and stays.
    """
    lines = list(rates)
    whole = _summed(lines)
    hidden = {line.code: Withheld.FEW for line in lines if 0 < line.answered < LEAST_ANSWERS}
    by_size = sorted((line for line in lines if line.answered), key=lambda line: line.answered)

    def tells() -> bool:
        told = sum(line.answered for line in lines if line.code in hidden)
        return bool(hidden) and (len(hidden) < 2 or told < LEAST_ANSWERS)

    for line in by_size:
        if tells():
            hidden.setdefault(line.code, Withheld.BESIDE)
    if tells():
        few = whole.answered < LEAST_ANSWERS
        whole = _without_answers(whole, Withheld.FEW if few else Withheld.BESIDE)
    return Figures(
        tuple(_without_answers(line, hidden[line.code]) if line.code in hidden else line for line in lines),
        whole,
    )


def _without_answers(rate: Rate, why: Withheld) -> Rate:
    return Rate(rate.code, rate.name_ar, rate.name_en, lodged=rate.lodged, withheld=why)


def _summed(rates: list[Rate]) -> Rate:
    return Rate(
        "",
        "",
        "",
        lodged=sum(rate.lodged for rate in rates),
        no=sum(rate.no for rate in rates),
        guessed=sum(rate.guessed for rate in rates),
        knew=sum(rate.knew for rate in rates),
    )
