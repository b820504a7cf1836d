"""When a partner may answer. Pure."""

from datetime import datetime

from awards.cycles.timetable import Timetable
from awards.entries.models import EntryState
from awards.entries.permissions import ALIVE


def answers_end(timetable: Timetable) -> datetime:
    """When screening ends by the timetable; judging opens at the latest, and where no end is set."""
    return timetable.screening_ends or timetable.judging_opens


def may_answer(state: EntryState, timetable: Timetable, now: datetime) -> bool:
    """Until screening ends, draft or submitted; an answer may be changed until then."""
    return state in ALIVE and timetable.opens <= now < answers_end(timetable)
