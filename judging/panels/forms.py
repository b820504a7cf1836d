"""The form that seats a judge."""

import uuid
from typing import Annotated

from pydantic import AfterValidator, Field

from awards.cycles.forms import WholeNumber
from awards.invitations.operations import Guest
from awards.kit.i18n import Message, msg
from awards.people.forms import PersonForm
from judging.panels.models import Origin
from judging.panels.operations import Seat

AFFILIATIONS = 4
"""How many agencies the form has room for."""


def _some_language(reads: list[str]) -> list[str]:
    if not set(reads) & {"ar", "en"}:
        raise ValueError(msg("A judge must read Arabic, English or both."))
    return reads


class SeatForm(PersonForm):
    """A person, new or known by their address, with their seat on the jury. Ties are numbered pairs of fields."""

    title_ar: Annotated[str, Field(max_length=300)] = ""
    title_en: Annotated[str, Field(max_length=300)] = ""
    origin: Origin
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] = ""
    reads: Annotated[list[str], AfterValidator(_some_language)]
    capacity: Annotated[WholeNumber, Field(ge=1, le=500)]
    expertise: list[str] = Field(default_factory=list)
    agency_1: uuid.UUID | None = None
    agency_2: uuid.UUID | None = None
    agency_3: uuid.UUID | None = None
    agency_4: uuid.UUID | None = None
    former_1: bool = False
    former_2: bool = False
    former_3: bool = False
    former_4: bool = False

    def guest(self) -> Guest:
        """Who is to sit there."""
        return Guest(self.email, self.name_ar, self.name_en)

    def seat(self) -> Seat:
        ties = [
            (getattr(self, f"agency_{n}"), getattr(self, f"former_{n}")) for n in range(1, AFFILIATIONS + 1)
        ]
        return Seat(
            origin=self.origin,
            reads_ar="ar" in self.reads,
            reads_en="en" in self.reads,
            capacity=self.capacity,
            expertise=tuple(self.expertise),
            affiliations=tuple(agency for agency, former in ties if agency and not former),
            former_affiliations=tuple(agency for agency, former in ties if agency and former),
            country=self.country,
            title_ar=self.title_ar,
            title_en=self.title_en,
        )


ORIGINS: dict[Origin, Message] = {
    Origin.INTERNATIONAL: msg("International"),
    Origin.REGIONAL: msg("Regional"),
    Origin.LOCAL: msg("Local"),
}
