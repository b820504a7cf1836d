"""The forms of an exchange."""

from typing import Literal

from pydantic import Field

from awards.helpdesk.forms import LONGEST
from awards.helpdesk.models import TicketState
from awards.kit.forms import Form


class AskForm(Form):
    """A judge's question about an entry."""

    text: str = Field(max_length=LONGEST)


class PassOnForm(Form):
    """A text for the other side. `confirmed` holds, a line each, the words that the office saw and lets stand."""

    text: str = Field(max_length=LONGEST)
    confirmed: str = Field("", max_length=4 * LONGEST)


class ReplyForm(PassOnForm):
    """The office's own word to the judge."""

    then: Literal[TicketState.ANSWERED, TicketState.WAITING_ASKER] = TicketState.ANSWERED


class AnswerForm(Form):
    """What the entrant answers."""

    text: str = Field(max_length=LONGEST)
