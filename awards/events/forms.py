"""The form of an event."""

import uuid
from typing import Annotated, Self

from pydantic import Field

from awards.cycles.forms import LocalTime, WholeNumber
from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import Message, msg


class EventForm(Form):
    """What an event is; times are typed in Riyadh's."""

    title_ar: str = Field(max_length=200)
    title_en: str = Field(max_length=200)
    about_ar: str = Field("", max_length=4000)
    about_en: str = Field("", max_length=4000)
    place_ar: str = Field("", max_length=300)
    place_en: str = Field("", max_length=300)
    link: str = Field("", max_length=500)
    starts_at: LocalTime
    ends_at: LocalTime
    capacity: Annotated[WholeNumber, Field(ge=1, le=100_000)] | None = None

    def checked(self) -> Self:
        """Raises Invalid for an end before the start, a place in one language, or neither place nor link."""
        wrong: dict[str, Message] = {}
        if self.ends_at <= self.starts_at:
            wrong["ends_at"] = msg("The end comes after the beginning.")
        if not self.link and not self.place_ar:
            wrong["place_ar"] = msg("Give a place, or a link to join.")
        if self.place_ar and not self.place_en:
            wrong["place_en"] = msg("Give the place in both languages.")
        if self.link and not self.link.startswith(("https://", "http://")):
            wrong["link"] = msg("Enter an address that begins with https://.")
        if wrong:
            raise Invalid(wrong)
        return self


class ChangedEventForm(EventForm):
    """`sequence` is the one that the page showed."""

    sequence: int = Field(ge=0)


class AttendanceForm(Form):
    """Who was there: the ids of their registrations."""

    present: list[uuid.UUID] = Field(default_factory=list)
