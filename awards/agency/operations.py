"""What an owner does with the people of the agency. Each is refused to whoever is no owner of it."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.directory import operations as directory
from awards.directory.membership import OwnersOnly, is_owner
from awards.directory.models import MembershipKind
from awards.directory.queries import people_of
from awards.invitations import operations as invitations
from awards.invitations.operations import Guest
from awards.invitations.rules import Post
from awards.kit.i18n import Lang
from awards.people.models import Role


def _as_owner(session: Session, agency_id: uuid.UUID, by: uuid.UUID) -> None:
    if not is_owner(people_of(session, agency_id), by):
        raise OwnersOnly


def invite(
    session: Session,
    agency_id: uuid.UUID,
    guest: Guest,
    kind: MembershipKind,
    *,
    lang: Lang,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Invite somebody to enter for the agency too. Raises OwnersOnly, or Invalid by field."""
    _as_owner(session, agency_id, by)
    invitations.invite(session, guest, Post(Role.ENTRANT, agency_id, kind), lang=lang, by=by, at=at)


def resend(
    session: Session, agency_id: uuid.UUID, invitation_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Send one of the agency's invitations again. Raises OwnersOnly, NotFound, RuleBroken."""
    _as_owner(session, agency_id, by)
    invitations.resend(session, invitation_id, by=by, at=at, of_agency=agency_id)


def withdraw(
    session: Session, agency_id: uuid.UUID, invitation_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Withdraw one of the agency's invitations. Raises OwnersOnly, NotFound, RuleBroken."""
    _as_owner(session, agency_id, by)
    invitations.withdraw(session, invitation_id, by=by, at=at, of_agency=agency_id)


def remove(
    session: Session, agency_id: uuid.UUID, person_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Take somebody out, oneself too while there is another owner. Raises OwnersOnly, NotFound, RuleBroken."""
    _as_owner(session, agency_id, by)
    directory.remove_member(session, agency_id, person_id, by=by, at=at, may_empty=False)


def change_part(
    session: Session,
    agency_id: uuid.UUID,
    person_id: uuid.UUID,
    kind: MembershipKind,
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    """Make somebody an owner or an editor. Raises OwnersOnly, NotFound, RuleBroken."""
    _as_owner(session, agency_id, by)
    directory.change_part(session, agency_id, person_id, kind, by=by, at=at, telling=True)


def hand_over(
    session: Session, agency_id: uuid.UUID, heir_id: uuid.UUID, *, by: uuid.UUID, at: datetime
) -> None:
    """Make somebody the owner in one's own stead. Raises OwnersOnly, NotFound, RuleBroken."""
    _as_owner(session, agency_id, by)
    directory.hand_over(session, agency_id, heir_id, by=by, at=at)
