"""Where a round stands, and with it who may see what."""

from datetime import datetime
from enum import StrEnum

CONSENTS = 2
"""So many different organisers open the results of a closed round."""


class RoundState(StrEnum):
    """The steps of a round, in their order."""

    PREPARING = "preparing"
    OPEN = "open"
    """Judges score. Everybody else sees completion only."""
    CLOSED = "closed"
    """Nothing more is lodged; still nobody sees a score."""
    OPENED = "opened"
    """Two organisers have opened the results."""


def state_of(*, opened_at: datetime | None, closed_at: datetime | None, consents: int) -> RoundState:
    """The state, from when the round was opened and closed and how many organisers agreed to open its results."""
    if opened_at is None:
        return RoundState.PREPARING
    if closed_at is None:
        return RoundState.OPEN
    return RoundState.OPENED if consents >= CONSENTS else RoundState.CLOSED
