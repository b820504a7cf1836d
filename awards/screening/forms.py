"""Forms of screening."""

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
