"""The forms of registering."""

import uuid
from typing import Literal

from pydantic import Field

from awards.kit.forms import Form
from awards.people.forms import EmailAddress
from awards.registrations.operations import Applicant
from awards.registrations.rules import RegistrationState


class RegisterForm(Form):
    """Who registers, and for what; the agency is asked for where the address may belong to several."""

    entrant: Literal["agency", "individual"]
    email: EmailAddress
    name_ar: str = Field(max_length=200)
    name_en: str = Field(max_length=200)
    agency: uuid.UUID | None = None

    def applicant(self) -> Applicant:
        """The person alone."""
        return Applicant(self.email, self.name_ar, self.name_en)


class RefusalForm(Form):
    """Why somebody is not let in: they read it."""

    reason: str = Field(max_length=2000)


class FilterForm(Form):
    """What the list is narrowed to."""

    state: RegistrationState | None = None
    page: int = Field(1, ge=1, le=1_000_000)
