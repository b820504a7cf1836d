"""Forms of persons."""

from pydantic import Field

from awards.kit.forms import Form
from awards.kit.passwords import MAX_LENGTH
from awards.people.models import Role


class SignInForm(Form):
    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    next: str = ""


class PasswordForm(Form):
    old_password: str = Field(max_length=1000)
    new_password: str = Field(max_length=MAX_LENGTH)
    repeated_password: str = Field(max_length=MAX_LENGTH)


class RoleForm(Form):
    role: Role
