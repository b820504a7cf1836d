"""The forms of the help desk."""

import uuid
from enum import StrEnum
from typing import Literal

from pydantic import Field

from awards.helpdesk.models import TicketState
from awards.kit.forms import Form

LONGEST = 4000


class AskForm(Form):
    """A question; `about` is `award`, `category:<id>` or `entry:<id>`."""

    about: str = Field(max_length=60)
    subject: str = Field(max_length=200)
    text: str = Field(max_length=LONGEST)


class MoreForm(Form):
    """What the asker adds."""

    text: str = Field(max_length=LONGEST)


class ReplyForm(Form):
    """What the office says. `seen` is how many messages the page showed."""

    text: str = Field(max_length=LONGEST)
    then: Literal[TicketState.ANSWERED, TicketState.WAITING_ASKER] = TicketState.ANSWERED
    seen: int = Field(ge=0)


class OwnerForm(Form):
    """Who answers from now on."""

    owner: uuid.UUID


class CannedForm(Form):
    """An answer kept ready."""

    name_ar: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    text_ar: str = Field(max_length=LONGEST)
    text_en: str = Field(max_length=LONGEST)


class FaqForm(Form):
    """A question for everybody; it is on the page only while `published`."""

    question_ar: str = Field(max_length=500)
    question_en: str = Field(max_length=500)
    answer_ar: str = Field(max_length=LONGEST)
    answer_en: str = Field(max_length=LONGEST)
    published: bool = False


class Which(StrEnum):
    """What the queue is narrowed to."""

    OPEN = "open"
    MINE = "mine"
    LATE = "late"
    UNOWNED = "unowned"
    ALL = "all"


class QueueForm(Form):
    """The address of the queue."""

    which: Which = Which.OPEN
    page: int = Field(1, ge=1, le=1_000_000)
