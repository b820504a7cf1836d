"""What stands on the pages of the clean files."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import time_field


class FileReading(SQLModel, table=True):
    """The pages of one clean file, whoever attached it: read once, and never changed.

    `pages` is `[{"text", "picture", "width", "height"}]`, the picture by its SHA-256 in the file store. There are fewer
    of them than `count` where a file is very long, and none where it could not be read.
    """

    __tablename__ = "file_reading"

    digest: str = Field(primary_key=True, max_length=64)
    """SHA-256 of the clean file."""
    count: int
    pages: list[dict[str, Any]] = Field(sa_type=sa.JSON)
    read_at: datetime = time_field()
