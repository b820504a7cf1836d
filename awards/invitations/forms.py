"""The forms that invite."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Literal

from pydantic import Field

from awards.directory.domains import outside
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
    outside: bool = False
    """An address in none of the agency's domains is meant."""
    lang: Literal["ar", "en"]

    def post(self) -> Post:
        """Raises Invalid for an entrant without an agency."""
        if self.role is not Role.ENTRANT:
            return Post(self.role)
        if self.agency is None:
            raise Invalid({"agency": msg("Choose the agency.")})
        return Post(self.role, self.agency, self.kind)

    def refuse_outside(self, addresses: Iterable[str], domains: Sequence[str]) -> None:
        """Raises Invalid once for addresses in none of the agency's `domains`; a tick lets them pass."""
        found = () if self.outside else outside(addresses, domains)
        if found:
            text = msg(
                "In none of the domains of the agency (%(domains)s): %(addresses)s. If that is meant, tick the box.",
                domains=" · ".join(domains),
                addresses=" · ".join(found),
            )
            raise Invalid({"outside": text})


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
