"""Forms of persons."""

from typing import Annotated

from pydantic import AfterValidator, Field

from awards.kit.forms import Form
from awards.kit.passwords import MAX_LENGTH
from awards.people.email_addresses import email_address
from awards.people.models import Role


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
    """A password chosen by a link: the old one is not asked for."""

    new_password: str = Field(max_length=MAX_LENGTH)
    repeated_password: str = Field(max_length=MAX_LENGTH)


EmailAddress = Annotated[str, Field(max_length=320), AfterValidator(email_address)]


class ForgottenForm(Form):
    """The address of somebody who cannot sign in."""

    email: EmailAddress


class EmailForm(Form):
    """Another address for oneself, against the present password."""

    email: EmailAddress
    password: str = Field(max_length=1000)


class NewAccountForm(NewPasswordForm):
    """Somebody's names and first password, given by themselves by a link that was mailed to them."""

    name_ar: str = Field(max_length=200)
    name_en: str = Field(max_length=200)


class PersonForm(Form):
    """Somebody by their e-mail address; the names are for somebody new."""

    email: EmailAddress
    name_ar: str = Field("", max_length=200)
    name_en: str = Field("", max_length=200)


class RoleForm(Form):
    role: Role
