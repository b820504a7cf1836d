"""What is chosen before judging opens: the method, what parts ties, what counts as sure, and where the draws begin. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg

MOST_DRAWS = 100_000


class Method(StrEnum):
    """What the ranks follow; the other is always shown beside."""

    ADJUSTED = "adjusted"
    """The entry's score with each judge's leniency taken out, learned from all sheets of the round."""
    MEAN = "mean"
    """The plain mean of the sheets' totals (`judging.scorecards.totals.entry_mean`)."""


class Ladder(StrEnum):
    """What parts entries that are equal."""

    CRITERIA = "criteria"
    """The mean points on the heaviest criterion, then on the next, to the last."""
    HEAVIEST = "heaviest"
    """The mean points on the heaviest criterion alone."""
    SHARED = "shared"
    """Nothing: they share their rank."""

    def keys(self, weights: Mapping[str, Fraction]) -> list[str]:
        """The criteria that part equals, first to last; equal weights in the rubric's order."""
        falling = sorted(weights, key=lambda criterion: -weights[criterion])
        return {Ladder.CRITERIA: falling, Ladder.HEAVIEST: falling[:1], Ladder.SHARED: []}[self]


@dataclass(frozen=True, slots=True)
class Rules:
    """Raises RuleBroken for what cannot be kept together."""

    method: Method = Method.MEAN
    ladder: Ladder = Ladder.CRITERIA
    clear: int = 80
    """Percent: from this chance on a winner is called clear."""
    leading: int = 50
    """Percent: from this chance on it is called leading; below, too close to call."""
    far: str = "2.5"
    """Decimal text: a sheet whose leave-one-out t is beyond this goes to the chair for a look."""
    draws: int = 10_000
    """How often the round is drawn again for the chances."""
    seed: int = 0
    """Where the draws begin: the same seed gives the same chances."""

    def __post_init__(self) -> None:
        if not 0 < self.leading < self.clear <= 100:
            raise RuleBroken(msg("A winner is called clear from a greater chance on than leading."))
        if not 1 <= Fraction(self.far) <= 10:
            raise RuleBroken(msg("A sheet is far from the others between 1 and 10."))
        if not 1 <= self.draws <= MOST_DRAWS or not 0 <= self.seed < 2**31:
            raise RuleBroken(msg("The draws or their seed are out of range."))

    def in_detail(self) -> dict[str, object]:
        """As the audit log holds them."""
        return {
            "ranked_by": self.method.value,
            "tie_break": self.ladder.value,
            "clear": self.clear,
            "leading": self.leading,
            "far": self.far,
            "draws": self.draws,
            "seed": self.seed,
        }


USUAL = Rules()
"""For a round for which nothing was chosen: as all were counted before there was a choice."""
