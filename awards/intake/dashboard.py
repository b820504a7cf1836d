"""The intake of a cycle at a glance, put together from what was read. Pure."""

import uuid
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from awards.cycles.timetable import Timetable
from awards.intake.figures import Chart, Course, Line, day_of, days, lines, moment_of_last, total
from awards.intake.forms import FilterForm
from awards.intake.queries import ListedAgency
from awards.intake.side_by_side import Pace, Slot, bars, pace, side_by_side, without_last


@dataclass(frozen=True, slots=True)
class Idle:
    """An agency that has begun nothing in this cycle."""

    agency: ListedAgency
    last_time: int
    """How many entries it had in the last cycle."""


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What the page shows; `same_distance` is the day of the last cycle that this one is compared with."""

    lines: list[Line]
    total: Line
    slots: list[Slot]
    """Day by day, beside the last cycle where there is one."""
    started: tuple[Chart, Chart]
    submitted: tuple[Chart, Chart]
    """In this cycle and in the last one."""
    pace: Pace
    paces: list[Pace]
    """Of each category, in the order of `lines`; empty without a last cycle."""
    idle: list[Idle]
    idle_in_all: int
    same_distance: date | None


def dashboard(
    courses: Collection[Course],
    agencies: Collection[ListedAgency],
    *,
    codes: Sequence[str],
    last_codes: Collection[str],
    cycle_id: uuid.UUID,
    timetable: Timetable,
    last: Timetable | None,
    organiser_id: uuid.UUID | None,
    wanted: FilterForm,
    now: datetime,
) -> Dashboard:
    """`courses` are those of this cycle and of the last one. The organiser of the award may not enter, and is not missed."""
    kept = [course for course in courses if _is_wanted(course, wanted)]
    here = [course for course in kept if course.cycle_id == cycle_id]
    before = [course for course in kept if course.cycle_id != cycle_id]
    then = moment_of_last(timetable, last, now) if last else None
    found = lines(
        [code for code in codes if wanted.category in ("", code)],
        here,
        before,
        last_codes=last_codes,
        same_distance=then,
        last_end=last.entries_end if last else None,
    )
    slots = _slots(here, before, timetable, last, now)
    paces = [
        pace(line.code, _slots(_of(here, line.code), _of(before, line.code), timetable, last, now))
        for line in found
        if last
    ]
    idle, in_all = _idle(courses, agencies, cycle_id, organiser_id, wanted)
    return Dashboard(
        found,
        total(found),
        slots,
        bars(slots, "started"),
        bars(slots, "submitted"),
        pace("", slots),
        [one if one.code in last_codes else without_last(one) for one in paces],
        idle,
        in_all,
        day_of(then) if then else None,
    )


def _slots(
    here: Sequence[Course],
    before: Sequence[Course],
    timetable: Timetable,
    last: Timetable | None,
    now: datetime,
) -> list[Slot]:
    """From the first day on which entries of either cycle were open; none while those of this one have not opened."""
    mine = days(here, day_of(timetable.opens), day_of(min(now, timetable.entries_end)))
    if not mine or last is None:
        return side_by_side(mine, day_of(timetable.closes))
    theirs = days(before, day_of(last.opens), day_of(last.entries_end))
    return side_by_side(mine, day_of(timetable.closes), theirs, day_of(last.closes))


def _of(courses: Sequence[Course], code: str) -> list[Course]:
    return [course for course in courses if course.category_code == code]


def _is_wanted(course: Course, wanted: FilterForm) -> bool:
    return wanted.category in ("", course.category_code) and wanted.sector in ("", course.sector)


def _idle(
    courses: Collection[Course],
    agencies: Collection[ListedAgency],
    cycle_id: uuid.UUID,
    organiser_id: uuid.UUID | None,
    wanted: FilterForm,
) -> tuple[list[Idle], int]:
    """Those that the filter lets through, and how many there are without it. The category is none of its concern."""
    begun = {course.agency_id for course in courses if course.cycle_id == cycle_id}
    before = Counter(course.agency_id for course in courses if course.cycle_id != cycle_id)
    found = [
        Idle(agency, before[agency.id])
        for agency in agencies
        if agency.id not in begun and agency.id != organiser_id
    ]
    kept = [
        one
        for one in found
        if wanted.sector in ("", one.agency.sector) and (one.last_time or not wanted.took_part)
    ]
    return sorted(kept, key=lambda one: -one.last_time), len(found)
