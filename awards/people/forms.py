"""Forms of persons."""

from pydantic import Field

from awards.kit.forms import Form
from awards.people.models import Role


class SignInForm(Form):
    email: str = Field(max_length=320)
    password: str = Field(max_length=1000)
    next: str = "/"


class RoleForm(Form):
    role: Role
