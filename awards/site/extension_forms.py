"""The form of an extension."""

from typing import Annotated, Literal

from pydantic import Field

from awards.cycles.forms import DEFAULT_ZONE, LocalTime, WholeNumber, Zone
from awards.kit.forms import Form


class ExtensionForm(Form):
    """To whom more time is given, until when and why. `category` is its code, `entry` its number in the cycle."""

    zone: Zone = DEFAULT_ZONE
    whom: Literal["all", "category", "entry"]
    category: str = Field("", max_length=40)
    entry: Annotated[WholeNumber, Field(ge=1, lt=2**31)] | None = None
    closes: LocalTime
    reason: str = Field("", max_length=2000)
