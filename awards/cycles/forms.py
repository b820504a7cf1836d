"""Forms of cycles: dates typed in Riyadh time."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticKnownError

from awards.cycles.timetable import DATES, Timetable, out_of_order
from awards.cycles.wording import GRACE_ENDS, MOMENTS
from awards.kit.clock import RIYADH
from awards.kit.errors import Invalid
from awards.kit.forms import Form
from awards.kit.i18n import Message, msg
from awards.kit.text import fold

_YEARS = range(2000, 2077)
"""The tables of the Umm al-Qura calendar end in 2077."""
_WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


def _riyadh_time(value: Any) -> datetime:
    """`2026-11-01T23:59` as it is typed, in any script's digits, to UTC."""
    text = fold(str(value)).upper().strip()
    for written in _WRITTEN:
        try:
            moment = datetime.strptime(text, written).replace(tzinfo=RIYADH)
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
        return moment.astimezone(UTC)
    raise PydanticKnownError("datetime_parsing", {"error": "not a date and time"})


def _whole_number(value: Any) -> Any:
    return fold(value).strip() if isinstance(value, str) else value


RiyadhTime = Annotated[datetime, BeforeValidator(_riyadh_time)]
WholeNumber = Annotated[int, BeforeValidator(_whole_number)]
"""A number in any script's digits."""


class TimetableForm(Form):
    """The fields of a `Timetable`, under the same names."""

    opens: RiyadhTime
    closes: RiyadhTime
    grace_minutes: Annotated[WholeNumber, Field(ge=0, le=7 * 24 * 60)] = 0
    judging_opens: RiyadhTime
    judging_closes: RiyadhTime
    publishes: RiyadhTime

    def timetable(self) -> Timetable:
        """Raises Invalid, with each fault beside the date that stands too early."""
        if errors := order_errors({name: getattr(self, name) for name in DATES}, self.grace_minutes):
            raise Invalid(errors)
        return Timetable(**{name: getattr(self, name) for name in TimetableForm.model_fields})


class MoveForm(TimetableForm):
    """Other dates for a cycle. `confirmed`: the person knows that judges have less time."""

    reason: str = Field("", max_length=2000)
    confirmed: bool = False


def readable_dates(typed: Mapping[str, Any]) -> dict[str, datetime]:
    """The dates of a form that can be read, whatever else is wrong with it."""
    found = {}
    for name in DATES:
        with suppress(PydanticKnownError, ValueError):
            found[name] = _riyadh_time(typed.get(name, ""))
    return found


def order_errors(dates: Mapping[str, datetime], grace_minutes: int = 0) -> dict[str, Message]:
    """What is wrong with the order of the dates that are there, beside the later one of each two."""
    return {
        fault.later: msg(
            "“%(later)s” must come after “%(earlier)s”.",
            later=MOMENTS[fault.later],
            earlier=GRACE_ENDS if fault.earlier == "grace_minutes" else MOMENTS[fault.earlier],
        )
        for fault in out_of_order(dates, grace_minutes)
    }


def typed_timetable(timetable: Timetable) -> dict[str, str]:
    """A timetable as it would be typed into the form."""
    typed = {name: _as_typed(getattr(timetable, name)) for name in MOMENTS}
    return {**typed, "grace_minutes": str(timetable.grace_minutes)}


def _as_typed(moment: datetime) -> str:
    return moment.astimezone(RIYADH).strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")
