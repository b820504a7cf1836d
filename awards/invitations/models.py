"""Invitations, whatever became of them."""

import uuid
from datetime import datetime

from sqlmodel import Field, SQLModel

from awards.directory.models import MembershipKind
from awards.kit.db import enum_field, id_field, ref, time_field
from awards.people.models import Role


class Invitation(SQLModel, table=True):
    """One e-mail address, invited to one role. Its link is derived from the id (`awards.kit.links`)."""

    id: uuid.UUID = id_field()
    email: str = Field(index=True)
    """Lower case."""
    name_ar: str = ""
    name_en: str = ""
    """As whoever invites wrote them; the invited person may correct them."""
    role: Role = enum_field(Role)
    agency_id: uuid.UUID | None = ref("agency.id", nullable=True)
    """For whom an entrant is to enter."""
    kind: MembershipKind | None = enum_field(MembershipKind, name="kind", nullable=True)
    panel_ar: str = ""
    panel_en: str = ""
    """The category whose panel a judge is to chair, as it was called then; empty for any other."""
    lang: str = "ar"
    """The language that stands first in the letter."""
    invited_by_id: uuid.UUID = ref("person.id", index=False)
    invited_at: datetime = time_field()
    expires_at: datetime = time_field()
    """Sending it again puts this off."""
    withdrawn_at: datetime | None = time_field(nullable=True)
    accepted_at: datetime | None = time_field(nullable=True)
    person_id: uuid.UUID | None = ref("person.id", nullable=True)
    """Who accepted; of a judge who was seated before they had an account, that person from the beginning."""
