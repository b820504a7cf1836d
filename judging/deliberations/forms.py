"""Forms of decisions."""

import uuid

from pydantic import Field, ValidationInfo, field_validator

from awards.kit.forms import Form
from awards.kit.i18n import msg
from judging.deliberations.models import Outcome

MOST = 2000
"""Characters of a citation or a reason."""


class PlaceForm(Form):
    tally: uuid.UUID
    """The tally that the person was looking at."""
    outcome: Outcome
    entries: list[uuid.UUID] = Field(default_factory=list)
    citation_ar: str = Field("", max_length=MOST, validate_default=True)
    citation_en: str = Field("", max_length=MOST, validate_default=True)
    reason: str = Field("", max_length=MOST)

    @field_validator("citation_ar", "citation_en")
    @classmethod
    def _cited(cls, text: str, info: ValidationInfo) -> str:
        if not text and info.data.get("outcome", Outcome.WITHHELD) is not Outcome.WITHHELD:
            raise ValueError(msg("Write the citation: it is read out and printed."))
        return text


class ApprovalForm(Form):
    decision: uuid.UUID
    """The decision that the person was looking at."""


class ReasonForm(Form):
    reason: str = Field(max_length=MOST)
