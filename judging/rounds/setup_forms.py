"""The form that sets up a cycle."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Annotated, Any

from litestar.datastructures import FormMultiDict
from pydantic import AfterValidator, Field

from awards.cycles.forms import TimetableForm, WholeNumber, order_errors, readable_dates, typed_timetable
from awards.cycles.models import Cycle
from awards.cycles.next_year import next_timetable
from awards.cycles.plans import CyclePlan, fixture_name
from awards.cycles.queries import timetable_of
from awards.cycles.timetable import ORDER
from awards.cycles.wording import CALENDAR
from awards.kit.clock import zone_named
from awards.kit.errors import Invalid, RuleBroken
from awards.kit.forms import Filled, Form, errors_of, read
from awards.kit.holidays import WEEKEND, holiday
from awards.kit.i18n import Message, msg
from awards.kit.text import fold
from judging.rounds.limits import RoundLimits

FIXTURES, NOTHING = "fixtures", "nothing"
_DIGITS = 6
_ORDER = (
    "source",
    "number",
    "name_ar",
    "name_en",
    "zone",
    *ORDER,
    "grace_minutes",
    "months_in_operation",
    "barred_cycles",
    "entries_per_agency",
    "sheets_per_entry",
    "min_sheets",
    "max_load",
)
"""In which the fields stand on the page, and so their faults."""
AHEAD = timedelta(days=5 * 366)
"""How far ahead a cycle is set up at most."""

_ARABIC, _LATIN = re.compile("[\u0621-\u064a]"), re.compile("[A-Za-z]")


def _in_arabic(name: str) -> str:
    if not _ARABIC.search(name):
        raise ValueError(msg("Write this name in Arabic letters."))
    return name


def _in_english(name: str) -> str:
    if not _LATIN.search(name):
        raise ValueError(msg("Write this name in Latin letters."))
    return name


def _source(name: str) -> str:
    if name not in (FIXTURES, NOTHING) and not name.isdecimal():
        raise ValueError(msg("Choose one of the options."))
    return name


class LimitsForm(Form):
    """The fields of `RoundLimits`, under the same names."""

    sheets_per_entry: Annotated[WholeNumber, Field(ge=1, le=50)]
    min_sheets: Annotated[WholeNumber, Field(ge=1, le=50)]
    max_load: Annotated[WholeNumber, Field(ge=1, le=500)]

    def limits(self) -> RoundLimits:
        """Raises Invalid if an entry is to be ranked from more sheets than it is given."""
        try:
            return RoundLimits(self.sheets_per_entry, self.max_load, self.min_sheets)
        except RuleBroken as broken:
            raise Invalid({"min_sheets": broken.message}) from broken


class SetUpForm(TimetableForm, LimitsForm):
    """A whole cycle. What spans fields (the order of dates, taken numbers) is for `wrong` to say, all at once."""

    source: Annotated[str, AfterValidator(_source)]
    """Where categories, questions, terms and rubrics come from: the number of a cycle, what the product ships, or nowhere."""
    number: Annotated[WholeNumber, Field(ge=1, le=999)]
    name_ar: Annotated[str, Field(max_length=200), AfterValidator(_in_arabic)]
    name_en: Annotated[str, Field(max_length=200), AfterValidator(_in_english)]
    months_in_operation: Annotated[WholeNumber, Field(ge=0, le=120)]
    barred_cycles: Annotated[WholeNumber, Field(ge=0, le=20)]
    entries_per_agency: Annotated[WholeNumber, Field(ge=1, le=100)] | None = None

    def with_rules(self, plan: CyclePlan) -> CyclePlan:
        """The plan under the rules that were typed."""
        return replace(
            plan,
            months_in_operation=self.months_in_operation,
            barred_cycles=self.barred_cycles,
            entries_per_agency=self.entries_per_agency,
        )


def wrong(
    form: FormMultiDict, known: Collection[int], now: datetime
) -> tuple[Filled[SetUpForm], dict[str, Message]]:
    """What was typed, and everything that is wrong with it at once; `known` are the numbers that are taken."""
    filled = read(SetUpForm, form)
    dates = readable_dates(filled.typed)
    errors = order_errors(dates, _whole(filled.typed, "grace_minutes")) | _implausible(dates, now)
    if limited := read(LimitsForm, form).values:
        try:
            limited.limits()
        except Invalid as invalid:
            errors |= errors_of(invalid)
    if (number := _whole(filled.typed, "number")) in known:
        errors["number"] = msg("There is already a cycle with the number %(n)s.", n=number)
    if filled.typed.get("source") not in (FIXTURES, NOTHING) and _whole(filled.typed, "source") not in known:
        errors["source"] = msg("There is no such cycle to copy.")
    errors |= filled.errors
    return filled, {name: errors[name] for name in sorted(errors, key=_ORDER.index)}


def _whole(typed: Mapping[str, Any], name: str) -> int:
    """A number of the form; 0 for what is none, or is far too long."""
    text = fold(typed.get(name, "")).strip()
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def _implausible(dates: Mapping[str, datetime], now: datetime) -> dict[str, Message]:
    """A date that has passed could not be announced; one that is years away is a slip of the hand."""
    past = msg("This date has passed.")
    far = msg("This date is more than five years away.")
    return {name: past if at <= now else far for name, at in dates.items() if not now < at < now + AHEAD}


def remarks(form: SetUpForm, known: Collection[int], awards: Collection[str] = ()) -> list[Message]:
    """What may be meant, and is worth a second look; `awards` are the names of the award itself."""
    found: list[Message] = []
    expected = max(known, default=0) + 1
    if form.number != expected:
        found.append(
            msg("The next number would be %(next)s, and not %(number)s.", next=expected, number=form.number)
        )
    if {form.name_ar, form.name_en} & set(awards):
        found.append(
            msg("This is the name of the award. A cycle has a name of its own, which stands beside it.")
        )
    zone = zone_named(form.zone)
    found += [
        msg("“%(what)s” falls on a weekend.", what=label)
        for name, label in CALENDAR.items()
        if (at := getattr(form, name)) and at.astimezone(zone).weekday() in WEEKEND
    ]
    found += [
        msg("“%(what)s” falls on a public holiday: %(which)s.", what=label, which=which)
        for name, label in CALENDAR.items()
        if (at := getattr(form, name)) and (which := holiday(at.astimezone(zone).date()))
    ]
    return found


def suggested(model: Cycle | None, number: int, limits: RoundLimits, now: datetime) -> dict[str, str]:
    """What the form proposes for cycle `number` like `model`: its rules, and its dates in the first year to come."""
    name_ar, name_en = fixture_name(number)
    per_agency = model.entries_per_agency if model else 2
    dates = typed_timetable(next_timetable(timetable_of(model), now)) if model else {"grace_minutes": "0"}
    return {
        **dates,
        "source": str(model.number) if model else FIXTURES,
        "number": str(number),
        "name_ar": name_ar,
        "name_en": name_en,
        "months_in_operation": str(model.months_in_operation if model else 6),
        "barred_cycles": str(model.barred_cycles if model else 2),
        "entries_per_agency": str(per_agency or ""),
        "sheets_per_entry": str(limits.sheets_per_entry),
        "min_sheets": str(limits.min_sheets),
        "max_load": str(limits.max_load),
    }
