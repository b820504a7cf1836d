"""The form of granting that a criterion does not apply."""

import uuid

from pydantic import Field

from awards.kit.forms import Form


class GrantForm(Form):
    """Which criterion, and what the entrant claims."""

    criterion: uuid.UUID
    reason_ar: str = Field(min_length=3, max_length=2000)
    reason_en: str = Field(min_length=3, max_length=2000)
