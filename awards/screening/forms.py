"""Forms of screening."""

import uuid

from pydantic import Field

from awards.kit.forms import Form
from awards.screening.state import ScreeningState


class QueueForm(Form):
    """Which entries are shown."""

    category: str = ""
    state: ScreeningState | None = None
    against: bool = False
    q: str = ""


class AdmissionForm(Form):
    """The submissions that were shown, by their receipts."""

    receipt: list[str] = Field(min_length=1)


class ApartForm(Form):
    """Two entries that look alike, and why they are two."""

    one: uuid.UUID
    other: uuid.UUID
    reason: str = Field(min_length=3, max_length=500)
