"""Requests to reopen a lodged sheet."""

import uuid
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from awards.kit.db import id_field, ref, text_field, time_field


class Reopening(SQLModel, table=True):
    """A request to reopen one lodgement, who agreed to it, and how it ended.

    It opens the sheet when the panel and the award office have both agreed; until then it can be refused or taken
    back. The lodgement and its receipt are kept either way.
    """

    __table_args__ = (
        sa.CheckConstraint("(panel_at IS NULL) = (panel_id IS NULL)", name="panel_pair"),
        sa.CheckConstraint("(office_at IS NULL) = (office_id IS NULL)", name="office_pair"),
        sa.CheckConstraint("panel_id <> office_id", name="two_people"),
        sa.CheckConstraint("(declined_at IS NULL) = (declined_by_id IS NULL)", name="declined_pair"),
        sa.CheckConstraint(
            "opened_at IS NULL OR (panel_at IS NOT NULL AND office_at IS NOT NULL)", name="agreed"
        ),
        sa.CheckConstraint("opened_at IS NULL OR declined_at IS NULL", name="one_end"),
        sa.CheckConstraint("restored_at IS NULL OR opened_at IS NOT NULL", name="restored_after_opening"),
    )

    id: uuid.UUID = id_field()
    scorecard_id: uuid.UUID = ref("scorecard.id")
    receipt_id: uuid.UUID = Field(foreign_key="lodgement_receipt.id")
    """Of the lodgement that is to be reopened."""
    reason: str = text_field()
    """Read by the chair of the panel and the office."""
    asked_at: datetime = time_field()
    asked_by_id: uuid.UUID = ref("person.id", index=False)
    panel_at: datetime | None = time_field(nullable=True)
    panel_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    """The chair, or who acts for them; a second organiser where nobody can."""
    office_at: datetime | None = time_field(nullable=True)
    office_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    declined_at: datetime | None = time_field(nullable=True)
    """When it was refused, or the asker took it back."""
    declined_by_id: uuid.UUID | None = ref("person.id", nullable=True, index=False)
    refusal: str = text_field()
    """Why it was refused, for the judge; empty where it was taken back."""
    opened_at: datetime | None = time_field(nullable=True)
    restored_at: datetime | None = time_field(nullable=True)
    """When the sheet was locked again as it had been lodged."""
