"""Forms of cycles: dates typed in the zone of the cycle."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticKnownError

from awards.cycles.timetable import ORDER, Timetable, out_of_order
from awards.cycles.wording import CALENDAR, GRACE_ENDS
from awards.kit.clock import NoSuchTime, TimeTwice, in_utc, zone_named, zone_names
from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import Message, msg
from awards.kit.text import fold

_YEARS = range(2000, 2077)
"""The tables of the Umm al-Qura calendar end in 2077."""
_WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


def _local_time(value: Any, zone: str) -> datetime:
    """`2026-11-01T23:59` as it is typed, in any script's digits and on the clocks of the zone, to UTC."""
    text = fold(str(value)).upper().strip()
    for written in _WRITTEN:
        try:
            moment = datetime.strptime(text, written)  # noqa: DTZ007 - the zone follows
        except ValueError:
            continue
        if moment.year not in _YEARS:
            raise ValueError(
                msg(
                    "Enter a date between the years %(first)s and %(last)s.",
                    first=_YEARS[0],
                    last=_YEARS[-1],
                )
            )
        try:
            return in_utc(moment, zone_named(zone))
        except NoSuchTime as never:
            raise ValueError(
                msg("In %(zone)s the clocks are put forward over this time: it does not exist.", zone=zone)
            ) from never
        except TimeTwice as twice:
            raise ValueError(
                msg(
                    "In %(zone)s the clocks are put back over this time: it comes twice. Choose another.",
                    zone=zone,
                )
            ) from twice
    raise PydanticKnownError("datetime_parsing", {"error": "not a date and time"})


def _zone(value: Any) -> Any:
    if value not in zone_names():
        raise ValueError(msg("Choose a time zone by its name, for example Asia/Riyadh."))
    return value


def _in_zone_of_form(value: Any, info: ValidationInfo) -> datetime:
    return _local_time(value, info.data.get("zone", DEFAULT_ZONE))


def _whole_number(value: Any) -> Any:
    return fold(value).strip() if isinstance(value, str) else value


DEFAULT_ZONE = "Asia/Riyadh"
Zone = Annotated[str, BeforeValidator(_zone)]
LocalTime = Annotated[datetime, BeforeValidator(_in_zone_of_form)]
"""A time on the clocks of the form's own `zone`, which stands before it."""
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
"""A number in any script's digits."""


class TimetableForm(Form):
    """The fields of a `Timetable`, under the same names."""

    zone: Zone = DEFAULT_ZONE
    opens: LocalTime
    closes: LocalTime
    grace_minutes: Annotated[WholeNumber, Field(ge=0, le=7 * 24 * 60)] = 0
    judging_opens: LocalTime
    judging_closes: LocalTime
    publishes: LocalTime
    screening_ends: LocalTime | None = None
    declarations_end: LocalTime | None = None
    blinding_ends: LocalTime | None = None
    assignment_ends: LocalTime | None = None
    final_panel: LocalTime | None = None
    decision: LocalTime | None = None
    embargo: LocalTime | None = None
    ceremony: LocalTime | None = None
    appeals_end: LocalTime | None = None

    def timetable(self) -> Timetable:
        """Raises Invalid, with each fault beside the date that stands too early."""
        dates = {name: at for name in ORDER if (at := getattr(self, name))}
        if errors := order_errors(dates, self.grace_minutes):
            raise Invalid(errors)
        return Timetable(**{name: getattr(self, name) for name in TimetableForm.model_fields})


class MoveForm(TimetableForm):
    """Other dates for a cycle. `confirmed`: the person knows that judges have less time."""

    reason: str = Field("", max_length=2000)
    confirmed: bool = False
    step: str = "save"
    """`save`, or `look` at the letters first."""


def readable_dates(typed: Mapping[str, Any]) -> dict[str, datetime]:
    """The dates of a form that can be read, whatever else is wrong with it."""
    found = {}
    zone = str(typed.get("zone") or DEFAULT_ZONE)
    for name in ORDER:
        with suppress(PydanticKnownError, ValueError):
            found[name] = _local_time(typed.get(name, ""), zone if zone in zone_names() else DEFAULT_ZONE)
    return found


def order_errors(dates: Mapping[str, datetime], grace_minutes: int = 0) -> dict[str, Message]:
    """What is wrong with the order of the dates that are there, beside the later one of each two."""
    return {
        fault.later: msg(
            "“%(later)s” must come after “%(earlier)s”.",
            later=CALENDAR[fault.later],
            earlier=GRACE_ENDS if fault.earlier == "grace_minutes" else CALENDAR[fault.earlier],
        )
        for fault in out_of_order(dates, grace_minutes)
    }


def typed_timetable(timetable: Timetable) -> dict[str, str]:
    """A timetable as it would be typed into the form."""
    zone = zone_named(timetable.zone)
    typed = {name: typed_moment(at, zone) for name, at in timetable.dates.items()}
    return {**typed, "grace_minutes": str(timetable.grace_minutes), "zone": timetable.zone}


def typed_moment(moment: datetime, zone: ZoneInfo) -> str:
    """A time as it is typed into a form, on the clocks of the zone; seconds only where there are any."""
    return moment.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")
