"""Where an entry stands in screening. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from awards.entries.models import EntryState


class ScreeningState(StrEnum):
    """In the order in which organisers look at them."""

    WAITING = "waiting"
    """Nobody has decided on what was submitted last."""
    ADMITTED = "admitted"
    """It is judged."""
    DISQUALIFIED = "disqualified"


TO_DO = frozenset({ScreeningState.WAITING})
"""An organiser must do something before the entry is settled."""
SETTLED = frozenset({ScreeningState.ADMITTED, ScreeningState.DISQUALIFIED})


@dataclass(frozen=True, slots=True)
class Matters:
    """What was done about an entry so far."""

    entry: EntryState
    admitted: bool = False
    """The submission that counts was admitted."""


def state_of(matters: Matters) -> ScreeningState:
    """The one state of an entry that was submitted, from all that was done about it."""
    if matters.entry is EntryState.DISQUALIFIED:
        return ScreeningState.DISQUALIFIED
    return ScreeningState.ADMITTED if matters.admitted else ScreeningState.WAITING
