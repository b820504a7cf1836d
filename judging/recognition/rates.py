"""How often judges could tell whose entry they read. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from judging.recognition.models import Recognised


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


def summed(rates: Iterable[Rate]) -> Rate:
    """All categories together."""
    rates = list(rates)
    return Rate(
        "",
        "",
        "",
        lodged=sum(rate.lodged for rate in rates),
        no=sum(rate.no for rate in rates),
        guessed=sum(rate.guessed for rate in rates),
        knew=sum(rate.knew for rate in rates),
    )
