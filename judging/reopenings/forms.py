"""Forms of reopening a sheet."""

from pydantic import Field

from awards.kit.forms import Form


class ReasonForm(Form):
    """Why a sheet is to be reopened, or is not."""

    reason: str = Field(min_length=3, max_length=2000)
