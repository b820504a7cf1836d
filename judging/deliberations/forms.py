"""Forms of decisions."""

import uuid

from pydantic import Field, ValidationInfo, field_validator

from awards.kit.forms import Form
from awards.kit.i18n import msg
from awards.kit.reasons import InArabic, InArabicWords, InWords
from judging.deliberations.models import Outcome
from judging.deliberations.places import wrong_number

MOST = 2000
"""Characters of a citation or a reason."""


class PlaceForm(Form):
    """The decision on a place. Citations are required unless it is withheld; then they and the entries are dropped."""

    tally: uuid.UUID
    """The tally that the person was looking at."""
    decision: uuid.UUID | None = None
    """The decision on this place that they were looking at; none where it was not decided."""
    outcome: Outcome
    entries: list[uuid.UUID] = Field(default_factory=list, validate_default=True)
    citation_ar: InArabic = Field("", max_length=MOST, validate_default=True)
    citation_en: str = Field("", max_length=MOST, validate_default=True)
    reason: InArabicWords = Field("", max_length=MOST)
    reason_en: InWords = Field("", max_length=MOST)
    unheard: bool = False
    """Decided although the panel is voting on this place."""

    @field_validator("entries")
    @classmethod
    def _of_a_withheld_place(cls, entries: list[uuid.UUID], info: ValidationInfo) -> list[uuid.UUID]:
        """Whatever the page had ticked: who withholds a place gives it to nobody."""
        outcome = info.data.get("outcome")
        if outcome is Outcome.WITHHELD:
            return []
        if outcome and (wrong := wrong_number(outcome, len(entries))):
            raise ValueError(wrong)
        return entries

    @field_validator("citation_ar", "citation_en")
    @classmethod
    def _cited(cls, text: str, info: ValidationInfo) -> str:
        if info.data.get("outcome", Outcome.WITHHELD) is Outcome.WITHHELD:
            return ""
        if not text:
            raise ValueError(msg("Write the citation: it is read out and printed."))
        return text


class ApprovalForm(Form):
    """The second person's agreement, to what they have seen and nothing newer."""

    decision: uuid.UUID
    """The decision that the person was looking at."""


class ApprovalsForm(Form):
    """Several decisions approved with one press."""

    decisions: list[uuid.UUID] = Field(default_factory=list)
    """Those that the person ticked."""


class ReturnForm(ApprovalForm):
    """The second person's objection. It goes back with a reason, to be decided anew."""

    reason: InWords = Field(max_length=MOST)


class PublicationForm(Form):
    """Consent to publish. `seen` is a fingerprint (`places.fingerprint_of`): another decision since refuses it."""

    seen: str
    """The decisions that the person was looking at."""
    confirmed: bool = False


class ReasonForm(Form):
    """Why the results are counted again."""

    reason: InWords = Field(max_length=MOST)
