"""What is posted in a calibration, beside the sheet itself."""

from pydantic import Field

from awards.cycles.forms import LocalTime, WholeNumber, Zone
from awards.kit.forms import Form

LONGEST_POST = 2_000


class OpenForm(Form):
    """The anchors by their numbers, and until when judges hand in, on the clocks of `zone`."""

    zone: Zone
    ends_at: LocalTime
    anchors: list[WholeNumber] = Field(default_factory=list)


class PostForm(Form):
    """What a judge says."""

    text: str = Field(max_length=LONGEST_POST)
