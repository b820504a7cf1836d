"""What becomes of submitted entries before they are judged."""

import uuid
from datetime import datetime

from sqlmodel import Field, SQLModel

from awards.kit.db import ref, text_field, time_field


class Admission(SQLModel, table=True):
    """An organiser has read this submission of the entry and lets it be judged. One of an older submission counts no more."""

    entry_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    submission_id: uuid.UUID = ref("submission.id", index=False)
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)


class NotADuplicate(SQLModel, table=True):
    """An organiser has compared two entries that look alike, and says why they are two."""

    __tablename__ = "not_a_duplicate"

    first_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    """The smaller id of the two."""
    second_id: uuid.UUID = Field(foreign_key="entry.id", primary_key=True)
    reason: str = text_field()
    at: datetime = time_field()
    by_id: uuid.UUID = ref("person.id", index=False)
