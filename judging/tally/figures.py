"""What a stored tally says beside its totals: how sure the ranks are, and what they rest on. Plain values.

Figures are floats of twelve significant digits, so that they are the same on every machine; None is undefined.
"""

from dataclasses import dataclass

DIGITS = 12
"""Significant; what a float has beyond them is the arithmetic's, and may differ between machines."""


def figure(value: float | None) -> float | None:
    """A figure as it is stored and printed."""
    return None if value is None else float(f"{value:.{DIGITS}g}") + 0.0  # no −0


@dataclass(frozen=True, slots=True)
class RulesLine:
    """What was chosen before judging opened, as it stood: `judging.rounds.method.rules.Rules`, and which version."""

    version: int
    """0 where nothing was chosen: the usual rules."""
    ladder: str
    clear: int
    leading: int
    far: str
    draws: int
    seed: int


@dataclass(frozen=True, slots=True)
class Variances:
    """Of one model of the round; `judge` and `entry` are those of their effects, `noise` is what is left."""

    noise: float | None
    judge: float | None
    entry: float | None = None
    reml: float | None = None
    """−2 log-likelihood."""


@dataclass(frozen=True, slots=True)
class Shares:
    """How much of the spread of sheets is of entries, of judges and of neither; together 1."""

    entry: float
    judge: float
    noise: float


@dataclass(frozen=True, slots=True)
class JudgeFigures:
    """One judge over the whole round."""

    judge: str
    """Pseudonym."""
    sheets: int
    effect: float
    """By how much their totals lie above those of others on the same entries; below 0: they are stricter."""
    spread: float | None
    """How far their totals usually are from what entry and leniency let expect (root of the mean square)."""


@dataclass(frozen=True, slots=True)
class ModelLine:
    """The one model of the round, over all of its categories."""

    sheets: int
    components: int
    """Parts of the round that no judge connects."""
    official: Variances
    """Entries fixed: what the adjusted scores come from."""
    both_random: Variances
    """Entries random too: what the chances come from."""
    shares: Shares | None
    judges: tuple[JudgeFigures, ...]


@dataclass(frozen=True, slots=True)
class EntryFigures:
    """An entry by both methods, and how sure its place is."""

    mean_rank: int | None
    adjusted: str | None
    """Decimal text of nine decimals: what the adjusted method compares."""
    adjusted_rank: int | None
    se: float | None
    """Standard error of `adjusted`."""
    huber: float | None
    """The same with sheets that lie far from it weighted down; nothing is ranked by it."""
    p_winner: float | None
    p_top3: float | None
    p_awarded: float | None
    rank_low: int | None
    """The best place of the interval in which the entry's place lies in 95 of 100 draws."""
    rank_high: int | None


@dataclass(frozen=True, slots=True)
class FlagLine:
    """What deserves a second look: `judging.tally.statistics.signs.Sign`, with the entry's number."""

    kind: str
    entry: int | None = None
    judge: str | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class ReliabilityLine:
    """How far the panel agreed: `judging.tally.statistics.reliability.Reliability`."""

    g: float | None
    phi: float | None
    alpha_interval: float | None
    alpha_ordinal: float | None
    icc2k: float | None
    kendall_w: float | None


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A reading that would connect two parts of a category: this judge, this entry."""

    judge: str
    entry: int


@dataclass(frozen=True, slots=True)
class CategoryFigures:
    """A category: how sure, how reliable, what deserves a second look."""

    judges: int
    components: int
    """In how many parts that no judge connects its entries lie; more than 1: not comparable across panels."""
    label: str | None
    """How sure the winner is: `clear`, `leading`, `too_close_to_call`; None where panels cannot be compared."""
    boundary_label: str | None
    """The same of who is awarded, by the least sure of them; None where nobody is left without a place."""
    reliability: ReliabilityLine
    flags: tuple[FlagLine, ...]
    links: tuple[LinkLine, ...] = ()

    def flagged(self, kind: str) -> tuple[FlagLine, ...]:
        return tuple(flag for flag in self.flags if flag.kind == kind)
