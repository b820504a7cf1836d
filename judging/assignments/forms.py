"""Forms of assignments and of standing back."""

from typing import Annotated

from pydantic import Field

from awards.cycles.forms import WholeNumber
from awards.kit.forms import Form


class PlanForm(Form):
    """Names the plan that was on the page: the same facts and seed make it again. `mix` asks for readers of all origins."""

    seed: Annotated[WholeNumber, Field(ge=0, le=2**31 - 1)]
    mix: bool = False
    waive: bool = False
    """Entries that cannot have a judge of an origin go without."""


class ReasonForm(Form):
    """Why a judge stands back, or is released."""

    reason: str = Field(min_length=3, max_length=2000)
