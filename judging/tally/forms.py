"""Forms that close a round."""

import uuid

from pydantic import Field

from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import msg

MOST = 2000
"""Characters of a reason."""


class ConfirmForm(Form):
    """Ticked by whoever has read what is missing."""

    confirmed: bool = False

    def confirm(self) -> None:
        """Raises Invalid unless the person says that they have read what is missing."""
        if not self.confirmed:
            raise Invalid({"confirmed": msg("Confirm that you have read what is missing.")})


class ClosingForm(ConfirmForm):
    """The wish to close; whether a reason is needed is for the operation to say."""

    reason: str = Field("", max_length=MOST)


class AgreementForm(Form):
    """The second person's agreement to a wish."""

    wish: uuid.UUID
    """The wish that the person was looking at."""
