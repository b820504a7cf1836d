"""Forms of assignments and of standing back."""

from pydantic import Field

from awards.kit.forms import Form


class PlanForm(Form):
    seed: int = Field(ge=0, le=2**31 - 1)
    mix: bool = False
    waive: bool = False
    """Entries that cannot have a judge of an origin go without."""


class ReasonForm(Form):
    reason: str = Field(min_length=3, max_length=2000)
