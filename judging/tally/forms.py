"""Forms that close a round."""

import uuid

from pydantic import Field

from awards.kit.forms import Form

MOST = 2000
"""Characters of a reason."""


class ConfirmForm(Form):
    confirmed: bool = False


class ClosingForm(ConfirmForm):
    reason: str = Field("", max_length=MOST)


class AgreementForm(Form):
    wish: uuid.UUID
    """The wish that the person was looking at."""
