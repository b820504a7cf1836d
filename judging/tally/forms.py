"""Forms that close a round."""

import uuid

from pydantic import Field

from awards.kit.forms import Form, Invalid
from awards.kit.i18n import msg

MOST = 2000
"""Characters of a reason."""


class ConfirmForm(Form):
    confirmed: bool = False

    def confirm(self) -> None:
        """Raises Invalid unless the person says that they have read what is missing."""
        if not self.confirmed:
            raise Invalid({"confirmed": msg("Confirm that you have read what is missing.")})


class ClosingForm(ConfirmForm):
    reason: str = Field("", max_length=MOST)


class AgreementForm(Form):
    wish: uuid.UUID
    """The wish that the person was looking at."""
