"""Forms of cycles: dates typed in Riyadh time."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticKnownError

from awards.cycles.timetable import Timetable, TimetableOutOfOrder
from awards.cycles.wording import GRACE_ENDS, MOMENTS
from awards.kit.clock import RIYADH
from awards.kit.forms import Form, Invalid
from awards.kit.i18n import msg
from awards.kit.text import fold

_WRITTEN = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S")


def _riyadh_time(value: Any) -> datetime:
    """`2026-11-01T23:59` as it is typed, in any script's digits, to UTC."""
    text = fold(str(value)).upper().strip()
    for written in _WRITTEN:
        try:
            return datetime.strptime(text, written).replace(tzinfo=RIYADH).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
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
        """Raises Invalid, with the fault beside the date that stands too early."""
        try:
            return Timetable(**{name: getattr(self, name) for name in TimetableForm.model_fields})
        except TimetableOutOfOrder as fault:
            earlier = GRACE_ENDS if fault.earlier == "grace_minutes" else MOMENTS[fault.earlier]
            says = msg(
                "“%(later)s” must come after “%(earlier)s”.", later=MOMENTS[fault.later], earlier=earlier
            )
            raise Invalid({fault.later: says}) from fault


def typed_timetable(timetable: Timetable) -> dict[str, str]:
    """A timetable as it would be typed into the form."""
    typed = {name: _as_typed(getattr(timetable, name)) for name in MOMENTS}
    return {**typed, "grace_minutes": str(timetable.grace_minutes)}


def _as_typed(moment: datetime) -> str:
    return moment.astimezone(RIYADH).strftime("%Y-%m-%dT%H:%M:%S" if moment.second else "%Y-%m-%dT%H:%M")
