"""What may be done with a cycle, and when."""

from datetime import datetime

from awards.cycles.timetable import Phase, Timetable
from awards.people.models import Role
from awards.people.viewer import Viewer


def may_manage_cycles(viewer: Viewer) -> bool:
    """Auditors see a cycle as organisers do and change nothing."""
    return viewer.role == Role.ORGANISER


def may_move_dates(timetable: Timetable, now: datetime) -> bool:
    """Until the results are out: then the timetable is part of the record."""
    return timetable.phase(now) is not Phase.PUBLISHED
