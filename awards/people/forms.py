"""Forms of persons."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from awards.kit.forms import Form
from awards.kit.i18n import Message, msg
from awards.kit.passwords import MAX_LENGTH
from awards.people.models import Role

_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError(msg("Enter an e-mail address, for example name@example.org."))
    return text.lower()


class SignInForm(Form):
    """`next` is where to go then; only a path of this site is followed."""

    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    next: str = ""


class PasswordForm(Form):
    old_password: str = Field(max_length=1000)
    new_password: str = Field(max_length=MAX_LENGTH)
    repeated_password: str = Field(max_length=MAX_LENGTH)


class NewPasswordForm(Form):
    new_password: str = Field(max_length=MAX_LENGTH)
    repeated_password: str = Field(max_length=MAX_LENGTH)


EmailAddress = Annotated[str, Field(max_length=320), AfterValidator(_address)]


class ForgottenForm(Form):
    email: EmailAddress


class EmailForm(Form):
    email: EmailAddress
    password: str = Field(max_length=1000)


class PersonForm(Form):
    """Somebody by their e-mail address; the names are for somebody new."""

    email: EmailAddress
    name_ar: str = Field("", max_length=200)
    name_en: str = Field("", max_length=200)

    def missing_names(self) -> dict[str, Message]:
        """Errors for the names that a new person needs."""
        needed = msg("Nobody has this e-mail address yet: give the name.")
        return {name: needed for name in ("name_ar", "name_en") if not getattr(self, name)}


class RoleForm(Form):
    role: Role
