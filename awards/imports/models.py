"""Files that were read and shown, and what became of them."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field


class TableKind(StrEnum):
    """What the rows of a table are about, in the order in which a new award brings them in."""

    AGENCIES = "agencies"
    PEOPLE = "people"
    SERVICES = "services"
    ENTRIES = "entries"


class TableImport(SQLModel, table=True):
    """A file that somebody uploaded to see what it would change. Its content goes once it is carried out or too old."""

    __tablename__ = "table_import"

    id: uuid.UUID = id_field()
    kind: TableKind = enum_field(TableKind)
    cycle_id: uuid.UUID | None = ref("cycle.id", nullable=True)
    """Into which cycle entries come."""
    set_id: uuid.UUID | None = Field(default=None, index=True)
    """The same for lists that come in together, all of them or none; none for a list by itself."""
    name: str
    """As the person's computer called the file."""
    sheet: str = ""
    digest: str
    """SHA-256 of the file, in hex."""
    content: bytes | None = Field(default=None, sa_type=sa.LargeBinary)
    preview: dict[str, Any] = Field(sa_type=sa.JSON)
    """What was shown, see `previews`."""
    read_at: datetime = time_field()
    read_by_id: uuid.UUID = ref("person.id", index=False)
    expires_at: datetime = time_field()
    done_at: datetime | None = time_field(nullable=True)


class ImportedEntry(SQLModel, table=True):
    """By which name a list knows an entry that came in with it: the same name again is the same entry."""

    __tablename__ = "imported_entry"
    __table_args__ = (sa.UniqueConstraint("cycle_id", "key"),)

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    cycle_id: uuid.UUID = ref("cycle.id", index=False)
    key: str
