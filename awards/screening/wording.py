"""Screening in words."""

from awards.kit.i18n import Message, msg
from awards.screening.models import Ground
from awards.screening.state import ScreeningState

STATES: dict[ScreeningState, tuple[Message, str]] = {
    ScreeningState.WAITING: (msg("Waits for screening"), "wait"),
    ScreeningState.ANSWERED: (msg("Question answered"), "info"),
    ScreeningState.ASKED: (msg("Asked, no answer yet"), "wait"),
    ScreeningState.PROPOSED: (msg("Disqualification proposed"), "bad"),
    ScreeningState.MOVING: (msg("Move proposed"), "wait"),
    ScreeningState.MOVED: (msg("Moved here"), "info"),
    ScreeningState.ADMITTED: (msg("Admitted"), "good"),
    ScreeningState.REPLIED: (msg("Disqualification answered"), "info"),
    ScreeningState.DISQUALIFIED: (msg("Disqualified"), "bad"),
}
"""What a state is called, and the tone of its badge."""

GROUNDS: dict[Ground, Message] = {
    Ground.NOT_ELIGIBLE: msg("It does not meet the rules of participation"),
    Ground.DUPLICATE: msg("It is the same project as another entry"),
    Ground.UNTRUE: msg("What it says is not true"),
    Ground.TERMS: msg("It breaks the terms of participation"),
    Ground.OTHER: msg("Another reason"),
}
