"""Where an entry stands in screening. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from awards.entries.models import EntryState


class ScreeningState(StrEnum):
    """In the order in which organisers look at them."""

    WAITING = "waiting"
    """Nobody has decided on what was submitted last."""
    ANSWERED = "answered"
    """Its people have answered what an organiser asked; it waits for a decision."""
    ASKED = "asked"
    """Its people have not answered yet."""
    PROPOSED = "proposed"
    """An organiser wants it out; another one must confirm."""
    MOVING = "moving"
    """Its people are asked whether it may move to another category."""
    MOVED = "moved"
    """It has moved with their consent, and waits for a decision in its new category."""
    ADMITTED = "admitted"
    """It is judged."""
    REPLIED = "replied"
    """It is out, and its people have answered; two organisers decide whether it stays so."""
    DISQUALIFIED = "disqualified"


TO_DO = frozenset(
    {
        ScreeningState.WAITING,
        ScreeningState.ANSWERED,
        ScreeningState.PROPOSED,
        ScreeningState.MOVED,
        ScreeningState.REPLIED,
    }
)
"""An organiser must do something before the entry is settled."""
SETTLED = frozenset({ScreeningState.ADMITTED, ScreeningState.DISQUALIFIED})


@dataclass(frozen=True, slots=True)
class Matters:
    """What was done about an entry so far."""

    entry: EntryState
    admitted: bool = False
    """The submission that counts was admitted, and nothing was asked since."""
    unanswered: int = 0
    """Questions of organisers that are open."""
    answered: int = 0
    proposed: bool = False
    """A disqualification waits for a second organiser."""
    moving: bool = False
    """A move waits for the answer of its people."""
    moved: bool = False
    """The submission that counts was made by a move."""
    replied: bool = False
    """Its people have answered the disqualification, and nothing is decided on that."""


def state_of(matters: Matters) -> ScreeningState:
    """The one state of an entry that was submitted, from all that was done about it."""
    out = matters.entry is EntryState.DISQUALIFIED
    said = (
        (out and matters.replied, ScreeningState.REPLIED),
        (out, ScreeningState.DISQUALIFIED),
        (matters.proposed, ScreeningState.PROPOSED),
        (matters.moving, ScreeningState.MOVING),
        (matters.admitted, ScreeningState.ADMITTED),
        (matters.unanswered, ScreeningState.ASKED),
        (matters.moved, ScreeningState.MOVED),
        (matters.answered, ScreeningState.ANSWERED),
    )
    return next((state for holds, state in said if holds), ScreeningState.WAITING)
