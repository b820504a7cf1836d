"""Forms of reconciliations."""

import uuid
from typing import Annotated

from pydantic import Field

from awards.cycles.forms import WholeNumber
from awards.kit.forms import Form


class RuleForm(Form):
    """How many points of 100 two sheets may lie apart; nothing for no rule."""

    points: Annotated[WholeNumber, Field(ge=1, le=99)] | None = None


class AnswerForm(Form):
    """Why a judge judged as they did; `then` says whether their points change."""

    reason: str = Field(min_length=3, max_length=4000)
    then: str = ""


class DeterminationForm(Form):
    """Why the sheets stand."""

    reason: str = Field(min_length=3, max_length=4000)


class JudgeForm(Form):
    """Who is to read the entry as well."""

    judge: uuid.UUID
