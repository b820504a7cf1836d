"""Registering, and confirming the address by the link that was mailed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from awards.directory.membership import Decider, who_decides
from awards.directory.models import Agency, MembershipKind
from awards.directory.operations import add_member
from awards.directory.queries import agencies_for_address, people_of
from awards.kit import audit
from awards.kit.db import Database
from awards.kit.errors import Invalid, NotFound
from awards.kit.i18n import Lang, as_lang, msg
from awards.kit.links import is_token
from awards.kit.mail.outbox import queue_mail
from awards.people.forms import NewAccountForm
from awards.people.models import Person, Role
from awards.people.operations import (
    TooManyAttempts,
    add_person,
    chosen_password_hash,
    grant_role,
)
from awards.people.queries import person_with_address
from awards.registrations.letters import CONFIRM, KNOWN, REQUESTED, WAITING
from awards.registrations.models import Outcome, Registration
from awards.registrations.queries import deciding_people, waiting_with_address
from awards.registrations.rules import (
    ASKED_PER_HOUR,
    LINKS_PER_HOUR,
    WORKS_FOR,
    RegistrationState,
    state_of,
)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who registers."""

    email: str
    name_ar: str
    name_en: str


class ChooseAgency(Invalid):
    """The domain belongs to several agencies: the person says for which one they enter."""

    def __init__(self, agencies: list[Agency]) -> None:
        super().__init__({"agency": msg("Choose your agency.")})
        self.agencies = agencies


class UnknownDomain(Invalid):
    """The address lies in no domain of the directory."""

    def __init__(self) -> None:
        super().__init__(
            {
                "email": msg(
                    "This address is of no agency in the directory. Use your address at the agency, or ask the organisers of the award."
                )
            }
        )


def agency_for(session: Session, email: str, chosen: uuid.UUID | None) -> Agency:
    """The agency for which somebody with this address registers. Raises UnknownDomain or ChooseAgency."""
    agencies = agencies_for_address(session, email)
    if not agencies:
        raise UnknownDomain
    if len(agencies) == 1:
        return agencies[0]
    for agency in agencies:
        if agency.id == chosen:
            return agency
    raise ChooseAgency(agencies)


def ask(
    session: Session,
    applicant: Applicant,
    agency_id: uuid.UUID | None,
    *,
    address: str,
    lang: Lang,
    at: datetime,
) -> None:
    """Write to the mailbox: a link to confirm, or that it has an account; whoever asks is answered alike.

    Raises TooManyAttempts for a network address that asks too often.
    """
    lately = col(Registration.asked_at) > at - timedelta(hours=1)
    if _count(session, lately, Registration.address == address) >= ASKED_PER_HOUR:
        raise TooManyAttempts(msg("Too many requests from your network. Try again in an hour."))
    email = applicant.email.strip().lower()
    person, waiting = person_with_address(session, email), waiting_with_address(session, email)
    registration = Registration(
        email=email,
        name_ar=applicant.name_ar,
        name_en=applicant.name_en,
        agency_id=agency_id,
        lang=lang,
        address=address,
        asked_at=at,
        expires_at=at if waiting else at + WORKS_FOR,
        person_id=person.id if person else None,
    )
    session.add(registration)
    session.flush()
    if _count(session, lately, Registration.email == email) > LINKS_PER_HOUR:
        return
    audit.record(session, "registration.asked", registration.id, by=None, at=at)
    if person is not None:
        if person.disabled_at is None:
            _write(session, registration, KNOWN, {}, at=at)
    elif waiting is not None:
        _write(session, waiting, WAITING, {"agency": _agency_named(session, waiting)}, at=at)
    else:
        given = {
            "id": str(registration.id),
            "agency": _agency_named(session, registration),
            "expires_at": registration.expires_at.isoformat(),
        }
        _write(session, registration, CONFIRM, given, at=at)


def _count(session: Session, *wanted: sa.ColumnElement[bool] | bool) -> int:
    return session.scalar(select(sa.func.count()).select_from(Registration).where(*wanted)) or 0


def _agency_named(session: Session, registration: Registration) -> dict[str, str] | None:
    if registration.agency_id is None:
        return None
    agency = session.get_one(Agency, registration.agency_id)
    return {"ar": agency.name_ar, "en": agency.name_en}


