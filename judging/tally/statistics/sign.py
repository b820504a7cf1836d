"""What is named for a second look. Without NumPy: pages that show it need none."""

from dataclasses import dataclass
from enum import StrEnum


class SignKind(StrEnum):
    """Why something is named."""

    RESIDUAL = "residual"
    """A sheet far from what all the others let expect; `value` is its leave-one-out t."""
    CONSTANT_JUDGE = "constant_judge"
    """A judge who gave every entry the same total; `value` is that total."""
    ONE_ENTRY_JUDGE = "one_entry_judge"
    """A judge of one sheet, whose leniency cannot be told from the entry."""
    THIN_SHEET = "thin_sheet"
    """A sheet with less than half of the weight scored: it does not count; `value` is the share."""
    NOT_COMPARABLE = "not_comparable"
    """The entries lie in panels that nothing connects; `value` is how many."""
    METHODS_DISAGREE = "methods_disagree"
    """The other method has another winner: `entry`."""
    WINNER_WITHOUT_JUDGE = "winner_without_judge"
    """Sensitivity, no suspicion: without `judge` the winner would be `entry`."""
    PLACE_WITHOUT_JUDGE = "place_without_judge"
    """The same of all awarded places where there are several: without `judge` they would be others, and `entry` would
    have the place `value`."""
    UNRANKED_WITHOUT_JUDGE = "unranked_without_judge"
    """The same: the winner `entry` has no sheet but that of `judge`, and without it no rank."""


@dataclass(frozen=True, slots=True)
class Sign:
    """One of them; what does not apply is None."""

    kind: SignKind
    entry: str | None = None
    judge: str | None = None
    value: float | None = None
