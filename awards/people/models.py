"""Persons, the roles they hold, and their sessions."""

import uuid
from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field


class Role(StrEnum):
    """In the order in which somebody who holds several arrives, unless they acted in another before."""

    ENTRANT = "entrant"
    JUDGE = "judge"
    ORGANISER = "organiser"
    AUDITOR = "auditor"


OVERSEERS = (Role.ORGANISER, Role.AUDITOR)
"""Who may see everything of the award, entrants included."""


class Person(SQLModel, table=True):
    """Somebody who can sign in, unless they have no password or are disabled."""

    id: uuid.UUID = id_field()
    email: str = Field(unique=True)
    """Lower case."""
    name_ar: str
    name_en: str
    password_hash: str | None = None
    lang: str = "ar"
    """The language that they read when they signed in last: mail begins with it."""
    created_at: datetime = time_field()
    disabled_at: datetime | None = time_field(nullable=True)


class RoleGrant(SQLModel, table=True):
    """A role that a person holds. They act in one at a time (`Viewer.role`)."""

    __tablename__ = "role_grant"
    __table_args__ = (sa.UniqueConstraint("person_id", "role"),)

    id: uuid.UUID = id_field()
    person_id: uuid.UUID = ref("person.id")
    role: Role = enum_field(Role)
    granted_at: datetime = time_field()
    granted_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)


class SignInSession(SQLModel, table=True):
    """One signed-in browser. The cookie holds the token; here lies only its SHA-256."""

    __tablename__ = "sign_in_session"

    token_digest: str = Field(primary_key=True)
    person_id: uuid.UUID = ref("person.id")
    role: Role = enum_field(Role)
    """The role this browser acts in."""
    agency_id: uuid.UUID | None = Field(default=None)
    """The agency for which an entrant acts in this browser, once they chose. Opaque here: agencies are a layer above."""
    address: str = ""
    """The network address and the browser as they were at the beginning, so that its owner knows it again."""
    browser: str = ""
    started_at: datetime = time_field()
    used_at: datetime | None = time_field(nullable=True)
    """Up to some minutes too early, see `last_used`; none where it was never noted."""
    expires_at: datetime = time_field()
    ended_at: datetime | None = time_field(nullable=True)


class FailedSignIn(SQLModel, table=True):
    """A refused attempt, counted per account and per address for the lockout."""

    __tablename__ = "failed_sign_in"
    __table_args__ = (
        sa.Index("ix_failed_sign_in_email_at", "email", "at"),
        sa.Index("ix_failed_sign_in_address_at", "address", "at"),
    )

    id: uuid.UUID = id_field()
    email: str
    address: str
    at: datetime = time_field()


class PasswordReset(SQLModel, table=True):
    """Somebody asked for a link by which a forgotten password is replaced, for an address that may be nobody's."""

    __tablename__ = "password_reset"
    __table_args__ = (sa.Index("ix_password_reset_address_asked_at", "address", "asked_at"),)

    id: uuid.UUID = id_field()
    person_id: uuid.UUID | None = ref("person.id", nullable=True)
    """None where nobody has the address."""
    address: str
    """The network address that asked."""
    asked_at: datetime = time_field()
    expires_at: datetime = time_field()
    used_at: datetime | None = time_field(nullable=True)


class EmailChange(SQLModel, table=True):
    """A person's wish for another e-mail address, fulfilled once both mailboxes have said yes."""

    __tablename__ = "email_change"

    id: uuid.UUID = id_field()
    person_id: uuid.UUID = ref("person.id")
    old_email: str
    new_email: str
    asked_at: datetime = time_field()
    expires_at: datetime = time_field()
    old_confirmed_at: datetime | None = time_field(nullable=True)
    new_confirmed_at: datetime | None = time_field(nullable=True)
    ended_at: datetime | None = time_field(nullable=True)
    """Done, or taken back, or replaced by a later wish."""
