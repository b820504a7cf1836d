"""Forms of motions and votes."""

import uuid
from enum import StrEnum

from pydantic import Field, ValidationInfo, field_validator

from awards.kit.forms import Form
from awards.kit.reasons import InArabic, InArabicWords, InWords
from judging.deliberations.forms import MOST
from judging.deliberations.models import Outcome
from judging.deliberations.places import wrong_number
from judging.deliberations.votes.models import Choice


class MotionForm(Form):
    """What the chair puts to the vote. A withheld place has neither entries nor a citation, whatever was ticked."""

    place: int = Field(ge=1)
    outcome: Outcome
    entries: list[str] = Field(default_factory=list, validate_default=True)
    """Shared codes."""
    present: list[uuid.UUID] = Field(default_factory=list)
    """Seats."""
    citation_ar: InArabic = Field("", max_length=MOST)
    citation_en: str = Field("", max_length=MOST)
    reason: InArabicWords = Field("", max_length=MOST)
    reason_en: InWords = Field("", max_length=MOST)
    anew: bool = False
    """Put although the panel has carried something that this contradicts."""

    @field_validator("entries")
    @classmethod
    def _as_many_as_the_outcome_needs(cls, entries: list[str], info: ValidationInfo) -> list[str]:
        outcome = info.data.get("outcome")
        if outcome is Outcome.WITHHELD:
            return []
        if outcome and (wrong := wrong_number(outcome, len(set(entries)))):
            raise ValueError(wrong)
        return entries

    @field_validator("citation_ar", "citation_en")
    @classmethod
    def _of_a_withheld_place(cls, text: str, info: ValidationInfo) -> str:
        return "" if info.data.get("outcome") is Outcome.WITHHELD else text


class VoteForm(Form):
    """One member's vote."""

    choice: Choice


class Then(StrEnum):
    """How the chair ends a vote."""

    COUNT = "count"
    TAKE_BACK = "take_back"


class ClosingForm(Form):
    """The end of a vote."""

    then: Then
