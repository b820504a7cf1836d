"""What the states of a question are called."""

from awards.helpdesk.models import TicketState
from awards.kit.i18n import Message, msg

STATES: dict[TicketState, tuple[Message, str]] = {
    TicketState.OPEN: (msg("With the award office"), "wait"),
    TicketState.WAITING_ASKER: (msg("Waits for the asker"), "info"),
    TicketState.WAITING_ENTRANT: (msg("Waits for the entrant"), "info"),
    TicketState.ANSWERED: (msg("Answered"), "good"),
    TicketState.CLOSED: (msg("Done with"), ""),
}
"""What a state is called, and the tone of its badge."""
