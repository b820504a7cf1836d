"""Result reports that were made."""

import uuid
from datetime import datetime

from sqlmodel import SQLModel

from awards.kit.db import id_field, ref, time_field


class ResultReport(SQLModel, table=True):
    """A PDF of a cycle's results."""

    __tablename__ = "result_report"

    id: uuid.UUID = id_field()
    cycle_id: uuid.UUID = ref("cycle.id")
    tally_id: uuid.UUID = ref("tally.id", index=False)
    language: str
    digest: str
    document_digest: str | None = None
    """Of `results.json`, which it prints and holds; none before publication. The same in all of a cycle's reports."""
    made_at: datetime = time_field()
    made_by_id: uuid.UUID = ref("person.id", index=False)
