"""How an invitation stands, and who can be invited to what. Pure."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from awards.directory.models import MembershipKind
from awards.invitations.models import Invitation
from awards.kit.i18n import Bilingual, Message, msg
from awards.people.email_addresses import email_address
from awards.people.models import Role
from awards.people.operations import why_not_together

WORKS_FOR = timedelta(days=14)
MOST_AT_ONCE = 200
"""Lines of a list of addresses."""


class InvitationState(StrEnum):
    """In the order in which a list shows them."""

    OPEN = "open"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"


def state_of(invitation: Invitation, at: datetime) -> InvitationState:
    """How the invitation stands at a time."""
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.withdrawn_at is not None:
        return InvitationState.WITHDRAWN
    return InvitationState.EXPIRED if invitation.expires_at <= at else InvitationState.OPEN


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is invited to: a role, and for an entrant their part in an agency."""

    role: Role
    agency_id: uuid.UUID | None = None
    kind: MembershipKind | None = None
    panel: Bilingual | None = None
    """The category whose panel a judge is to chair."""

    @property
    def place(self) -> tuple[Role, uuid.UUID | None]:
        """Of two open invitations to one address, only one is for the same place."""
        return self.role, self.agency_id


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address before it is invited."""

    roles: frozenset[Role] = frozenset()
    disabled: bool = False
    enters_for: frozenset[uuid.UUID] = frozenset()
    """Agencies."""
    invited_to: frozenset[tuple[Role, uuid.UUID | None]] = frozenset()
    """The places of its open invitations."""


NOBODY = Known()


def why_not(post: Post, known: Known) -> Message | None:
    """Why an address cannot be invited; None if it can."""
    if post.agency_id is not None:
        if post.agency_id in known.enters_for:
            return msg("This person enters for the agency already.")
    elif post.role in known.roles:
        return msg("This person holds the role already.")
    if post.place in known.invited_to:
        return msg("This address has been invited to this already: send that invitation again.")
    if known.disabled:
        return msg("The account with this address is disabled.")
    return why_not_together({post.role, *known.roles, *(role for role, _ in known.invited_to)})


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list of addresses that was typed."""

    number: int
    """As an editor counts: from 1, empty lines too."""
    text: str
    address: str = ""
    """Empty where the text is none."""
    wrong: Message | None = None


_SEPARATORS = re.compile(r"[,;،؛\s]+$")
"""What a list that was copied from elsewhere has at the ends of its lines."""


def lines_of(text: str) -> list[Line]:
    """The addresses of a list, one to a line; what is none, or stands there twice, is marked as wrong."""
    seen: dict[str, int] = {}
    found = []
    for number, raw in enumerate(text.splitlines(), 1):
        typed = _SEPARATORS.sub("", raw).strip()
        if typed:
            found.append(_line(number, typed, seen))
    return found


def _line(number: int, typed: str, seen: dict[str, int]) -> Line:
    try:
        address = email_address(typed)
    except ValueError as error:
        return Line(number, typed, wrong=error.args[0])
    first = seen.setdefault(address, number)
    if first != number:
        return Line(number, typed, address, msg("This address stands in line %(n)s already.", n=first))
    return Line(number, typed, address)


def refused(lines: Iterable[Line], post: Post, known: dict[str, Known]) -> list[Line]:
    """The lines that cannot be invited, each with the reason; none if all can."""
    checked = (
        line if line.wrong else Line(line.number, line.text, line.address, why)
        for line in lines
        for why in [why_not(post, known.get(line.address, NOBODY))]
    )
    return [line for line in checked if line.wrong]
