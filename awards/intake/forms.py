"""Forms of the intake's pages."""

from pydantic import Field

from awards.intake.risk import Risk
from awards.kit.forms import Form


class FilterForm(Form):
    """What the dashboard counts; an empty box filters nothing."""

    category: str = ""
    sector: str = ""
    took_part: bool = False
    """Of the agencies that have begun nothing: only those with an entry in the last cycle."""


class DraftsForm(Form):
    """Which drafts are shown."""

    category: str = ""
    risk: Risk | None = None


class ChosenForm(Form):
    """The drafts that were ticked, by number."""

    entry: list[int] = Field(default_factory=list)
