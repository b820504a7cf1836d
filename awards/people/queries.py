"""Reads of persons."""

import uuid

from sqlmodel import Session, select

from awards.people.models import Person, Role, RoleGrant


def person_with_address(session: Session, email: str) -> Person | None:
    """In whatever case it is typed."""
    return session.exec(select(Person).where(Person.email == email.strip().lower())).first()


def roles_of(session: Session, person_id: uuid.UUID) -> frozenset[Role]:
    held = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person_id))
    return frozenset(Role(role) for role in held)
