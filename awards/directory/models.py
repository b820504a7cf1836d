"""The directory of agencies, and who works for them."""

import uuid
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field


class Agency(SQLModel, table=True):
    """A government body. Those that it is part of, or that are part of it, are conflicts for its judges."""

    id: uuid.UUID = id_field()
    code: str = Field(unique=True)
    name_ar: str
    name_en: str
    acronym: str = ""
    sector: str
    parent_id: uuid.UUID | None = ref("agency.id", nullable=True)
    sort_key: str = Field(default="", index=True)
    """The folded Arabic name: the order in which a reader looks for it."""


class AgencyAlias(SQLModel, table=True):
    """Another name by which texts call the agency: blind copies are searched for it."""

    __tablename__ = "agency_alias"
    __table_args__ = (sa.UniqueConstraint("agency_id", "text"),)

    id: uuid.UUID = id_field()
    agency_id: uuid.UUID = ref("agency.id")
    text: str


class AgencyDomain(SQLModel, table=True):
    """An e-mail domain: a judge with an address there, or below it, does not read the agency's entries."""

    __tablename__ = "agency_domain"
    __table_args__ = (sa.UniqueConstraint("agency_id", "domain"),)

    id: uuid.UUID = id_field()
    agency_id: uuid.UUID = ref("agency.id")
    domain: str = Field(index=True)
    """A part of an agency may share its parent's."""


class MembershipKind(StrEnum):
    """What a person may do for an agency: editors write and submit its entries, owners also say who its people are."""

    OWNER = "owner"
    EDITOR = "editor"


class Membership(SQLModel, table=True):
    """A person who enters for an agency."""

    __table_args__ = (sa.UniqueConstraint("agency_id", "person_id"),)

    id: uuid.UUID = id_field()
    agency_id: uuid.UUID = ref("agency.id")
    person_id: uuid.UUID = ref("person.id")
    kind: MembershipKind = enum_field(MembershipKind)
    since: datetime = time_field()


class Service(SQLModel, table=True):
    """An e-service that an agency offers. Its name gives the agency away: judges read neither."""

    __table_args__ = (sa.UniqueConstraint("agency_id", "code"),)

    id: uuid.UUID = id_field()
    agency_id: uuid.UUID = ref("agency.id", index=False)
    code: str
    name_ar: str
    name_en: str
    aliases: list[str] = Field(default_factory=list, sa_type=sa.JSON)
    """Other names by which texts call it, in either language."""
    operating_since: date | None = Field(default=None)
    address: str = ""
    """Where the public meets it, a whole `https://…`; empty if it has no address of its own."""
    active: bool = True
    """False once it is no longer offered: entries do not name it any more, those that did keep it."""
