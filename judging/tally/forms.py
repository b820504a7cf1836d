"""Forms that close a round, and the one that asks for the names of judges."""

import uuid

from pydantic import Field, field_validator

from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import msg
from awards.kit.reasons import InArabicWords, InWords

MOST = 2000
"""Characters of a reason."""
LEAST = 12
"""Characters of a reason that says something."""


class ConfirmForm(Form):
    """Ticked by whoever has read what is missing."""

    confirmed: bool = False

    def confirm(self) -> None:
        """Raises Invalid unless the person says that they have read what is missing."""
        if not self.confirmed:
            raise Invalid({"confirmed": msg("Confirm that you have read what is missing.")})


class ClosingForm(ConfirmForm):
    """The wish to close; whether a reason is needed is for the operation to say."""

    reason: InArabicWords = Field("", max_length=MOST)
    reason_en: InWords = Field("", max_length=MOST)


class NamesForm(Form):
    """What the names behind the pseudonyms are needed for: it goes on record with whoever asks."""

    reason: str = Field("", max_length=MOST, validate_default=True)

    @field_validator("reason")
    @classmethod
    def _given(cls, reason: str) -> str:
        if len(reason) < LEAST:
            raise ValueError(
                msg("Write what the names are needed for, in at least %(n)s characters.", n=LEAST)
            )
        return reason


class WishForm(Form):
    """The wish of somebody else, as it was read."""

    wish: uuid.UUID
    """The wish that the person was looking at."""


class AgreementForm(WishForm, ConfirmForm):
    """Agreeing is not done by a press alone."""
