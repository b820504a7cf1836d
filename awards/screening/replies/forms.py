"""Forms of the answer to a disqualification."""

from typing import Literal

from pydantic import Field, field_validator

from awards.entries.answers import written
from awards.kit.forms import Form
from awards.kit.i18n import msg

FEWEST_WORDS = 3


class ReplyForm(Form):
    """What the people of the entry answer."""

    reply: str = Field(max_length=4000)

    @field_validator("reply", mode="before")
    @classmethod
    def _one_kind_of_line_end(cls, typed: str) -> str:
        """As the browser counts it: a line end is one character."""
        return written(typed)

    @field_validator("reply")
    @classmethod
    def _says_something(cls, text: str) -> str:
        if len(text.split()) < FEWEST_WORDS:
            raise ValueError(msg("Write at least %(n)s words.", n=FEWEST_WORDS))
        return text


class DecisionForm(Form):
    """What an organiser proposes; the entry's people read the reason once another one has confirmed."""

    decision: Literal["keep", "lift"]
    reason: str = Field(min_length=10, max_length=2000)
