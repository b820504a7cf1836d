"""Certificates that were issued."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, id_field, ref, time_field


class CertificateKind(StrEnum):
    """Every entry in the contest has one for taking part; who holds a place, or a mention, has one for that as well."""

    PARTICIPATION = "participation"
    WINNER = "winner"
    SPECIAL_MENTION = "special_mention"


class Certificate(SQLModel, table=True):
    """A certificate as it was issued: what is printed on it stands, whatever is renamed later."""

    __table_args__ = (sa.UniqueConstraint("entry_id", "kind", "place"),)

    id: uuid.UUID = id_field()
    code: str = Field(unique=True)
    """Printed, in the QR code, and the address of the public page that verifies it."""
    cycle_id: uuid.UUID = ref("cycle.id")
    entry_id: uuid.UUID = ref("entry.id", index=False)
    kind: CertificateKind = enum_field(CertificateKind)
    place: int | None = None
    """`MENTION` of a special mention; none for taking part."""
    wording: dict[str, Any] = Field(sa_type=sa.JSON)
    """What the paper says: the fields of `CertificateWording`."""
    digest: str
    """SHA-256 of the PDF, under which the file store holds it."""
    issued_at: datetime = time_field()
    revoked_at: datetime | None = time_field(nullable=True)
    revoked_reason: str = ""
