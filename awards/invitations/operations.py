"""What is done with invitations: send, send again, withdraw. How they are accepted stands in `accepting.py`."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from awards.directory.models import Agency
from awards.invitations.letters import INVITED
from awards.invitations.models import Invitation
from awards.invitations.queries import award_and_office, known_addresses
from awards.invitations.rules import (
    MOST_AT_ONCE,
    NOBODY,
    WORKS_FOR,
    InvitationState,
    Line,
    Post,
    lines_of,
    refused,
    state_of,
    why_not,
)
from awards.kit import audit
from awards.kit.errors import Invalid, NotFound, RuleBroken
from awards.kit.i18n import Lang, as_lang, msg, nmsg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person


@dataclass(frozen=True, slots=True)
class Guest:
    """Who is to be invited; the names may be left to the guest."""

    email: str
    name_ar: str = ""
    name_en: str = ""


class LinesRefused(Invalid):
    """A list of addresses of which some cannot be invited, so that none is."""

    def __init__(self, lines: Sequence[Line]) -> None:
        super().__init__(
            {
                "addresses": nmsg(
                    "Nobody was invited: %(n)s line must be put right.",
                    "Nobody was invited: %(n)s lines must be put right.",
                    len(lines),
                )
            }
        )
        self.lines = tuple(lines)


def invite(
    session: Session, guest: Guest, post: Post, *, lang: Lang, by: uuid.UUID, at: datetime
) -> Invitation:
    """Invite one address by mail. Raises Invalid, by field, where it cannot be."""
    email = guest.email.strip().lower()
    if why := why_not(post, known_addresses(session, [email], at).get(email, NOBODY)):
        raise Invalid({"email": why})
    (invitation,) = _send(session, [guest], post, lang=lang, by=by, at=at)
    return invitation


def invite_several(
    session: Session, text: str, post: Post, *, lang: Lang, by: uuid.UUID, at: datetime
) -> int:
    """Invite every address of a list, one to a line, or none; how many there are.

    Raises LinesRefused, or Invalid for a list that is empty or too long.
    """
    lines = lines_of(text)
    if not lines:
        raise Invalid({"addresses": msg("Write at least one address.")})
    if len(lines) > MOST_AT_ONCE:
        raise Invalid({"addresses": msg("At most %(n)s addresses at once.", n=MOST_AT_ONCE)})
    known = known_addresses(session, [line.address for line in lines if line.address], at)
    if wrong := refused(lines, post, known):
        raise LinesRefused(wrong)
    return len(_send(session, [Guest(line.address) for line in lines], post, lang=lang, by=by, at=at))


def invite_seated(
    session: Session, person: Person, post: Post, *, lang: Lang, by: uuid.UUID, at: datetime
) -> None:
    """Invite somebody who was given their post before they had a password, unless their invitation is open still."""
    mine = select(Invitation).where(Invitation.person_id == person.id)
    if any(state_of(earlier, at) is InvitationState.OPEN for earlier in session.exec(mine)):
        return
    guest = Guest(person.email, person.name_ar, person.name_en)
    _send(session, [guest], post, lang=lang, by=by, at=at, person_id=person.id)


def _send(
    session: Session,
    guests: Sequence[Guest],
    post: Post,
    *,
    lang: Lang,
    by: uuid.UUID,
    at: datetime,
    person_id: uuid.UUID | None = None,
) -> list[Invitation]:
    sent = [
        Invitation(
            email=guest.email.strip().lower(),
            name_ar=guest.name_ar,
            name_en=guest.name_en,
            role=post.role,
            agency_id=post.agency_id,
            kind=post.kind,
            panel_ar=post.panel.ar if post.panel else "",
            panel_en=post.panel.en if post.panel else "",
            lang=lang,
            invited_by_id=by,
            invited_at=at,
            expires_at=at + WORKS_FOR,
            person_id=person_id,
        )
        for guest in guests
    ]
    session.add_all(sent)
    session.flush()
    inviter = session.get_one(Person, by)
    agency = session.get_one(Agency, post.agency_id) if post.agency_id else None
    named = _award(session)
    detail = {"role": post.role.value}
    if agency:
        detail |= {"agency": str(agency.id), "kind": str(post.kind)}
    for invitation in sent:
        audit.record(session, "invitation.sent", invitation.id, by=by, at=at, detail=detail)
        _write(session, invitation, inviter, agency, named, by=by, at=at)
    return sent


def _award(session: Session) -> dict[str, Any]:
    """What the letter says of the award, as parameters."""
    award, office = award_and_office(session)
    return {"award": award, "office": office}


def _write(
    session: Session,
    invitation: Invitation,
    inviter: Person,
    agency: Agency | None,
    named: dict[str, Any],
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    given = {
        **named,
        "id": str(invitation.id),
        "role": invitation.role.value,
        "kind": invitation.kind.value if invitation.kind else None,
        "panel": {"ar": invitation.panel_ar, "en": invitation.panel_en} if invitation.panel_en else None,
        "by": _named(inviter),
        "agency": _named(agency) if agency else None,
        "expires_at": invitation.expires_at.isoformat(),
    }
    queue_mail(
        session,
        INVITED,
        given,
        to=invitation.email,
        about=invitation.id,
        person=invitation.person_id,
        lang=as_lang(invitation.lang),
        by=by,
        at=at,
    )


def _named(thing: Person | Agency) -> dict[str, str]:
    return {"ar": thing.name_ar, "en": thing.name_en}


def resend(
    session: Session,
    invitation_id: uuid.UUID,
    *,
    by: uuid.UUID,
    at: datetime,
    of_agency: uuid.UUID | None = None,
) -> Invitation:
    """Another mail with the same link, which works for another fourteen days; the earlier mail stays in the outbox.

    Raises NotFound for an invitation that is not of the agency, RuleBroken for one that was accepted or withdrawn.
    """
    invitation = _pending(session, invitation_id, at, of_agency)
    invitation.expires_at = at + WORKS_FOR
    session.add(invitation)
    session.flush()
    agency = session.get_one(Agency, invitation.agency_id) if invitation.agency_id else None
    inviter = session.get_one(Person, invitation.invited_by_id)
    audit.record(session, "invitation.sent_again", invitation.id, by=by, at=at)
    _write(session, invitation, inviter, agency, _award(session), by=by, at=at)
    return invitation


def withdraw(
    session: Session,
    invitation_id: uuid.UUID,
    *,
    by: uuid.UUID,
    at: datetime,
    of_agency: uuid.UUID | None = None,
) -> Invitation:
    """Its link opens nothing any more. Raises as `resend` does."""
    invitation = _pending(session, invitation_id, at, of_agency)
    invitation.withdrawn_at = at
    session.add(invitation)
    session.flush()
    audit.record(session, "invitation.withdrawn", invitation.id, by=by, at=at)
    return invitation


def _pending(
    session: Session, invitation_id: uuid.UUID, at: datetime, of_agency: uuid.UUID | None
) -> Invitation:
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or (of_agency is not None and invitation.agency_id != of_agency):
        raise NotFound
    if state_of(invitation, at) is InvitationState.ACCEPTED:
        raise RuleBroken(msg("This invitation has been accepted."))
    if state_of(invitation, at) is InvitationState.WITHDRAWN:
        raise RuleBroken(msg("This invitation was withdrawn: invite the person anew."))
    return invitation
