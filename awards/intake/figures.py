"""The intake in numbers: as it stands, as it stood at a moment, and day by day. Pure."""

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from awards.cycles.timetable import Timetable
from awards.entries.models import EntryState
from awards.kit.clock import RIYADH

OUT = frozenset({EntryState.WITHDRAWN, EntryState.DISQUALIFIED})


class Course(NamedTuple):
    """The course of one entry: when it was begun, first submitted, and went out; None for what did not happen."""

    cycle_id: uuid.UUID
    category_code: str
    agency_id: uuid.UUID | None
    sector: str | None
    """The agency's; None for an individual."""
    state: EntryState
    """Now."""
    started_at: datetime
    submitted_at: datetime | None
    ended_at: datetime | None


def state_at(course: Course, at: datetime) -> EntryState | None:
    """What the entry was at that moment; None before it was begun."""
    if at < course.started_at:
        return None
    if course.ended_at is not None and course.ended_at <= at:
        return course.state if course.state in OUT else EntryState.WITHDRAWN
    submitted = course.submitted_at is not None and course.submitted_at <= at
    return EntryState.SUBMITTED if submitted else EntryState.DRAFT


def moment_of_last(this: Timetable, last: Timetable, now: datetime) -> datetime | None:
    """When the last cycle was as far from its closing as this one is now; None if its entries had not opened by then."""
    then = last.closes - (this.closes - now)
    return then if then >= last.opens else None


@dataclass(frozen=True, slots=True)
class Line:
    """The entries of one category: now, and in the last cycle."""

    code: str
    states: Counter[EntryState]
    then: Counter[EntryState] | None
    """The last cycle at the same distance from its closing; None where it had no such category."""
    at_end: Counter[EntryState] | None
    """The last cycle when its entries had ended."""


def lines(
    codes: Sequence[str],
    now: Iterable[Course],
    last: Iterable[Course],
    *,
    last_codes: Iterable[str],
    same_distance: datetime | None,
    last_end: datetime | None,
) -> list[Line]:
    """One line for each category, in the order of `codes`. Without a last cycle its moments are None."""
    here = Counter((course.category_code, course.state) for course in now)
    last, known = list(last), set(last_codes)
    then, end = (
        Counter((course.category_code, state_at(course, at)) for course in last) if at else None
        for at in (same_distance, last_end)
    )
    return [
        Line(
            code,
            _of(here, code),
            _of(then, code) if then is not None and code in known else None,
            _of(end, code) if end is not None and code in known else None,
        )
        for code in codes
    ]


def _of(
    counted: Counter[tuple[str, EntryState | None]] | Counter[tuple[str, EntryState]], code: str
) -> Counter[EntryState]:
    return Counter({state: counted[code, state] for state in EntryState})


def total(found: Iterable[Line]) -> Line:
    """All lines added up; a category that the last cycle did not have adds nothing to what it was then."""
    found = list(found)
    then, at_end = (
        sum((counted for counted in side if counted is not None), Counter[EntryState]())
        if any(counted is not None for counted in side)
        else None
        for side in ([line.then for line in found], [line.at_end for line in found])
    )
    return Line("", sum((line.states for line in found), Counter()), then, at_end)


class Day(NamedTuple):
    """One day in Riyadh."""

    day: date
    started: int
    submitted: int
    """Entries that were submitted for the first time."""
    submitted_so_far: int
    """By the end of the day, without those that were withdrawn or disqualified by then."""


def days(courses: Iterable[Course], first: date, last: date) -> list[Day]:
    """Every day from the first to the last, also those on which nothing happened; none if they are the wrong way round."""
    courses = list(courses)
    started = Counter(day_of(course.started_at) for course in courses)
    submitted = Counter(day_of(course.submitted_at) for course in courses if course.submitted_at)
    gone = Counter(day_of(course.ended_at) for course in courses if course.submitted_at and course.ended_at)
    so_far = sum(n for day, n in submitted.items() if day < first)
    so_far -= sum(n for day, n in gone.items() if day < first)
    found = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        so_far += submitted[day] - gone[day]
        found.append(Day(day, started[day], submitted[day], so_far))
    return found


def day_of(moment: datetime) -> date:
    """The day in Riyadh."""
    return moment.astimezone(RIYADH).date()


class Bar(NamedTuple):
    """One day of a chart; floats, for drawing only."""

    day: date
    n: int
    x: float
    """From the side on which the days begin."""
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of one figure of each day, within `width` × `height`."""

    width: float
    height: float
    most: int
    bars: tuple[Bar, ...]


def chart(
    numbers: Sequence[tuple[date, int]],
    *,
    width: float = 340,
    height: float = 90,
    most: int | None = None,
) -> Chart:
    """A day of `most` fills the height, else the highest one; a day of nothing has a bar of no height."""
    most = max((n for _, n in numbers), default=0) if most is None else most
    room = width / max(len(numbers), 1)
    gap = max(min(room / 5, 2), room - 24)
    return Chart(
        width,
        height,
        most,
        tuple(
            Bar(
                day, n, round(i * room + gap / 2, 2), round(room - gap, 2), round(height * n / (most or 1), 2)
            )
            for i, (day, n) in enumerate(numbers)
        ),
    )