def _write(
    session: Session, registration: Registration, kind: str, given: Mapping[str, object], *, at: datetime
) -> None:
    queue_mail(
        session,
        kind,
        given,
        to=registration.email,
        about=registration.id,
        person=registration.person_id,
        lang=as_lang(registration.lang),
        at=at,
    )


def works(
    session: Session, registration_id: uuid.UUID, token: str, secret: str, *, at: datetime
) -> Registration:
    """The registration behind a link. Raises NotFound unless the link is right, in time and not used."""
    registration = session.get(Registration, registration_id)
    if registration is None or not is_token(token, secret, CONFIRM, registration_id):
        raise NotFound
    if state_of(registration, at) is not RegistrationState.ASKED:
        raise NotFound
    if person_with_address(session, registration.email) or waiting_with_address(session, registration.email):
        raise NotFound  # another link was used, or an invitation accepted
    return registration


def waits(session: Session, registration_id: uuid.UUID, token: str, secret: str, *, at: datetime) -> bool:
    """Whether the link is right, was used, and nobody has decided on the registration yet."""
    registration = session.get(Registration, registration_id)
    if registration is None or not is_token(token, secret, CONFIRM, registration_id):
        return False
    return state_of(registration, at) is RegistrationState.WAITING


def confirm(
    db: Database,
    registration_id: uuid.UUID,
    token: str,
    secret: str,
    form: NewAccountForm,
    *,
    lang: Lang,
    at: datetime,
) -> RegistrationState:
    """Confirm the address with names and a password: APPROVED if nobody has to decide, else WAITING.

    Raises Invalid for a password that will not do, NotFound as `works` does.
    """
    with db.read() as session:
        works(session, registration_id, token, secret, at=at)
    hashed = chosen_password_hash(form.new_password, form.repeated_password)
    with db.write() as session:
        registration = works(session, registration_id, token, secret, at=at)
        registration.name_ar, registration.name_en = form.name_ar, form.name_en
        registration.lang, registration.confirmed_at = lang, at
        registration.password_hash = hashed
        session.add(registration)
        session.flush()
        detail = {"agency": str(registration.agency_id)} if registration.agency_id else {}
        audit.record(session, "registration.confirmed", registration.id, by=None, at=at, detail=detail)
        agency_id = registration.agency_id
        people = people_of(session, agency_id) if agency_id else []
        if agency_id is None or who_decides(people) is Decider.NOBODY:
            let_in(session, registration, by=None, at=at)
        else:
            _tell_deciders(session, registration, agency_id, at=at)
        return state_of(registration, at)


def let_in(session: Session, registration: Registration, *, by: uuid.UUID | None, at: datetime) -> Person:
    """Make the account, or take the one that the address has by now, and let it enter for what was asked."""
    person = person_with_address(session, registration.email)
    if person is None:
        person = add_person(
            session,
            email=registration.email,
            name_ar=registration.name_ar,
            name_en=registration.name_en,
            password_hash=registration.password_hash,
            roles=(),
            by=by,
            at=at,
        )
        person.lang = registration.lang
    if registration.agency_id is None:
        grant_role(session, person.id, Role.ENTRANT, by=by, at=at)
    else:
        add_member(session, registration.agency_id, person.id, MembershipKind.EDITOR, by=by, at=at)
    registration.outcome, registration.decided_at, registration.decided_by_id = Outcome.APPROVED, at, by
    registration.person_id, registration.password_hash = person.id, None
    session.add_all((person, registration))
    session.flush()
    return person


def _tell_deciders(
    session: Session, registration: Registration, agency_id: uuid.UUID, *, at: datetime
) -> None:
    owners = who_decides(people_of(session, agency_id)) is Decider.OWNERS
    given = {
        "id": str(registration.id),
        "who": {"ar": registration.name_ar, "en": registration.name_en},
        "email": registration.email,
        "agency": _agency_named(session, registration),
        "owners": owners,
    }
    for person in deciding_people(session, agency_id):
        queue_mail(
            session,
            REQUESTED,
            given,
            to=person.email,
            about=registration.id,
            person=person.id,
            lang=as_lang(person.lang),
            at=at,
        )
