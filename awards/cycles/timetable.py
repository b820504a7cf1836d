"""The dates of a cycle, and what may happen at a moment."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


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


def out_of_order(dates: Mapping[str, datetime], grace_minutes: int) -> Iterator[TimetableOutOfOrder]:
    """Each two of the `dates` that are there and stand the wrong way round; a missing one is compared with none."""
    grace = timedelta(minutes=grace_minutes)
    for earlier, later, strictly, gap in (
        ("opens", "closes", True, timedelta()),
        ("closes", "judging_opens", False, grace),
        ("judging_opens", "judging_closes", True, timedelta()),
        ("judging_closes", "publishes", False, timedelta()),
    ):
        if earlier in dates and later in dates:
            before, after = dates[earlier] + gap, dates[later]
            if before > after or (strictly and before == after):
                yield TimetableOutOfOrder("grace_minutes" if gap else earlier, later)


@dataclass(frozen=True, slots=True)
class Timetable:
    """All times in UTC and on whole seconds.

    Every interval is half open: its first second belongs to it, its last does not, so that at the very second of
    `closes` the deadline has passed. Raises TimetableOutOfOrder, or ValueError for a time that is not UTC, has a
    fraction of a second, or a negative grace.
    """

    opens: datetime
    closes: datetime
    grace_minutes: int
    judging_opens: datetime
    judging_closes: datetime
    publishes: datetime

    def __post_init__(self) -> None:
        for name in DATES:
            _check(name, getattr(self, name))
        if self.grace_minutes < 0:
            raise ValueError("grace_minutes cannot be negative")
        dates = {name: getattr(self, name) for name in DATES}
        for fault in out_of_order(dates, self.grace_minutes):
            raise fault

    @property
    def entries_end(self) -> datetime:
        """From here on nothing is taken in: the deadline and its grace."""
        return self.ends_with(self.closes)

    def ends_with(self, closing: datetime) -> datetime:
        """Until when something would be taken in if entries closed at `closing`."""
        return closing + timedelta(minutes=self.grace_minutes)

    def extended(self, to: datetime | None) -> "Timetable":
        """What holds for those who were given time until `to`: the later closing counts, none shortens.

        Raises TimetableOutOfOrder if judging would open before the extra minutes after it are over.
        """
        return self if to is None or to <= self.closes else replace(self, closes=to)

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
