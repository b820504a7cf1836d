"""Translations of single texts of an entry."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, ref, text_field, time_field


class Maker(StrEnum):
    """On whose behalf a text was translated."""

    ENTRANT = "entrant"
    ORGANISERS = "organisers"


class Translation(SQLModel, table=True):
    """One text of an entry in the other language, and which wording of the original it is a translation of.

    A text that is worded otherwise afterwards has no translation until it is given one; that of the former wording
    stays, for a submission that still says it.
    """

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    field: str = Field(primary_key=True)
    """`title`, `summary`, or `answer.<question's key>`."""
    language: str = Field(primary_key=True)
    """In which the translation is written, `ar` or `en`; the original is in the other one."""
    original_hash: str = Field(primary_key=True)
    """SHA-256, in hex, of the original as it was translated."""
    text: str = text_field()
    made_by: Maker = enum_field(Maker)
    made_at: datetime = time_field()
    made_by_id: uuid.UUID = ref("person.id", index=False)
