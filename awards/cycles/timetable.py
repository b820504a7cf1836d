"""The dates of a cycle, and what may happen at a moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from awards.kit.clock import zone_named


class Phase(StrEnum):
    """Where a cycle stands: by its dates alone, or by `phase_of` after what has really happened."""

    PREPARING = "preparing"
    """Nobody outside knows of it."""
    ANNOUNCED = "announced"
    """Everybody knows of it, and entries are not open yet."""
    ENTRIES = "entries"
    GRACE = "grace"
    """The announced deadline has passed; what was begun may still be submitted."""
    SCREENING = "screening"
    """Nothing more comes in, judging has not begun."""
    JUDGING = "judging"
    DECIDING = "deciding"
    """Judging is over, the results are not public."""
    PUBLISHED = "published"


class TimetableOutOfOrder(ValueError):
    """Two dates stand the wrong way round. `earlier` and `later` are the names of the fields, as they should be."""

    def __init__(self, earlier: str, later: str) -> None:
        super().__init__(f"{later} must come after {earlier}")
        self.earlier = earlier
        self.later = later


DATES = ("opens", "closes", "judging_opens", "judging_closes", "publishes")
"""What every cycle has: the product acts on them."""
BEFORE_JUDGING = ("screening_ends", "declarations_end", "blinding_ends", "assignment_ends")
AFTER_JUDGING = ("final_panel", "decision", "embargo", "ceremony")
PLANS = (*BEFORE_JUDGING, *AFTER_JUDGING, "appeals_end")
"""What people plan by; a cycle may have any of them or none."""
ORDER = (
    "opens",
    "closes",
    *BEFORE_JUDGING,
    "judging_opens",
    "judging_closes",
    *AFTER_JUDGING,
    "publishes",
    "appeals_end",
)
"""All dates as they follow each other."""
_LASTS = {("opens", "closes"), ("judging_opens", "judging_closes")}
"""Between these something is done, so they cannot fall on one second."""


def out_of_order(dates: Mapping[str, datetime], grace_minutes: int) -> Iterator[TimetableOutOfOrder]:
    """Each of the `dates` that stands before the one that it must follow; one that is missing is left out."""
    there = [name for name in ORDER if name in dates]
    for earlier, later in pairwise(there):
        gap = timedelta(minutes=grace_minutes if earlier == "closes" else 0)
        before, after = dates[earlier] + gap, dates[later]
        if before > after or (before == after and (earlier, later) in _LASTS):
            yield TimetableOutOfOrder("grace_minutes" if gap else earlier, later)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All times in UTC and on whole seconds; `zone` is the one in which people type and read them.

    Every interval is half open: its first second belongs to it, its last does not, so that at the very second of
    `closes` the deadline has passed. Raises TimetableOutOfOrder, or ValueError for a time that is not UTC, has a
    fraction of a second, a negative grace, or a zone that nobody knows.
    """

    opens: datetime
    closes: datetime
    grace_minutes: int
    judging_opens: datetime
    judging_closes: datetime
    publishes: datetime
    screening_ends: datetime | None = None
    declarations_end: datetime | None = None
    """Until then judges say with whom they have a conflict."""
    blinding_ends: datetime | None = None
    assignment_ends: datetime | None = None
    final_panel: datetime | None = None
    decision: datetime | None = None
    embargo: datetime | None = None
    """From then on the winners know, and keep it to themselves until the results are published."""
    ceremony: datetime | None = None
    appeals_end: datetime | None = None
    zone: str = "Asia/Riyadh"

    def __post_init__(self) -> None:
        dates = self.dates
        for name, moment in dates.items():
            _check(name, moment)
        if self.grace_minutes < 0:
            raise ValueError("grace_minutes cannot be negative")
        zone_named(self.zone)
        for fault in out_of_order(dates, self.grace_minutes):
            raise fault

    @property
    def dates(self) -> dict[str, datetime]:
        """The dates that it has, in their order."""
        return {name: moment for name in ORDER if (moment := getattr(self, name)) is not None}

    @property
    def entries_end(self) -> datetime:
        """From here on nothing is taken in: the deadline and its grace."""
        return self.ends_with(self.closes)

    def ends_with(self, closing: datetime) -> datetime:
        """Until when something would be taken in if entries closed at `closing`."""
        return closing + timedelta(minutes=self.grace_minutes)

    def extended(self, to: datetime | None) -> "Timetable":
        """What holds for those who were given time until `to`: the later closing counts, none shortens.

        Plans between closing and judging that it overtakes do not hold for them. Raises TimetableOutOfOrder if
        judging would open before the extra minutes after it are over.
        """
        if to is None or to <= self.closes:
            return self
        overtaken: dict[str, Any] = {
            name: None
            for name in BEFORE_JUDGING
            if (planned := getattr(self, name)) and planned < self.ends_with(to)
        }
        return replace(self, closes=to, **overtaken)

    def accepts_submissions(self, now: datetime) -> bool:
        """`now` is aware, in any zone."""
        return self.opens <= now < self.entries_end

    def phase(self, now: datetime) -> Phase:
        """What the dates say; none of them publishes results. `now` is aware, in any zone."""
        ends = (
            (self.opens, Phase.ANNOUNCED),
            (self.closes, Phase.ENTRIES),
            (self.entries_end, Phase.GRACE),
            (self.judging_opens, Phase.SCREENING),
            (self.judging_closes, Phase.JUDGING),
        )
        return next((phase for end, phase in ends if now < end), Phase.DECIDING)


@dataclass(frozen=True, slots=True)
class Happened:
    """What people have done with a cycle, beside its dates."""

    announced: bool = True
    round_opened: bool = False
    round_closed: bool = False
    published: bool = False
    """Published, and the embargo is over."""


def phase_of(timetable: Timetable, happened: Happened, now: datetime) -> Phase:
    """Where a cycle really stands: a date that passes neither judges nor publishes anything."""
    if happened.published:
        return Phase.PUBLISHED
    if not happened.announced:
        return Phase.PREPARING
    if happened.round_closed:
        return Phase.DECIDING
    dated = timetable.phase(now)
    if dated is Phase.JUDGING and not happened.round_opened:
        return Phase.SCREENING
    if dated is Phase.SCREENING and happened.round_opened:
        return Phase.JUDGING
    return dated


def _check(name: str, moment: datetime) -> None:
    if moment.utcoffset() != timedelta(0):
        raise ValueError(f"{name} must be given in UTC")
    if moment.microsecond:
        raise ValueError(f"{name} must fall on a whole second")
