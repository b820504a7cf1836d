"""The form of a guide."""

import uuid

from pydantic import Field

from awards.guidance.models import GuideKind, Readers
from awards.kit.forms import Form


class GuideForm(Form):
    """What a guide says from now on, and who may read it."""

    title_ar: str = Field(max_length=200)
    title_en: str = Field(max_length=200)
    text_ar: str = Field(max_length=20_000)
    text_en: str = Field(max_length=20_000)
    readers: Readers


class NewGuideForm(GuideForm):
    """With what it is, and where it belongs; without a category it is for the whole cycle."""

    kind: GuideKind
    category: uuid.UUID | None = None


class ChangedGuideForm(GuideForm):
    """`version` is the one that the page showed."""

    version: int = Field(ge=1)
