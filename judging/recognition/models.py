"""What judges say about whether an entry was blind to them."""

import uuid
from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from awards.kit.db import enum_field, time_field


class Recognised(StrEnum):
    """Could the judge tell whose entry it was?"""

    NO = "no"
    GUESSED = "guessed"
    KNEW = "knew"
    SKIPPED = "skipped"
    """The judge would rather not say, and is not asked again."""


class Recognition(SQLModel, table=True):
    """A judge's answer on one entry, asked once, after lodging."""

    assignment_id: uuid.UUID = Field(foreign_key="assignment.id", primary_key=True)
    answer: Recognised = enum_field(Recognised)
    at: datetime = time_field()
