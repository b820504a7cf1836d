"""Letting in, or refusing, whoever registered for an agency that has people."""

import uuid
from datetime import datetime

from sqlmodel import Session

from awards.directory.models import Agency
from awards.directory.queries import people_of
from awards.kit import audit
from awards.kit.errors import NotFound, RuleBroken
from awards.kit.i18n import as_lang, msg
from awards.kit.mail.outbox import queue_mail
from awards.people.models import Person
from awards.registrations.letters import APPROVED, REFUSED
from awards.registrations.models import Outcome, Registration
from awards.registrations.operations import let_in
from awards.registrations.rules import RegistrationState, may_decide, state_of


def approve(
    session: Session, registration_id: uuid.UUID, *, by: uuid.UUID, organises: bool, at: datetime
) -> None:
    """The person enters for the agency from now on, and is told.

    Raises NotFound for who has no say in it, RuleBroken if it is decided or the account was disabled meanwhile.
    """
    registration = _to_decide(session, registration_id, by=by, organises=organises, at=at)
    person = let_in(session, registration, by=by, at=at)
    if person.disabled_at is not None:
        raise RuleBroken(msg("The account with this address is disabled."))
    audit.record(session, "registration.approved", registration.id, by=by, at=at)
    _tell(session, registration, APPROVED, {}, by=by, at=at)


def refuse(
    session: Session,
    registration_id: uuid.UUID,
    *,
    reason: str,
    by: uuid.UUID,
    organises: bool,
    at: datetime,
) -> None:
    """The person is told why, and the password they chose is forgotten. Raises as `approve` does."""
    registration = _to_decide(session, registration_id, by=by, organises=organises, at=at)
    registration.outcome, registration.reason = Outcome.REFUSED, reason
    registration.decided_at, registration.decided_by_id = at, by
    registration.password_hash = None
    session.add(registration)
    session.flush()
    audit.record(session, "registration.refused", registration.id, by=by, at=at, detail={"reason": reason})
    _tell(session, registration, REFUSED, {"reason": reason}, by=by, at=at)


def _to_decide(
    session: Session, registration_id: uuid.UUID, *, by: uuid.UUID, organises: bool, at: datetime
) -> Registration:
    registration = session.get(Registration, registration_id)
    if registration is None or registration.agency_id is None:
        raise NotFound
    people = people_of(session, registration.agency_id)
    if not organises and not any(part.person_id == by for part in people):
        raise NotFound  # another agency's people learn nothing of it
    if not may_decide(people, by, organises=organises):
        raise RuleBroken(
            msg("An owner of the agency decides on this registration.")
            if organises
            else msg("Only an owner of the agency decides on this registration.")
        )
    if state_of(registration, at) is not RegistrationState.WAITING:
        raise RuleBroken(msg("This registration does not wait for a decision."))
    return registration


def _tell(
    session: Session,
    registration: Registration,
    kind: str,
    given: dict[str, str],
    *,
    by: uuid.UUID,
    at: datetime,
) -> None:
    agency = session.get_one(Agency, registration.agency_id)
    person = session.get(Person, registration.person_id) if registration.person_id else None
    queue_mail(
        session,
        kind,
        {"agency": {"ar": agency.name_ar, "en": agency.name_en}, **given},
        to=registration.email,
        about=registration.id,
        person=registration.person_id,
        lang=as_lang(person.lang if person else registration.lang),
        by=by,
        at=at,
    )
