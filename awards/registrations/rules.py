"""How a registration stands, and who decides on it. Pure."""

import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from enum import StrEnum

from awards.directory.membership import Decider, Part, is_owner, who_decides
from awards.registrations.models import Outcome, Registration

WORKS_FOR = timedelta(hours=24)
LINKS_PER_HOUR = 3
"""To one mailbox."""
ASKED_PER_HOUR = 20
"""From one network address."""


class RegistrationState(StrEnum):
    """In the order in which a list shows them."""

    WAITING = "waiting"
    """For somebody who decides."""
    APPROVED = "approved"
    REFUSED = "refused"
    ASKED = "asked"
    """For its mailbox to confirm."""
    EXPIRED = "expired"


def state_of(registration: Registration, at: datetime) -> RegistrationState:
    """How the registration stands at a time."""
    if registration.outcome is not None:
        approved = registration.outcome == Outcome.APPROVED
        return RegistrationState.APPROVED if approved else RegistrationState.REFUSED
    if registration.confirmed_at is not None:
        return RegistrationState.WAITING
    if registration.person_id is not None or registration.expires_at <= at:
        return RegistrationState.EXPIRED
    return RegistrationState.ASKED


def may_decide(people: Collection[Part], person_id: uuid.UUID, *, organises: bool) -> bool:
    """Whether somebody decides on a registration for the agency with these people.

    Organisers do where no owner can: because all are disabled, or have left.
    """
    if who_decides(people) is Decider.OWNERS:
        return is_owner(people, person_id) and not organises
    return organises
