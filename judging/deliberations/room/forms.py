"""Forms of the room."""

import uuid

from pydantic import Field

from awards.kit.forms import Form

MOST = 8000
"""Characters of minutes."""


class OpeningForm(Form):
    """Whether the panel sees all sheets; not asked where the cycle has a room already."""

    open_to_all: bool = False


class RecordForm(Form):
    """Minutes and presence of one item, as they were when the page was loaded (`version`)."""

    minutes: str = Field("", max_length=MOST)
    present: list[uuid.UUID] = Field(default_factory=list)
    version: int = Field(ge=0)
