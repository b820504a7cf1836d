"""How many judges an entry is given, and how many entries a judge."""

from dataclasses import dataclass

from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg


@dataclass(frozen=True, slots=True)
class RoundLimits:
    """Raises RuleBroken for limits that cannot be kept together."""

    sheets_per_entry: int = 4
    max_load: int = 36
    """Entries that one judge is given at most."""
    min_sheets: int = 3
    """An entry with fewer lodged sheets is not ranked, so it must be given at least as many."""

    def __post_init__(self) -> None:
        if self.min_sheets < 1 or self.max_load < 1:
            raise RuleBroken(
                msg("A round needs at least one sheet for each entry and one entry for each judge.")
            )
        if self.sheets_per_entry < self.min_sheets:
            raise RuleBroken(
                msg(
                    "An entry is ranked from %(least)s sheets on, so it must be given at least as many judges.",
                    least=self.min_sheets,
                )
            )
