"""When a partner may answer. Pure."""

from datetime import datetime

from awards.cycles.timetable import Timetable
from awards.entries.models import EntryState
from awards.entries.permissions import ALIVE


def may_answer(state: EntryState, timetable: Timetable, now: datetime) -> bool:
    """Until judging opens, draft or submitted; an answer may be changed until then."""
    return state in ALIVE and timetable.opens <= now < timetable.judging_opens
