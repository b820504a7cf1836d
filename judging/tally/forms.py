"""Forms that close a round, and the one that asks for the names of judges."""

import uuid

from pydantic import Field, field_validator

from awards.kit.forms import Form
from awards.kit.i18n import msg

MOST = 2000
"""Characters of a reason."""
LEAST = 10
"""Characters of a reason that says something."""


class ConfirmForm(Form):
    confirmed: bool = False


class ClosingForm(ConfirmForm):
    reason: str = Field("", max_length=MOST)


class NamesForm(Form):
    reason: str = Field("", max_length=MOST, validate_default=True)

    @field_validator("reason")
    @classmethod
    def _given(cls, reason: str) -> str:
        if len(reason) < LEAST:
            raise ValueError(
                msg("Write what the names are needed for, in at least %(n)s characters.", n=LEAST)
            )
        return reason


class AgreementForm(Form):
    wish: uuid.UUID
    """The wish that the person was looking at."""
