"""The forms of the jury: a seat, the ties of a judge, the last cycle's jury."""

import uuid
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from awards.cycles.forms import WholeNumber
from awards.invitations.operations import Guest
from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import Message, msg
from awards.people.forms import PersonForm
from judging.panels.correcting import SeatWords
from judging.panels.countries import COUNTRIES
from judging.panels.models import Origin
from judging.panels.operations import Seat
from judging.panels.ties import Ties

AFFILIATIONS = 6
"""How many agencies a form has room for."""


def _some_language(reads: list[str]) -> list[str]:
    if not set(reads) & {"ar", "en"}:
        raise ValueError(msg("A judge must read Arabic, English or both."))
    return reads


def _country(code: str) -> str:
    if code and code not in COUNTRIES:
        raise ValueError(msg("Choose one of the countries in the list."))
    return code


class TiesForm(Form):
    """The agencies for which a judge works, or did."""

    agency_1: uuid.UUID | None = None
    agency_2: uuid.UUID | None = None
    agency_3: uuid.UUID | None = None
    agency_4: uuid.UUID | None = None
    agency_5: uuid.UUID | None = None
    agency_6: uuid.UUID | None = None
    former_1: bool = False
    former_2: bool = False
    former_3: bool = False
    former_4: bool = False
    former_5: bool = False
    former_6: bool = False
    no_ties: bool = False
    """Somebody asked, and there are none: an empty form alone says nothing."""

    def ties(self) -> Ties:
        """Raises Invalid if nothing was said, or both."""
        named = [
            (getattr(self, f"agency_{n}"), getattr(self, f"former_{n}")) for n in range(1, AFFILIATIONS + 1)
        ]
        found = Ties.of((agency, former) for agency, former in named if agency)
        if not found and not self.no_ties:
            raise Invalid({"no_ties": msg("Name the agencies, or confirm that there are none.")})
        if found and self.no_ties:
            raise Invalid({"no_ties": msg("Agencies are named: untick this, or take them away.")})
        return found


class SeatForm(PersonForm, TiesForm):
    """A person, new or known by their address, with their seat on the jury and their ties."""

    title_ar: Annotated[str, Field(max_length=300)] = ""
    title_en: Annotated[str, Field(max_length=300)] = ""
    origin: Origin
    country: Annotated[str, AfterValidator(_country)] = ""
    reads: Annotated[list[str], AfterValidator(_some_language)]
    capacity: Annotated[WholeNumber, Field(ge=1, le=500)]
    expertise: list[str] = Field(default_factory=list)
    chairs: str = Field("", max_length=40)
    """The code of a category whose panel they are to chair."""
    ties_read: str = ""
    """The earlier seat whose ties the form has shown."""
    entrant_read: bool = False
    """Somebody looked twice at an entrant of this cycle becoming a judge in it."""

    def guest(self) -> Guest:
        """Who is to sit there."""
        return Guest(self.email, self.name_ar, self.name_en)

    def seat(self) -> Seat:
        """Raises Invalid as `ties` does."""
        ties = self.ties()
        return Seat(
            origin=self.origin,
            reads_ar="ar" in self.reads,
            reads_en="en" in self.reads,
            capacity=self.capacity,
            expertise=tuple(self.expertise),
            affiliations=ties.present,
            former_affiliations=ties.former,
            country=self.country,
            title_ar=self.title_ar,
            title_en=self.title_en,
        )


class SeatWordsForm(Form):
    """What may be corrected of a seat."""

    title_ar: Annotated[str, Field(max_length=300)] = ""
    title_en: Annotated[str, Field(max_length=300)] = ""
    origin: Origin
    country: Annotated[str, AfterValidator(_country)] = ""
    reads: Annotated[list[str], AfterValidator(_some_language)]
    capacity: Annotated[WholeNumber, Field(ge=1, le=500)]
    expertise: list[str] = Field(default_factory=list)

    def words(self) -> SeatWords:
        """As the operation takes them."""
        return SeatWords(
            self.origin,
            tuple(lang for lang in ("ar", "en") if lang in self.reads),
            self.capacity,
            tuple(sorted(set(self.expertise))),
            self.country,
            self.title_ar,
            self.title_en,
        )


class OfficersForm(Form):
    """The chair, the deputy and the reserves of a panel, by their seats."""

    chair: uuid.UUID | None = None
    deputy: uuid.UUID | None = None
    reserves: list[uuid.UUID] = Field(default_factory=list)


class CorrectionForm(TiesForm):
    """Other ties than those that were said, and why."""

    reason: str = Field(max_length=2000)


class SeatAgainForm(Form):
    """Who of the last jury sits on this one again."""

    judge: list[uuid.UUID] = Field(default_factory=list)
    """Seats of the earlier cycle."""
    asked: bool = False
    """The judges have been asked whether their ties are still those."""
    entrant_read: bool = False


def typed_ties(ties: Ties, start: int = 1) -> dict[str, Any]:
    """Ties as they would be typed, from the `start`-th line on; those for which there is no line are left out."""
    lines: Sequence[tuple[uuid.UUID, bool]] = [
        *((agency, False) for agency in ties.present),
        *((agency, True) for agency in ties.former),
    ]
    typed: dict[str, Any] = {}
    for n, (agency, former) in enumerate(lines[: AFFILIATIONS + 1 - start], start):
        typed |= {f"agency_{n}": str(agency), f"former_{n}": "true" if former else "false"}
    return typed


ORIGINS: dict[Origin, Message] = {
    Origin.INTERNATIONAL: msg("International"),
    Origin.REGIONAL: msg("Regional"),
    Origin.LOCAL: msg("Local"),
}
