"""The forms that invite."""

import uuid
from typing import Literal

from pydantic import Field

from awards.directory.models import MembershipKind
from awards.invitations.operations import Guest
from awards.invitations.rules import InvitationState, Post
from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import msg
from awards.people.forms import PersonForm
from awards.people.models import Role


class PostForm(Form):
    """What somebody is invited to, and in which language the letter begins."""

    role: Role
    agency: uuid.UUID | None = None
    kind: MembershipKind = MembershipKind.OWNER
    lang: Literal["ar", "en"]

    def post(self) -> Post:
        """Raises Invalid for an entrant without an agency."""
        if self.role is not Role.ENTRANT:
            return Post(self.role)
        if self.agency is None:
            raise Invalid({"agency": msg("Choose the agency.")})
        return Post(self.role, self.agency, self.kind)


class InviteForm(PersonForm, PostForm):
    """One person."""

    def guest(self) -> Guest:
        """The person as an invitation names them."""
        return Guest(self.email, self.name_ar, self.name_en)


class InviteSeveralForm(PostForm):
    """Several addresses for the same, one to a line."""

    addresses: str = Field(max_length=40_000)


class FilterForm(Form):
    """What the list is narrowed to."""

    state: InvitationState | None = None
    role: Role | None = None
    page: int = Field(1, ge=1, le=1_000_000)
