"""The rules of a first reading: what may be asked of it, and who moves on to scoring. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from awards.kit.errors import Invalid
from awards.kit.i18n import Message, msg

HIGHEST = 100


class Read(Protocol):
    """An entry in its place after the first reading: a line of a tally."""

    @property
    def rank(self) -> int | None: ...

    @property
    def total_exact(self) -> str | None: ...


class Outcome(StrEnum):
    """What the first reading says of an entry."""

    PASSES = "passes"
    ON_THE_LINE = "on_the_line"
    """It moves on, and nothing less would: its mean is the mark itself, or it holds the last place that moves on."""
    BEHIND = "behind"
    """Enough others of its category stand before it."""
    BELOW = "below"
    """Its mean is below the mark."""
    TOO_FEW = "too_few"
    """Too few of its sheets count."""

    @property
    def moves_on(self) -> bool:
        return self in (Outcome.PASSES, Outcome.ON_THE_LINE)


@dataclass(frozen=True, slots=True)
class Threshold:
    """Who moves on: where both are set, whoever meets both."""

    mark: Decimal | None
    """The mean of an entry's counting sheets from which on it moves on, out of 100."""
    best: int | None
    """So many of each category, and whoever is tied with the last of them."""

    @classmethod
    def kept(cls, mark: str | None, best: int | None) -> "Threshold":
        """As its round keeps it: the mark is decimal text."""
        return cls(None if mark is None else Decimal(mark), best)

    def outcomes(self, lines: Sequence[Read]) -> list[Outcome]:
        """One for each entry of a category, in the order given. A rank of none is an entry with too few sheets."""
        mark = None if self.mark is None else Fraction(self.mark)
        within = [line.rank for line in lines if line.rank and (self.best is None or line.rank <= self.best)]
        last = max(within, default=0) if self.best is not None and len(within) >= self.best else None
        return [self._outcome(line, mark, last) for line in lines]

    def _outcome(self, line: Read, mark: Fraction | None, last: int | None) -> Outcome:
        if line.rank is None or line.total_exact is None:
            return Outcome.TOO_FEW
        total = Fraction(line.total_exact)
        if mark is not None and total < mark:
            return Outcome.BELOW
        if self.best is not None and line.rank > self.best:
            return Outcome.BEHIND
        return Outcome.ON_THE_LINE if total == mark or line.rank == last else Outcome.PASSES


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What a cycle asks of its first reading. Raises Invalid for what cannot be kept together."""

    mark: Decimal | None = Decimal(50)
    best: int | None = None
    sheets_per_entry: int = 2
    max_load: int = 60
    min_sheets: int = 2
    """An entry with fewer sheets that count does not move on."""
    shows_before: bool = False
    """Whether judges see in scoring what the first reading came to."""

    def __post_init__(self) -> None:
        wrong: dict[str, Message] = {}
        if self.mark is None and self.best is None:
            wrong["mark"] = msg("Say from which mean on an entry moves on, or how many do; or both.")
        elif self.mark is not None and not 0 < self.mark <= HIGHEST:
            wrong["mark"] = msg("A mean is above 0 and at most 100.")
        if self.min_sheets > self.sheets_per_entry:
            wrong["least"] = msg(
                "It cannot be more than the number of judges for each entry, which is %(n)s.",
                n=self.sheets_per_entry,
            )
        if wrong:
            raise Invalid(wrong)

    @property
    def threshold(self) -> Threshold:
        return Threshold(self.mark, self.best)

    def fits(self, *, least: int) -> None:
        """Raises Invalid if fewer entries of a category would move on than it needs: its places, or its finalists."""
        if self.best is not None and self.best < least:
            raise Invalid(
                {"best": msg("At least %(n)s entries must move on: so many are needed after it.", n=least)}
            )
