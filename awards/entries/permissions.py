"""What may be done with an entry, and when. Whose entry it is, the queries decide."""

from dataclasses import replace
from datetime import datetime

from awards.cycles.timetable import Phase, Timetable
from awards.entries.models import EntryState

ALIVE = frozenset({EntryState.DRAFT, EntryState.SUBMITTED})
_BEFORE_DECIDING = frozenset({Phase.ENTRIES, Phase.GRACE, Phase.SCREENING, Phase.JUDGING})


def without_grace(timetable: Timetable) -> Timetable:
    """What holds for a new entry: the grace is for finishing what was begun."""
    return replace(timetable, grace_minutes=0)


def told_deadline(timetable: Timetable, now: datetime) -> datetime:
    """The one deadline that people are told: the closing, and in the minutes of grace after it their end."""
    return timetable.closes if now < timetable.closes else timetable.entries_end


def may_start(timetable: Timetable, now: datetime) -> bool:
    """Whether a new entry may be begun: the minutes of grace are for entries that are there already."""
    return without_grace(timetable).accepts_submissions(now)


def may_write(state: EntryState, timetable: Timetable, now: datetime) -> bool:
    """Save, attach, submit. A submitted entry may be changed and submitted again until entries end."""
    return state in ALIVE and timetable.accepts_submissions(now)


def may_withdraw(state: EntryState, timetable: Timetable, now: datetime, *, results_open: bool) -> bool:
    """Until judging ends, or its results are opened early: it would change a ranking that is known to some."""
    return state in ALIVE and timetable.phase(now) in _BEFORE_DECIDING and not results_open


def may_take_back(state: EntryState, timetable: Timetable, now: datetime) -> bool:
    """As long as it could still be submitted: until entries end, or as long as more time was given to this one."""
    return state is EntryState.WITHDRAWN and timetable.accepts_submissions(now)


def may_disqualify(state: EntryState, *, published: bool) -> bool:
    """Until the results of its cycle are published."""
    return state in ALIVE and not published
