"""Screening in words."""

from awards.kit.i18n import Message, msg
from awards.screening.state import ScreeningState

STATES: dict[ScreeningState, tuple[Message, str]] = {
    ScreeningState.WAITING: (msg("Waits for screening"), "wait"),
    ScreeningState.ADMITTED: (msg("Admitted"), "good"),
    ScreeningState.DISQUALIFIED: (msg("Disqualified"), "bad"),
}
"""What a state is called, and the tone of its badge."""
