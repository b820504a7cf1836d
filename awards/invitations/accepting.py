"""How an invitation is accepted: by somebody new, or by somebody who has an account."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from awards.directory.models import Agency
from awards.directory.operations import add_member
from awards.invitations.letters import PURPOSE
from awards.invitations.models import Invitation
from awards.invitations.rules import InvitationState, state_of
from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import Lang, msg
from awards.kit.links import is_token
from awards.people.forms import NewAccountForm
from awards.people.models import Person
from awards.people.operations import add_person, chosen_password_hash, grant_role
from awards.people.queries import person_with_address


@dataclass(frozen=True, slots=True)
class Offer:
    """An invitation as the invited person sees it."""

    invitation: Invitation
    inviter: Person
    agency: Agency | None
    person: Person | None
    """Whom the address belongs to, if it is known."""

    @property
    def has_account(self) -> bool:
        """Whether they can sign in, so that they need no password now."""
        return self.person is not None and self.person.password_hash is not None


def works(session: Session, invitation_id: uuid.UUID, token: str, secret: str, *, at: datetime) -> Offer:
    """The invitation behind a link. Raises NotFound unless the link is right and the invitation open."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or not is_token(token, secret, PURPOSE, invitation_id):
        raise NotFound
    if state_of(invitation, at) is not InvitationState.OPEN:
        raise NotFound
    if invitation.person_id is not None:
        person = session.get(Person, invitation.person_id)
    else:
        person = person_with_address(session, invitation.email)
    if person is not None and person.disabled_at is not None:
        raise NotFound
    agency = session.get(Agency, invitation.agency_id) if invitation.agency_id else None
    return Offer(invitation, session.get_one(Person, invitation.invited_by_id), agency, person)


def accept_newly(
    db: Database,
    invitation_id: uuid.UUID,
    token: str,
    secret: str,
    form: NewAccountForm,
    *,
    lang: Lang,
    at: datetime,
) -> None:
    """Make an account for somebody who has none, and accept with it; the mailbox has proved the address.

    Raises:
        Invalid: the password is too short, or the two differ.
        NotFound: the link does not work, or not any more.
        RuleBroken: the address has an account by now, or one person cannot hold these roles.
    """
    with db.read() as session:
        works(session, invitation_id, token, secret, at=at)
    hashed = chosen_password_hash(form.new_password, form.repeated_password)
    with db.write() as session:
        offer = works(session, invitation_id, token, secret, at=at)
        if offer.has_account:
            raise RuleBroken(msg("This address has an account already: sign in, and accept with it."))
        person = offer.person or add_person(
            session,
            email=offer.invitation.email,
            name_ar=form.name_ar,
            name_en=form.name_en,
            password_hash=None,
            roles=(),
            by=offer.invitation.invited_by_id,
            at=at,
        )
        person.name_ar, person.name_en = form.name_ar, form.name_en
        person.password_hash, person.lang = hashed, lang
        session.add(person)
        _fulfil(session, offer.invitation, person.id, at=at)


def accept(
    session: Session, invitation_id: uuid.UUID, token: str, secret: str, *, by: uuid.UUID, at: datetime
) -> Invitation:
    """Accept with the account that one is signed in with.

    Raises NotFound for a link that does not work, RuleBroken for somebody else than the invited person.
    """
    offer = works(session, invitation_id, token, secret, at=at)
    if offer.person is None or offer.person.id != by:
        raise RuleBroken(msg("This invitation is for another address than yours."))
    _fulfil(session, offer.invitation, by, at=at)
    return offer.invitation


def _fulfil(session: Session, invitation: Invitation, person_id: uuid.UUID, *, at: datetime) -> None:
    """What was offered becomes so; it was whoever invites who granted it."""
    by = invitation.invited_by_id
    if invitation.agency_id is not None and invitation.kind is not None:
        add_member(session, invitation.agency_id, person_id, invitation.kind, by=by, at=at)
    else:
        grant_role(session, person_id, invitation.role, by=by, at=at)
    invitation.accepted_at, invitation.person_id = at, person_id
    session.add(invitation)
    session.flush()
    audit.record(session, "invitation.accepted", invitation.id, by=person_id, at=at)
