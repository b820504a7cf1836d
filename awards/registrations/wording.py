"""What the states of a registration are called."""

from awards.kit.i18n import Message, msg
from awards.registrations.rules import RegistrationState

STATES: dict[RegistrationState, tuple[Message, str]] = {
    RegistrationState.WAITING: (msg("Waits for a decision"), "wait"),
    RegistrationState.APPROVED: (msg("Approved"), "good"),
    RegistrationState.REFUSED: (msg("Refused"), "bad"),
    RegistrationState.ASKED: (msg("Address not confirmed yet"), "info"),
    RegistrationState.EXPIRED: (msg("Nothing came of it"), ""),
}
"""What a state is called, and the tone of its badge."""
