"""The rules of a final panel: what may be asked of it, and who moves on. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from awards.kit.errors import RuleBroken
from awards.kit.i18n import msg


class Ranked(Protocol):
    """An entry in its place: a row of a ranking, a line of a tally."""

    @property
    def rank(self) -> int | None: ...


R = TypeVar("R", bound=Ranked)


@dataclass(frozen=True, slots=True)
class FinalLimits:
    """What a cycle asks of its final panel. Raises RuleBroken for what cannot be kept together."""

    finalists: int = 5
    """Of each category; more where several are tied for the last place."""
    sheets_per_entry: int = 3
    """Judges for each finalist who have not read it yet."""
    max_load: int = 20
    min_sheets: int = 3
    """A finalist with fewer sheets that count is not ranked."""
    pools: bool = True
    """Whether sheets of the scoring round count too; else those of the final panel alone."""
    shows_scoring: bool = False

    def __post_init__(self) -> None:
        if min(self.finalists, self.sheets_per_entry, self.max_load, self.min_sheets) < 1:
            raise RuleBroken(msg("A final panel needs at least one finalist, one sheet and one judge."))

    def fits(self, *, scoring_sheets: int, places: int) -> None:
        """Raises RuleBroken if, after a scoring round of so many sheets, finalists could not be ranked, or places not filled."""
        counted = self.sheets_per_entry + (scoring_sheets if self.pools else 0)
        if self.min_sheets > counted:
            raise RuleBroken(
                msg(
                    "A finalist has %(n)s sheets that count at most, so it cannot be asked for more.",
                    n=counted,
                )
            )
        if self.finalists < places:
            raise RuleBroken(
                msg(
                    "A category awards %(n)s places, so at least as many entries must move on.",
                    n=places,
                )
            )


def moving_on(rows: Iterable[R], finalists: int) -> list[R]:
    """The first `finalists` of a ranking and everyone tied with the last of them; an unranked entry never."""
    return [row for row in rows if row.rank is not None and row.rank <= finalists]
