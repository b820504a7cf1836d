"""Forms of appeals."""

import uuid
from typing import Annotated

from pydantic import AfterValidator, Field

from awards.cycles.forms import DEFAULT_ZONE, LocalTime, Zone
from awards.kit.forms import Form
from awards.kit.i18n import msg
from awards.kit.reasons import InArabicWords, InWords
from judging.appeals.models import Ground, Outcome, Standing
from judging.appeals.rules import MOST_CHARACTERS, too_long

MOST_REASONS = 6000
"""Characters of the reasons of a ruling, in each language."""


def _short_enough(text: str) -> str:
    if wrong := too_long(text):
        raise ValueError(wrong)
    return text


class RuleForm(Form):
    """What the cycle says of appeals."""

    waits: bool
    shows: Standing


class NoticeForm(Form):
    """When appeals are taken. `zone` is the cycle's own, which the page gives."""

    zone: Zone = DEFAULT_ZONE
    opens: LocalTime
    ends: LocalTime
    confirmed: bool = False


class AppealForm(Form):
    """What an entrant files."""

    ground: Ground
    text: Annotated[InWords, AfterValidator(_short_enough)] = Field(max_length=MOST_CHARACTERS)


class RulerForm(Form):
    """Who is to rule."""

    ruler: uuid.UUID


class RulingForm(Form):
    """A ruling, with the sheets that it sets aside. The reasons are read by the entrant in both languages."""

    outcome: Outcome
    reasons_ar: InArabicWords = Field(max_length=MOST_REASONS)
    reasons_en: InWords = Field(max_length=MOST_REASONS)
    sheets: list[uuid.UUID] = Field(default_factory=list)


class AgreementForm(Form):
    """The second person's answer to the ruling that they read; `reason` where they send it back."""

    ruling: uuid.UUID
    reason: InWords = Field("", max_length=MOST_REASONS)


NOT_CONFIRMED = msg("Confirm that you have read what entrants will read.")
