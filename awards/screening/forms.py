"""Forms of screening."""

import uuid

from litestar.datastructures import FormMultiDict
from pydantic import Field

from awards.kit.errors import RuleBroken
from awards.kit.forms import Form, read
from awards.kit.i18n import msg
from awards.screening.models import Ground
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


class TakeBackForm(Form):
    """Why an admission is taken back."""

    admission_reason: str = Field("", max_length=2000)


class ApartForm(Form):
    """Two entries that look alike, and why they are two."""

    one: uuid.UUID
    other: uuid.UUID
    reason: str = Field(min_length=3, max_length=500)


class DisqualificationForm(Form):
    """Why an entry shall be disqualified; the entrant reads it once another organiser has confirmed."""

    ground: Ground
    reason: str = Field(min_length=10, max_length=2000)


class ProposalForm(Form):
    """What was shown when it was confirmed or dropped."""

    proposal: uuid.UUID


def proposal_shown(form: FormMultiDict) -> uuid.UUID:
    """The proposal that a second organiser was looking at. Raises RuleBroken without one."""
    values = read(ProposalForm, form).values
    if values is None:
        raise RuleBroken(msg("What was proposed has changed since you opened the page. Read it again."))
    return values.proposal


class QuestionForm(Form):
    """What an organiser asks; the entry's people read it as it stands."""

    question: str = Field(min_length=10, max_length=2000)


class AnswerForm(Form):
    """What the entry's people answer."""

    answer: str = Field(min_length=2, max_length=4000)
