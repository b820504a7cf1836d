"""Forms of moving an entry."""

import uuid
from enum import StrEnum

from pydantic import Field

from awards.kit.forms import Form


class MoveForm(Form):
    """Another category, by its code, and why; the entrant reads the reason."""

    to: str = Field(min_length=1)
    move_reason: str = Field(min_length=1, max_length=2000)


class MoveShownForm(Form):
    """The proposal that was shown."""

    move: uuid.UUID


class MoveAnswer(StrEnum):
    """What the entry's people say."""

    CONSENT = "consent"
    DECLINE = "decline"


class MoveAnswerForm(MoveShownForm):
    """The answer, and what was shown of the new submission, by its hash."""

    checked: str
    answer: MoveAnswer
    word: str = Field(default="", max_length=2000)
