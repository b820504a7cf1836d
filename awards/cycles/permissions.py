"""What may be done with a cycle, and when."""

from awards.cycles.timetable import Happened
from awards.people.models import Role
from awards.people.viewer import Viewer


def may_manage_cycles(viewer: Viewer) -> bool:
    """Auditors see a cycle as organisers do and change nothing."""
    return viewer.role == Role.ORGANISER


def may_move_dates(happened: Happened) -> bool:
    """Until the results are out: then the timetable is part of the record."""
    return not happened.published
