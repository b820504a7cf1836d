"""What may be done with a question, and whose turn it is then. Pure."""

from datetime import datetime

from awards.helpdesk.models import TicketState
from awards.people.models import Role

ANSWERS = (TicketState.ANSWERED, TicketState.WAITING_ASKER)
"""What an answer of the office leads to."""


def is_late(state: TicketState, due_at: datetime, at: datetime) -> bool:
    """Whether the office owes a word that it should have given."""
    return state is TicketState.OPEN and due_at < at


def may_write_more(state: TicketState, *, relayed: bool) -> bool:
    """The asker goes on with a question until it is closed; with one that is passed on, only when asked back."""
    return state is TicketState.WAITING_ASKER or (state is not TicketState.CLOSED and not relayed)


def is_relayed(asked_as: Role, *, about_entry: bool) -> bool:
    """A judge's question about an entry: every word of it passes the scanner, in `judging.enquiries`."""
    return asked_as is Role.JUDGE and about_entry
