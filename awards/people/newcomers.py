"""Somebody who is named by an e-mail address: known already, or new and given a first password."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from awards.kit.db import Database
from awards.kit.errors import Invalid
from awards.kit.passwords import hash_password
from awards.people.first_password import first_password
from awards.people.forms import PersonForm
from awards.people.models import Role
from awards.people.operations import add_person
from awards.people.queries import person_with_address


@dataclass(frozen=True, slots=True)
class Named:
    """Who was named."""

    person_id: uuid.UUID | None
    """None for somebody new."""
    password: str | None = None
    """Of somebody new; it is shown once and stored nowhere."""
    password_hash: str | None = None


def find_named(db: Database, form: PersonForm) -> Named:
    """Who it is; the password is hashed here, before any transaction. Raises Invalid for somebody new without names."""
    with db.read() as session:
        person = person_with_address(session, form.email)
    if person:
        return Named(person.id)
    if missing := form.missing_names():
        raise Invalid(missing)
    password = first_password()
    return Named(None, password, hash_password(password))


def known_or_added(
    session: Session, form: PersonForm, named: Named, role: Role, *, by: uuid.UUID, at: datetime
) -> uuid.UUID:
    """The person's id; somebody new is added with the role. Raises RuleBroken if somebody else added them meanwhile."""
    if named.person_id is not None:
        return named.person_id
    return add_person(
        session,
        email=form.email,
        name_ar=form.name_ar,
        name_en=form.name_en,
        password_hash=named.password_hash,
        roles=(role,),
        by=by,
        at=at,
    ).id
