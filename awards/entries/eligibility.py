"""May this entrant enter this category now? Every reason against it, worded elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from awards.cycles.timetable import Timetable


class EntrantKind(StrEnum):
    AGENCY = "agency"
    INDIVIDUAL = "individual"


class Obstacle(StrEnum):
    """A rule that stands against an entry; `wording` says it in a sentence."""

    NOT_YET_OPEN = "not_yet_open"
    CLOSED = "closed"
    AGENCIES_ONLY = "agencies_only"
    INDIVIDUALS_ONLY = "individuals_only"
    ORGANISERS_OWN = "organisers_own"
    LAUNCH_DATE_MISSING = "launch_date_missing"
    TOO_FEW_MONTHS = "too_few_months"
    WON_LATELY = "won_lately"
    TOO_MANY_ENTRIES = "too_many_entries"


@dataclass(frozen=True, slots=True)
class Reason:
    """An obstacle with the figures of this case."""

    code: Obstacle
    parameters: Mapping[str, int | date | datetime | str] = field(default_factory=dict)
    """What the wording needs, e.g. `{"months": 4, "required": 6}`."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at; read from the database by the caller."""

    entrant: EntrantKind
    category_is_for: EntrantKind
    timetable: Timetable
    now: datetime
    deadline: date
    """The day of the deadline where the award is held; months in operation are counted up to it."""
    launched_on: date | None
    months_required: int
    is_organisers_own: bool = False
    barred_cycles: int = 0
    """Winners of this many cycles before are barred from the same category; 0 switches the rule off."""
    wins_in_barred_cycles: int = 0
    other_entries: int = 0
    """Entries that this entrant already has in the category, without the one in question."""
    entries_limit: int | None = None


def reasons_against(facts: Facts) -> list[Reason]:
    """All that stand against the entry, in the order in which an entrant should read them; empty if it may enter."""
    return [*_window(facts), *_entrant(facts), *_operation(facts), *_record(facts)]


def months_in_operation(launched_on: date, on: date) -> int:
    """Whole calendar months from one day to the other; 0 before the launch.

    A month is complete on the same day of the next month, or on that month's last day if it is shorter:
    from 31 August, six months are complete on 28 February.
    """
    months = (on.year - launched_on.year) * 12 + on.month - launched_on.month
    if on.day < launched_on.day and not _ends_month(on):
        months -= 1
    return max(months, 0)


def _ends_month(day: date) -> bool:
    return day == date.max or date.fromordinal(day.toordinal() + 1).day == 1


def _window(facts: Facts) -> Iterator[Reason]:
    if facts.now < facts.timetable.opens:
        yield Reason(Obstacle.NOT_YET_OPEN, {"opens": facts.timetable.opens, "zone": facts.timetable.zone})
    elif not facts.timetable.accepts_submissions(facts.now):
        yield Reason(Obstacle.CLOSED, {"closed": facts.timetable.closes, "zone": facts.timetable.zone})


def _entrant(facts: Facts) -> Iterator[Reason]:
    if facts.is_organisers_own:
        yield Reason(Obstacle.ORGANISERS_OWN)
    if facts.entrant != facts.category_is_for:
        agencies = facts.category_is_for is EntrantKind.AGENCY
        yield Reason(Obstacle.AGENCIES_ONLY if agencies else Obstacle.INDIVIDUALS_ONLY)


def _operation(facts: Facts) -> Iterator[Reason]:
    if facts.months_required <= 0:
        return
    if facts.launched_on is None:
        yield Reason(Obstacle.LAUNCH_DATE_MISSING, {"required": facts.months_required})
        return
    months = months_in_operation(facts.launched_on, facts.deadline)
    if months < facts.months_required:
        yield Reason(
            Obstacle.TOO_FEW_MONTHS,
            {"months": months, "required": facts.months_required, "deadline": facts.deadline},
        )


def _record(facts: Facts) -> Iterator[Reason]:
    if facts.barred_cycles > 0 and facts.wins_in_barred_cycles > 0:
        wins = facts.wins_in_barred_cycles
        yield Reason(Obstacle.WON_LATELY, {"wins": wins, "cycles": facts.barred_cycles})
    if facts.entries_limit is not None and facts.other_entries >= facts.entries_limit:
        yield Reason(
            Obstacle.TOO_MANY_ENTRIES, {"entries": facts.other_entries, "limit": facts.entries_limit}
        )
