"""Forms that close a round."""

import uuid

from pydantic import Field

from awards.kit.forms import Form
from awards.kit.reasons import InWords

MOST = 2000
"""Characters of a reason."""


class ConfirmForm(Form):
    confirmed: bool = False


class ClosingForm(ConfirmForm):
    reason: InWords = Field("", max_length=MOST)
    reason_en: InWords = Field("", max_length=MOST)


class WishForm(Form):
    wish: uuid.UUID
    """The wish that the person was looking at."""


class AgreementForm(WishForm, ConfirmForm):
    """Agreeing is not done by a press alone."""
